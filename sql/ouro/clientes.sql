-- Every tenant of which trusted or gold may hold rows.
SELECT token_cliente FROM lote
UNION
SELECT token_cliente FROM mudanca
UNION
SELECT token_cliente FROM modelo_cliente
ORDER BY 1
