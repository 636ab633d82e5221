-- parametros: q
-- What a text ($2) can be, among a tenant's ($1) things: at most some of each kind, by index.
WITH q AS (
  SELECT btrim($2) AS texto, upper(btrim($2)) AS maiusculo,
         regexp_replace($2, '[^0-9A-Za-z]', '', 'g') AS seco
),
achados AS (
  (SELECT 1 AS ordem, 'caixa' AS tipo, c.codigo_barras || '' AS titulo,
          c.nr_unidade_desossa || '/' || c.codigo_barras AS chave,
          jsonb_build_object('sku_descricao', c.sku_descricao, 'peso_liquido', c.peso_liquido,
            'dia', c.dt_producao, 'planta', c.nr_unidade_desossa,
            'rastreavel', c.flag_rastreavel) AS dados
   FROM service_caixas c, q
   WHERE c.token_cliente = $1 AND c.codigo_barras = ANY (ARRAY[q.texto, q.maiusculo, q.seco])
   LIMIT 5)
  UNION ALL
  (SELECT 2, 'pedido', v.nr_pedido || ' / ' || v.carga,
          v.cnpj_local_estoque || '/' || v.nr_pedido || '/' || v.carga,
          jsonb_build_object('cliente', v.nf_destino_nome_razaosocial, 'dia', v.dt_venda,
            'nota', v.nf_numero)
   FROM service_vendas v, q
   WHERE v.token_cliente = $1 AND v.nr_pedido = q.texto
   ORDER BY v.dt_venda DESC LIMIT 8)
  UNION ALL
  (SELECT 3, 'nota', v.nf_numero, v.cnpj_local_estoque || '/' || v.nr_pedido || '/' || v.carga,
          jsonb_build_object('cliente', v.nf_destino_nome_razaosocial, 'dia', v.dt_venda,
            'pedido', v.nr_pedido)
   FROM service_vendas v, q
   WHERE v.token_cliente = $1 AND length(q.seco) = 44 AND v.nf_chave = upper(q.seco)
   LIMIT 8)
  UNION ALL
  (SELECT 4, 'ordem', o.nr_op_desossa,
          concat_ws('/', o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate),
          jsonb_build_object('planta', o.nr_unidade_desossa, 'dia', o.dt_abate,
            'caixas', o.qtde_caixas, 'rastreavel', o.flag_rastreavel)
   FROM service_ordens_desossa o, q
   WHERE o.token_cliente = $1 AND o.nr_op_desossa = q.texto
   ORDER BY o.dt_abate DESC LIMIT 8)
  UNION ALL
  (SELECT 5, 'fazenda', l.faz_nr_car, l.faz_nr_car,
          jsonb_build_object('uf', max(l.faz_estado), 'lotes', count(*), 'dia', max(l.dt_abate))
   FROM service_lotes_abate l, q
   WHERE l.token_cliente = $1 AND l.chave_fazenda = q.maiusculo
   GROUP BY l.faz_nr_car LIMIT 3)
  UNION ALL
  (SELECT 6, 'produtor', q.seco, q.seco,
          jsonb_build_object('lotes', count(*), 'dia', max(l.dt_abate))
   FROM service_lotes_abate l, q
   WHERE l.token_cliente = $1 AND length(q.seco) IN (11, 14) AND l.prod_cpf_cnpj = upper(q.seco)
   GROUP BY q.seco)
  UNION ALL
  (SELECT 7, 'lote', concat_ws(' · ', l.nr_unidade_abate, l.dt_abate, l.nr_lote_abate),
          concat_ws('/', l.nr_unidade_abate, l.dt_abate, l.nr_lote_abate),
          jsonb_build_object('animais', l.qtde_animais, 'uf', l.faz_estado)
   FROM service_lotes_abate l, q
   WHERE l.token_cliente = $1 AND q.texto ~ '^[^/]+/\d{4}-\d\d-\d\d/\d{1,9}$'
     AND l.nr_unidade_abate = split_part(q.texto, '/', 1)
     AND l.dt_abate::text = split_part(q.texto, '/', 2)
     AND l.nr_lote_abate::text = split_part(q.texto, '/', 3)
   LIMIT 1)
  UNION ALL
  (SELECT 8, 'animal', a.id_animal, a.id_animal,
          jsonb_build_object('planta', a.nr_unidade_abate, 'dia', a.dt_abate)
   FROM service_animais a, q
   WHERE a.token_cliente = $1 AND a.id_animal = ANY (ARRAY[q.texto, q.seco])
   LIMIT 3)
)
SELECT jsonb_build_object('q', (SELECT texto FROM q),
  'achados', (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'ordem' ORDER BY a.ordem, a.chave), '[]')
              FROM achados a))::text
