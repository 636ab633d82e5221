-- The boxes of a deboning plant's month: $1 tenant, $2 unit, $3 first day.
INSERT INTO exporta_caixas
SELECT nr_unidade_desossa, codigo_barras
FROM service_caixas
WHERE token_cliente = $1 AND nr_unidade_desossa = $2
  AND dt_producao >= $3::date AND dt_producao < $3::date + interval '1 month'
