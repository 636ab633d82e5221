-- The box that bears a line's barcode, when one unit only made it, and why it may not be the line's.
CREATE TEMP TABLE plain_line_box AS
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item, t.codigo_barras,
  x.nr_unidade_desossa,
  CASE WHEN r.dt_venda < x.dt_abate OR r.dt_venda < x.dt_producao OR r.dt_venda < x.dt_embalagem
         THEN 'cronologia_impossivel'
       WHEN x.sku_codigo <> t.sku_codigo THEN 'produto_diferente'
       WHEN x.dt_producao <> t.dt_producao THEN 'produto_diferente' END AS other,
  (SELECT min(dt_emissao) FROM trusted_venda_notas n
   WHERE (n.token_cliente, n.cnpj_local_estoque, n.nr_pedido, n.carga)
       = (t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga)) AS invoiced
FROM trusted_venda_caixas t
JOIN trusted_registro_venda r USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
JOIN plain_caixas x USING (token_cliente, codigo_barras)
WHERE NOT EXISTS (SELECT FROM plain_caixas o
  WHERE (o.token_cliente, o.codigo_barras) = (x.token_cliente, x.codigo_barras)
    AND o.nr_unidade_desossa <> x.nr_unidade_desossa);

CREATE TEMP TABLE plain_venda_caixas AS
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item, t.codigo_barras,
  t.sku_codigo, t.sku_descricao, t.qtde_pecas, t.dt_entrada_estoque, t.dt_producao, t.dt_embalagem,
  t.dt_validade, t.flag_industrializado, t.flag_revenda, units.n AS qtde_unidades,
  x.nr_unidade_desossa, x.nr_op_desossa, x.nr_unidade_abate, x.dt_abate, x.peso_liquido,
  coalesce(x.flag_rastreavel, false) AS flag_rastreavel,
  CASE units.n WHEN 0 THEN 'sem_caixa' WHEN 1 THEN coalesce(b.other, x.motivo_nao_rastreavel)
               ELSE 'codigo_em_duas_unidades' END AS motivo_nao_rastreavel,
  greatest(sales.n, 1) AS qtde_vendas, sales.n > 1 AS flag_venda_dupla,
  EXISTS (SELECT FROM plain_line_box e
    WHERE (e.token_cliente, e.codigo_barras) = (t.token_cliente, t.codigo_barras)
      AND b.other IS NULL AND e.other IS NULL
      AND (extract(year FROM e.invoiced), extract(month FROM e.invoiced))
        = (extract(year FROM b.invoiced), extract(month FROM b.invoiced))
      AND (e.invoiced, e.cnpj_local_estoque, e.nr_pedido, e.carga, e.nr_item)
        < (b.invoiced, b.cnpj_local_estoque, b.nr_pedido, b.carga, b.nr_item))
    AS flag_repetida_no_mes,
  coalesce(t.dt_validade <= r.dt_expedicao, false) AS aviso_validade,
  b.other IS NOT NULL AND b.other = 'cronologia_impossivel' AS aviso_cronologia
FROM trusted_venda_caixas t
JOIN trusted_registro_venda r USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
CROSS JOIN LATERAL (SELECT count(*) AS n FROM trusted_caixas b
  WHERE (b.token_cliente, b.codigo_barras) = (t.token_cliente, t.codigo_barras)) units
CROSS JOIN LATERAL (SELECT count(*) AS n FROM trusted_venda_caixas b
  WHERE (b.token_cliente, b.codigo_barras) = (t.token_cliente, t.codigo_barras)) sales
LEFT JOIN plain_line_box b
  ON (b.token_cliente, b.cnpj_local_estoque, b.nr_pedido, b.carga, b.nr_item)
   = (t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item)
LEFT JOIN plain_caixas x
  ON (x.token_cliente, x.codigo_barras, x.nr_unidade_desossa)
   = (b.token_cliente, b.codigo_barras, b.nr_unidade_desossa) AND b.other IS NULL;
