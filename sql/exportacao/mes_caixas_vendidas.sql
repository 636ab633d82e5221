-- The boxes of those sales: $1 tenant, $2 the stock's CNPJ; its month ($3) chose them.
INSERT INTO exporta_caixas
SELECT DISTINCT c.nr_unidade_desossa, c.codigo_barras
FROM exporta_vendas
JOIN service_venda_caixas c USING (cnpj_local_estoque, nr_pedido, carga)
WHERE c.token_cliente = $1 AND c.cnpj_local_estoque = $2 AND c.nr_unidade_desossa IS NOT NULL
  AND $3::date IS NOT NULL
