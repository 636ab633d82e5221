-- Boxes that cannot be traced, those of one order and day of slaughter together, with what their
-- most labels say of where they come from: no proof, but all there is where the order is missing.
-- Lines marked --@tudo: $2 dt_producao or null, $3 nr_unidade_desossa or null. Those marked --@chaves:
-- of some orders, $2, a JSON array of {nr_unidade_desossa, nr_op_desossa}. $1 tenant.
SELECT c.nr_unidade_desossa, coalesce(c.nr_op_desossa, '') AS nr_op_desossa, c.dt_abate,
       c.motivo_nao_rastreavel, count(*) AS caixas, coalesce(sum(c.peso_liquido), 0) AS kg,
       mode() WITHIN GROUP (ORDER BY ltrim(split_part(c.codigo_rastreabilidade_ind, '-', 1), '0'))
         FILTER (WHERE c.codigo_rastreabilidade_ind ~ '^\d+-\d\d/\d\d/\d\d-') AS unidade_etiqueta,
       mode() WITHIN GROUP (ORDER BY to_date(split_part(c.codigo_rastreabilidade_ind, '-', 2), 'DD/MM/YY'))
         FILTER (WHERE c.codigo_rastreabilidade_ind ~ ('^\d+-((0[1-9]|1\d|2[0-8])/(0[1-9]|1[0-2])/\d\d'
           '|(29|30)/(0[13-9]|1[0-2])/\d\d|31/(0[13578]|1[02])/\d\d'
           '|29/02/([02468][048]|[13579][26]))-'))
         AS dia_etiqueta
FROM service_caixas c
JOIN (SELECT DISTINCT nr_unidade_desossa, nr_op_desossa --@chaves
      FROM json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text)) o --@chaves
  ON c.nr_unidade_desossa = o.nr_unidade_desossa AND c.nr_op_desossa = o.nr_op_desossa --@chaves
WHERE c.token_cliente = $1 AND NOT c.flag_rastreavel
  AND ($2::date IS NULL OR c.dt_producao = $2::date) --@tudo
  AND ($3::text IS NULL OR c.nr_unidade_desossa = $3) --@tudo
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
