-- Source lots of deboning orders that lack something, the whole list: what a limit shows is another
-- matter. total is how many lots the orders draw from; com_escala those with schedule, producer's
-- document and farm, com_animais those with half-carcasses.
-- $1 tenant, $2 the orders' keys, a JSON array, $3 at most so many of the lots.
WITH lotes AS MATERIALIZED (
  SELECT DISTINCT s.nr_unidade_abate_lote, s.dt_abate_lote, s.nr_lote_abate, s.tem_escala,
         s.flag_documento, s.flag_propriedade, s.qtde_meias_carcacas
  FROM json_to_recordset($2::json)
         o (nr_unidade_desossa text, nr_op_desossa text, nr_unidade_abate text, dt_abate date)
  JOIN service_ordem_lotes s
    ON s.token_cliente = $1 AND s.nr_unidade_desossa = o.nr_unidade_desossa
   AND s.nr_op_desossa = o.nr_op_desossa AND s.nr_unidade_abate = o.nr_unidade_abate
   AND s.dt_abate = o.dt_abate
),
falhos AS (
  SELECT * FROM lotes
  WHERE NOT (tem_escala AND flag_documento AND flag_propriedade AND qtde_meias_carcacas > 0)
)
SELECT (SELECT count(*) FROM lotes) AS total,
       (SELECT count(*) FROM lotes WHERE tem_escala AND flag_documento AND flag_propriedade)
         AS com_escala,
       (SELECT count(*) FROM lotes WHERE qtde_meias_carcacas > 0) AS com_animais,
       (SELECT count(*) FROM falhos) AS falham,
       (SELECT json_agg(f.lote)
        FROM (SELECT json_build_object(
                'chave', json_build_object('nr_unidade_abate', nr_unidade_abate_lote,
                                           'dt_abate', dt_abate_lote,
                                           'nr_lote_abate', nr_lote_abate),
                'dados', json_build_object('tem_escala', tem_escala,
                                           'flag_documento', flag_documento,
                                           'flag_propriedade', flag_propriedade,
                                           'qtde_meias_carcacas', qtde_meias_carcacas)) AS lote
              FROM falhos
              ORDER BY nr_unidade_abate_lote, dt_abate_lote, nr_lote_abate LIMIT $3::bigint) f)
         AS lotes
