-- Deboning orders to the half-carcasses whose quarters they name, with their lot. Labels are looked
-- up among the days that the order draws from.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each, $4 and $5 the first
-- and last day that they draw from (ordem_dias): a plan made once opens those months only, which it
-- does for a range and not for an array. pai counts from 1, total is how many there are.
-- Quarters are read order by order (OFFSET 0): else such a plan reads all of the tenant's of a day.
WITH ordens AS MATERIALIZED (
  SELECT k.* FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                    nr_unidade_abate text, dt_abate date))
       WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, pai)
),
lotes AS MATERIALIZED (
  SELECT o.pai, s.*
  FROM ordens o
  CROSS JOIN LATERAL (
    SELECT l.nr_unidade_abate_lote AS unidade, l.dt_abate_lote AS dia, l.nr_lote_abate AS lote
    FROM service_ordem_lotes l
    WHERE l.token_cliente = $1 AND l.nr_unidade_desossa = o.nr_unidade_desossa
      AND l.nr_op_desossa = o.nr_op_desossa AND l.nr_unidade_abate = o.nr_unidade_abate
      AND l.dt_abate = o.dt_abate OFFSET 0) s
),
dias AS (
  SELECT o.pai, o.nr_unidade_abate AS unidade, o.dt_abate AS dia FROM ordens o
  UNION
  SELECT l.pai, l.unidade, l.dia FROM lotes l
),
nomeadas AS MATERIALIZED (
  SELECT o.pai, e.etiqueta, e.quartos, e.peso, d.unidade, d.dia,
         substr(e.etiqueta, 14, 4)::integer AS nr_sequencial,
         substr(e.etiqueta, 18, 1)::integer AS nr_banda
  FROM ordens o
  CROSS JOIN LATERAL (
    SELECT left(q.cod_barra_corte, 18) AS etiqueta, count(*) AS quartos, sum(q.peso_corte) AS peso
    FROM trusted_desossa_quartos q
    WHERE q.token_cliente = $1 AND q.nr_unidade_desossa = o.nr_unidade_desossa
      AND q.nr_op_desossa = o.nr_op_desossa AND q.nr_unidade_abate = o.nr_unidade_abate
      AND q.dt_abate = o.dt_abate AND q.dt_abate BETWEEN $4::date AND $5::date
      AND q.cod_barra_corte ~ '^\d{18}'
    GROUP BY 1 OFFSET 0) e
  JOIN dias d
    ON d.pai = o.pai
   AND left(e.etiqueta, 13) = lpad(d.unidade, 5, '0') || to_char(d.dia, 'DDMMYYYY')
),
achadas AS (
  SELECT n.pai, n.etiqueta, n.quartos, n.peso, c.nr_unidade_abate, c.dt_abate, c.nr_sequencial,
         c.nr_banda, c.nr_lote_abate, c.peso_carcaca, c.sexo,
         row_number() OVER w AS lugar,
         count(*) OVER (PARTITION BY n.pai, c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate) AS total
  FROM nomeadas n
  CROSS JOIN LATERAL (
    SELECT t.nr_unidade_abate, t.dt_abate, t.nr_sequencial, t.nr_banda, t.nr_lote_abate,
           t.peso_carcaca, t.sexo
    FROM trusted_carcacas t
    WHERE t.token_cliente = $1 AND t.nr_unidade_abate = n.unidade AND t.dt_abate = n.dia
      AND t.nr_sequencial = n.nr_sequencial AND t.nr_banda = n.nr_banda
      AND t.dt_abate BETWEEN $4::date AND $5::date OFFSET 0) c
  WINDOW w AS (PARTITION BY n.pai, c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate
               ORDER BY c.nr_sequencial, c.nr_banda)
)
SELECT pai,
       json_build_object('nr_unidade_abate', nr_unidade_abate, 'dt_abate', dt_abate,
                         'nr_sequencial', nr_sequencial, 'nr_banda', nr_banda) AS chave,
       total,
       json_build_object('etiqueta', etiqueta, 'nr_lote_abate', nr_lote_abate, 'quartos', quartos,
                         'peso_quartos', peso, 'peso_carcaca', peso_carcaca, 'sexo', sexo,
                         'lote_da_ordem',
                         (pai, nr_unidade_abate, dt_abate, nr_lote_abate) IN (
                           SELECT l.pai, l.unidade, l.dia, l.lote FROM lotes l)) AS linha,
       json_build_object('nr_unidade_abate', nr_unidade_abate, 'dt_abate', dt_abate,
                         'nr_lote_abate', nr_lote_abate) AS lote
FROM achadas
WHERE lugar <= $3::bigint
ORDER BY pai, nr_unidade_abate, dt_abate, nr_lote_abate, nr_sequencial, nr_banda
