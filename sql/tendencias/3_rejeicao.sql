-- The ten rules that were violated most.
WITH dias AS (
  SELECT entidade || ' ' || regra || ':' || campo AS serie, dia, sum(violados) AS violados,
         sum(verificados) AS verificados
  FROM tendencia_regra
  WHERE ($1 = '' OR token_cliente = $1) AND ($3 = '' OR tipo_payload = $3)
    AND dia > (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - $2::integer
  GROUP BY 1, 2
),
piores AS (
  SELECT serie FROM dias GROUP BY 1 HAVING sum(violados) > 0 ORDER BY sum(violados) DESC, 1 LIMIT 10
)
SELECT 'rejeicao' AS medida, serie, dia, (100.0 * violados / nullif(verificados, 0))::float8 AS valor
FROM dias JOIN piores USING (serie)
WHERE verificados > 0
ORDER BY 2, 3
