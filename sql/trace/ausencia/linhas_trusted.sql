-- Rows of trusted that gold does not show yet. $1 tenants, $2 the text.
SELECT token_cliente, 'trusted_caixas' FROM trusted_caixas
WHERE token_cliente = ANY($1::text[]) AND codigo_barras = $2
UNION
SELECT token_cliente, 'trusted_desossa' FROM trusted_desossa
WHERE token_cliente = ANY($1::text[]) AND nr_op_desossa = $2
UNION
SELECT token_cliente, 'trusted_registro_venda' FROM trusted_registro_venda
WHERE token_cliente = ANY($1::text[]) AND nr_pedido = $2
UNION
SELECT token_cliente, 'trusted_animais' FROM trusted_animais
WHERE token_cliente = ANY($1::text[]) AND id_animal = $2
ORDER BY 1, 2 LIMIT 3
