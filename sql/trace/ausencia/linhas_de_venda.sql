-- Sales that name the barcode. $1 tenants, $2 the text.
SELECT token_cliente, cnpj_local_estoque || '/' || nr_pedido || '/' || carga
FROM trusted_venda_caixas
WHERE token_cliente = ANY($1::text[]) AND codigo_barras = $2
ORDER BY 1, 2 LIMIT 3
