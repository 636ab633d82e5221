-- The lots of a slaughter plant's month: $1 tenant, $2 unit, $3 first day.
INSERT INTO exporta_lotes
SELECT row_number() OVER (ORDER BY dt_abate, nr_unidade_abate, nr_lote_abate),
       nr_unidade_abate, dt_abate, nr_lote_abate
FROM service_lotes_abate
WHERE token_cliente = $1 AND nr_unidade_abate = $2
  AND dt_abate >= $3::date AND dt_abate < $3::date + interval '1 month'
