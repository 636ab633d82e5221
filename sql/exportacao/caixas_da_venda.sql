-- The boxes of a sale that are exactly one box: $1 tenant, $2 to $4 the sale.
INSERT INTO exporta_caixas
SELECT DISTINCT nr_unidade_desossa, codigo_barras
FROM service_venda_caixas
WHERE token_cliente = $1 AND cnpj_local_estoque = $2 AND nr_pedido = $3 AND carga = $4
  AND nr_unidade_desossa IS NOT NULL
