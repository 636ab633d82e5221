-- Half-carcasses to deboning orders: those that name a quarter of theirs; where none does, the orders
-- that draw from their lot.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
WITH meias AS (
  SELECT k.pai, k.nr_unidade_abate, k.dt_abate, c.nr_lote_abate,
         lpad(k.nr_unidade_abate, 5, '0') || to_char(k.dt_abate, 'DDMMYYYY')
           || lpad(k.nr_sequencial::text, 4, '0') || k.nr_banda AS etiqueta
  FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_abate text, dt_abate date,
                                                    nr_sequencial integer, nr_banda integer))
       WITH ORDINALITY k (nr_unidade_abate, dt_abate, nr_sequencial, nr_banda, pai)
  JOIN trusted_carcacas c
    ON c.token_cliente = $1 AND c.nr_unidade_abate = k.nr_unidade_abate
   AND c.dt_abate = k.dt_abate AND c.nr_sequencial = k.nr_sequencial AND c.nr_banda = k.nr_banda
),
ordens AS (
  SELECT m.pai, m.etiqueta, s.nr_unidade_desossa, s.nr_op_desossa, s.nr_unidade_abate, s.dt_abate,
         true AS do_lote
  FROM meias m
  JOIN service_ordem_lotes s
    ON s.token_cliente = $1 AND s.nr_unidade_abate_lote = m.nr_unidade_abate
   AND s.dt_abate_lote = m.dt_abate AND s.nr_lote_abate = m.nr_lote_abate
  UNION
  SELECT m.pai, m.etiqueta, o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate,
         false
  FROM meias m
  JOIN service_ordens_desossa o
    ON o.token_cliente = $1 AND o.nr_unidade_abate = m.nr_unidade_abate
   AND o.dt_abate = m.dt_abate
),
unicas AS (
  SELECT pai, etiqueta, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate,
         bool_or(do_lote) AS do_lote
  FROM ordens GROUP BY 1, 2, 3, 4, 5, 6
),
quartos AS (
  SELECT u.*, q.qtde, q.peso, max(q.qtde) OVER (PARTITION BY u.pai) AS nomeada
  FROM unicas u
  CROSS JOIN LATERAL (
    SELECT count(*) AS qtde, sum(t.peso_corte) AS peso
    FROM trusted_desossa_quartos t
    WHERE t.token_cliente = $1 AND t.nr_unidade_desossa = u.nr_unidade_desossa
      AND t.nr_op_desossa = u.nr_op_desossa AND t.nr_unidade_abate = u.nr_unidade_abate
      AND t.dt_abate = u.dt_abate AND left(t.cod_barra_corte, 18) = u.etiqueta) q
)
SELECT pai,
       json_build_object('nr_unidade_desossa', nr_unidade_desossa, 'nr_op_desossa', nr_op_desossa,
                         'nr_unidade_abate', nr_unidade_abate, 'dt_abate', dt_abate) AS chave,
       count(*) OVER (PARTITION BY pai) AS total,
       json_build_object('vinculo', CASE WHEN qtde > 0 THEN 'exato' ELSE 'lote' END,
                         'quartos', qtde, 'peso_quartos_da_meia', peso) AS linha
FROM quartos
WHERE CASE WHEN nomeada > 0 THEN qtde > 0 ELSE do_lote END AND $3::bigint > 0
ORDER BY pai, dt_abate, nr_op_desossa
