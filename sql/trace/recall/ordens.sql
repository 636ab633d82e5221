-- Deboning orders that lots went into: by_lot, those that name one; exact, those that name a quarter
-- of one of their half-carcasses.
-- $1 tenant, $2 the lots, a JSON array (a plant's day with a lot of null only looks for quarters),
-- $3 labels of half-carcasses or null for all of the lots, $4 the lots' days, $5 and $6 the days
-- between which their orders can be: the planner looks at those months only.
WITH lotes AS (
  SELECT * FROM json_to_recordset($2::json)
                  l (nr_unidade_abate text, dt_abate date, nr_lote_abate integer)
),
dias AS (
  SELECT DISTINCT nr_unidade_abate, dt_abate FROM lotes
),
meias AS MATERIALIZED (
  SELECT unnest($3::text[]) AS etiqueta
  UNION
  SELECT lpad(c.nr_unidade_abate, 5, '0') || to_char(c.dt_abate, 'DDMMYYYY')
           || lpad(c.nr_sequencial::text, 4, '0') || c.nr_banda
  FROM lotes l
  CROSS JOIN LATERAL (
    SELECT h.nr_unidade_abate, h.dt_abate, h.nr_sequencial, h.nr_banda
    FROM trusted_carcacas h
    WHERE h.token_cliente = $1 AND h.nr_unidade_abate = l.nr_unidade_abate
      AND h.dt_abate = l.dt_abate AND h.dt_abate = ANY($4::date[])
      AND h.nr_lote_abate = l.nr_lote_abate OFFSET 0) c
  WHERE $3::text[] IS NULL
),
por_lote AS (
  SELECT DISTINCT s.nr_unidade_desossa, s.nr_op_desossa, s.nr_unidade_abate, s.dt_abate
  FROM lotes l
  JOIN service_ordem_lotes s
    ON s.token_cliente = $1 AND s.nr_unidade_abate_lote = l.nr_unidade_abate
   AND s.dt_abate_lote = l.dt_abate AND s.nr_lote_abate = l.nr_lote_abate
),
candidatas AS MATERIALIZED (
  SELECT * FROM por_lote
  UNION
  SELECT o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate
  FROM dias d
  JOIN service_ordens_desossa o
    ON o.token_cliente = $1 AND o.nr_unidade_abate = d.nr_unidade_abate AND o.dt_abate = d.dt_abate
),
exatas AS (
  SELECT DISTINCT c.nr_unidade_desossa, c.nr_op_desossa, c.nr_unidade_abate, c.dt_abate
  FROM candidatas c
  JOIN trusted_desossa_quartos q
    ON q.token_cliente = $1 AND q.nr_unidade_desossa = c.nr_unidade_desossa
   AND q.nr_op_desossa = c.nr_op_desossa AND q.nr_unidade_abate = c.nr_unidade_abate
   AND q.dt_abate = c.dt_abate
  JOIN meias m ON m.etiqueta = left(q.cod_barra_corte, 18)
  WHERE q.dt_abate BETWEEN $5::date AND $6::date AND q.cod_barra_corte ~ '^[0-9]{19}$'
)
SELECT nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate,
       bool_or(por_lote) AS por_lote, bool_or(exata) AS exata
FROM (SELECT *, true AS por_lote, false AS exata FROM por_lote
      UNION ALL
      SELECT *, false, true FROM exatas) o
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
