CREATE TEMP TABLE plain_vendas AS
SELECT r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga, r.cod_empresa, r.dt_venda,
  r.dt_expedicao, r.nr_ordem_compra, r.nr_pedido_matriz, r.pais_destino, r.id_mercado_destino,
  r.cnpj_transportadora, r.nome_transportadora, cardinality(notas) AS qtde_notas, notas,
  n.numero AS nf_numero, n.natureza AS nf_natureza, n.chave AS nf_chave,
  n.dt_emissao AS dt_emissao_nf, n.nf_dt_pedido,
  n.origem_nome_razaosocial AS nf_origem_nome_razaosocial, n.origem_cpf_cnpj AS nf_cnpj_origem,
  n.origem_cidade AS nf_origem_cidade, n.origem_estado AS nf_origem_estado,
  n.destino_nome_razaosocial AS nf_destino_nome_razaosocial,
  n.destino_cpf_cnpj AS nf_cnpj_destino, n.destino_cidade AS nf_destino_cidade,
  n.destino_estado AS nf_destino_estado, l.*,
  quantidade > 0 AND qtde_rastreaveis = quantidade AS rastreavel,
  coalesce(r.dt_venda > r.dt_expedicao, false) OR EXISTS (
    SELECT FROM trusted_venda_notas v
    WHERE (v.token_cliente, v.cnpj_local_estoque, v.nr_pedido, v.carga)
        = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)
      AND v.dt_emissao - r.dt_expedicao > 1) OR l.impossible > 0 AS aviso_cronologia
FROM trusted_registro_venda r
LEFT JOIN LATERAL (
  SELECT * FROM trusted_venda_notas v
  WHERE (v.token_cliente, v.cnpj_local_estoque, v.nr_pedido, v.carga)
      = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)
  ORDER BY coalesce(dt_emissao, 'infinity'), nr_item LIMIT 1) n ON true
CROSS JOIN LATERAL (
  SELECT ARRAY(SELECT DISTINCT coalesce(numero, chave) FROM trusted_venda_notas v
               WHERE (v.token_cliente, v.cnpj_local_estoque, v.nr_pedido, v.carga)
                   = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)
                 AND coalesce(numero, chave) IS NOT NULL ORDER BY 1) AS notas) lists
CROSS JOIN LATERAL (
  SELECT min(dt_validade) AS dt_validade, count(*) AS quantidade,
    count(*) FILTER (WHERE nr_op_desossa IS NOT NULL) AS qtde_com_caixa,
    count(*) FILTER (WHERE flag_rastreavel) AS qtde_rastreaveis,
    count(*) FILTER (WHERE qtde_unidades = 0) AS qtde_sem_caixa,
    count(*) FILTER (WHERE qtde_unidades > 1) AS qtde_em_duas_unidades,
    count(*) FILTER (WHERE motivo_nao_rastreavel = 'cronologia_impossivel')
      AS qtde_cronologia_impossivel,
    count(*) FILTER (WHERE motivo_nao_rastreavel = 'produto_diferente') AS qtde_produto_diferente,
    count(*) FILTER (WHERE aviso_cronologia) AS impossible,
    count(*) FILTER (WHERE qtde_vendas > 1) AS qtde_vendas_duplas,
    coalesce(sum(peso_liquido), 0) AS peso_liquido,
    coalesce(sum(CASE WHEN flag_rastreavel THEN peso_liquido END), 0) AS peso_rastreavel,
    coalesce(sum(CASE WHEN flag_repetida_no_mes THEN 0 ELSE peso_liquido END), 0)
      AS peso_liquido_no_mes,
    coalesce(sum(CASE WHEN flag_rastreavel AND NOT flag_repetida_no_mes THEN peso_liquido END), 0)
      AS peso_rastreavel_no_mes
  FROM plain_venda_caixas v
  WHERE (v.token_cliente, v.cnpj_local_estoque, v.nr_pedido, v.carga)
      = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)) l;
