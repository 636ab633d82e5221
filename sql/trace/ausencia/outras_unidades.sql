-- Boxes of the barcode that other units made. $1 tenants, $2 the text.
SELECT token_cliente, nr_unidade_desossa || '/' || codigo_barras
FROM service_caixas
WHERE token_cliente = ANY($1::text[]) AND codigo_barras = upper($2)
ORDER BY 1, 2 LIMIT 3
