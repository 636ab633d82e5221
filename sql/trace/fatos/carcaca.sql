-- What is known of half-carcasses. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('nr_unidade_abate', c.nr_unidade_abate, 'dt_abate', c.dt_abate,
                         'nr_sequencial', c.nr_sequencial, 'nr_banda', c.nr_banda) AS chave,
       json_build_object(
         'rastreavel', f.motivo IS NULL, 'motivo', f.motivo,
         'etiqueta', lpad(c.nr_unidade_abate, 5, '0') || to_char(c.dt_abate, 'DDMMYYYY')
                       || lpad(c.nr_sequencial::text, 4, '0') || c.nr_banda,
         'nr_lote_abate', c.nr_lote_abate, 'peso_carcaca', c.peso_carcaca, 'sexo', c.sexo,
         'valor_ph', c.valor_ph, 'nr_sisbov', c.nr_sisbov) AS dados
FROM json_to_recordset($2::json)
       k (nr_unidade_abate text, dt_abate date, nr_sequencial integer, nr_banda integer)
JOIN trusted_carcacas c
  ON c.token_cliente = $1 AND c.nr_unidade_abate = k.nr_unidade_abate
 AND c.dt_abate = k.dt_abate AND c.nr_sequencial = k.nr_sequencial AND c.nr_banda = k.nr_banda
LEFT JOIN service_lotes_abate l
  ON l.token_cliente = $1 AND l.nr_unidade_abate = c.nr_unidade_abate
 AND l.dt_abate = c.dt_abate AND l.nr_lote_abate = c.nr_lote_abate
CROSS JOIN LATERAL (
  SELECT CASE WHEN l.tem_escala IS NOT TRUE THEN 'lote_sem_escala'
              WHEN NOT l.flag_documento THEN 'produtor_sem_documento'
              WHEN NOT l.flag_propriedade THEN 'propriedade_nao_identificada' END AS motivo) f
