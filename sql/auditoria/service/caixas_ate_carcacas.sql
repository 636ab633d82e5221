-- requer: service_caixas, service_lotes_abate
-- Conservation, by slaughter unit and day: no more kilos packed than slaughtered, with 1 % for
-- scales. Days are looked at once they are whole: every lot scheduled, and its half-carcasses seen
-- but for 2 %; a day of which records were rejected or are late proves nothing.
SELECT c.peso <= l.peso * 1.01 AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN '%s: %s kg in boxes, %s kg in carcasses'
              ELSE '%s: em caixas %s kg, em carcaças %s kg' END,
              concat_ws('/', token_cliente, nr_unidade_abate, dt_abate), c.peso, l.peso) AS detalhe
FROM (SELECT token_cliente, nr_unidade_abate, dt_abate, sum(peso_liquido) AS peso
      FROM service_caixas WHERE nr_unidade_abate IS NOT NULL AND dt_abate IS NOT NULL
      GROUP BY 1, 2, 3) c
JOIN (SELECT token_cliente, nr_unidade_abate, dt_abate, sum(peso_carcaca) AS peso
      FROM service_lotes_abate
      GROUP BY 1, 2, 3
      HAVING bool_and(tem_escala)
         AND sum(qtde_meias_carcacas) >= 0.98 * 2 * sum(qtde_animais_escala)) l
  USING (token_cliente, nr_unidade_abate, dt_abate)
