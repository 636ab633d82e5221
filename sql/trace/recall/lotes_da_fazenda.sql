-- A farm's slaughter lots: its CAR (or its key without one), or all of a producer's.
-- $1 tenants, $2 the farm, $3 the producer's document or null.
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
FROM service_lotes_abate
WHERE token_cliente = ANY($1::text[])
  AND (chave_fazenda IN ($2::text, upper($2::text)) OR prod_cpf_cnpj = $3)
ORDER BY 1, 2, 3, 4
