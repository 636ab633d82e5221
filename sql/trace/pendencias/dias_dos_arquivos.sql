-- Plant and day of slaughter that most records of files have: what a record of theirs meant that
-- says none itself. $1 tenant, $2 the files.
SELECT DISTINCT ON (arquivo_id) arquivo_id, nr_unidade_abate, dt_abate
FROM (SELECT arquivo_id, nr_unidade_abate, dt_abate, count(*) AS registros
      FROM trusted_escala WHERE token_cliente = $1 AND arquivo_id = ANY($2::bigint[])
      GROUP BY 1, 2, 3
      UNION ALL
      SELECT arquivo_id, nr_unidade_abate, dt_abate, count(*)
      FROM trusted_desossa WHERE token_cliente = $1 AND arquivo_id = ANY($2::bigint[])
      GROUP BY 1, 2, 3) r
ORDER BY arquivo_id, registros DESC, nr_unidade_abate, dt_abate
