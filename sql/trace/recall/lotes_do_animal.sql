-- An animal's half-carcasses, with their lots and labels. $1 tenant, $2 half-carcasses, a JSON array.
SELECT DISTINCT c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate, c.nr_sequencial,
       lpad(c.nr_unidade_abate, 5, '0') || to_char(c.dt_abate, 'DDMMYYYY')
         || lpad(c.nr_sequencial::text, 4, '0') || c.nr_banda AS etiqueta
FROM json_to_recordset($2::json)
       k (nr_unidade_abate text, dt_abate date, nr_sequencial integer, nr_banda integer)
JOIN trusted_carcacas c
  ON c.token_cliente = $1 AND c.nr_unidade_abate = k.nr_unidade_abate AND c.dt_abate = k.dt_abate
 AND c.nr_sequencial = k.nr_sequencial AND (k.nr_banda IS NULL OR c.nr_banda = k.nr_banda)
ORDER BY 1, 2, 4, 5
