CREATE TEMP TABLE plain_venda_caixas AS
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item, t.codigo_barras,
  t.sku_codigo, t.sku_descricao, t.qtde_pecas, t.dt_entrada_estoque, t.dt_producao, t.dt_embalagem,
  t.dt_validade, t.flag_industrializado, t.flag_revenda, units.n AS qtde_unidades,
  x.nr_unidade_desossa, x.nr_op_desossa, x.nr_unidade_abate, x.dt_abate, x.peso_liquido,
  coalesce(x.flag_rastreavel, false) AS flag_rastreavel,
  CASE units.n WHEN 0 THEN 'sem_caixa' WHEN 1 THEN x.motivo_nao_rastreavel
               ELSE 'codigo_em_duas_unidades' END AS motivo_nao_rastreavel,
  greatest(sales.n, 1) AS qtde_vendas, sales.n > 1 AS flag_venda_dupla,
  coalesce(t.dt_validade <= r.dt_expedicao, false) AS aviso_validade
FROM trusted_venda_caixas t
JOIN trusted_registro_venda r USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
CROSS JOIN LATERAL (SELECT count(*) AS n FROM trusted_caixas b
  WHERE (b.token_cliente, b.codigo_barras) = (t.token_cliente, t.codigo_barras)) units
CROSS JOIN LATERAL (SELECT count(*) AS n FROM trusted_venda_caixas b
  WHERE (b.token_cliente, b.codigo_barras) = (t.token_cliente, t.codigo_barras)) sales
LEFT JOIN plain_caixas x
  ON (x.token_cliente, x.codigo_barras) = (t.token_cliente, t.codigo_barras) AND units.n = 1;
