-- What is known of sales. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('cnpj_local_estoque', v.cnpj_local_estoque, 'nr_pedido', v.nr_pedido,
                         'carga', v.carga) AS chave,
       json_build_object(
         'rastreavel', v.rastreavel, 'motivo', m.motivo, 'motivos', m.motivos,
         'dt_venda', v.dt_venda, 'dt_expedicao', v.dt_expedicao,
         'dt_emissao_nf', v.dt_emissao_nf, 'nf_numero', v.nf_numero, 'notas', v.notas,
         'nf_destino_nome_razaosocial', v.nf_destino_nome_razaosocial,
         'nf_cnpj_destino', v.nf_cnpj_destino, 'nf_destino_cidade', v.nf_destino_cidade,
         'nf_destino_estado', v.nf_destino_estado, 'pais_destino', v.pais_destino,
         'quantidade', v.quantidade, 'qtde_rastreaveis', v.qtde_rastreaveis,
         'qtde_sem_caixa', v.qtde_sem_caixa, 'qtde_em_duas_unidades', v.qtde_em_duas_unidades,
         'qtde_cronologia_impossivel', v.qtde_cronologia_impossivel,
         'qtde_produto_diferente', v.qtde_produto_diferente,
         'qtde_vendas_duplas', v.qtde_vendas_duplas, 'peso_liquido', v.peso_liquido,
         'peso_rastreavel', v.peso_rastreavel, 'aviso_cronologia', v.aviso_cronologia) AS dados
FROM json_to_recordset($2::json) k (cnpj_local_estoque text, nr_pedido text, carga text)
JOIN service_vendas v
  ON v.token_cliente = $1 AND v.cnpj_local_estoque = k.cnpj_local_estoque
 AND v.nr_pedido = k.nr_pedido AND v.carga = k.carga
-- What its untraceable boxes lack, and what most of them do.
CROSS JOIN LATERAL (
  SELECT json_object_agg(r.motivo, r.caixas ORDER BY r.caixas DESC, r.motivo) AS motivos,
         (array_agg(r.motivo ORDER BY r.caixas DESC, r.motivo))[1] AS motivo
  FROM (SELECT i.motivo_nao_rastreavel AS motivo, count(*) AS caixas
        FROM service_venda_caixas i
        WHERE i.token_cliente = $1 AND i.cnpj_local_estoque = v.cnpj_local_estoque
          AND i.nr_pedido = v.nr_pedido AND i.carga = v.carga
          AND i.motivo_nao_rastreavel IS NOT NULL
        GROUP BY 1) r) m
