-- requer: service_caixas, service_venda_caixas
-- Conservation, by slaughter unit and day: no more kilos sold than packed. A box sold twice counts
-- once; double sales have a warning of their own.
SELECT coalesce(v.peso, 0) <= coalesce(c.peso, 0) * 1.001 AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN '%s: %s kg sold, %s kg in boxes'
              ELSE '%s: vendidos %s kg, em caixas %s kg' END,
              concat_ws('/', token_cliente, nr_unidade_abate, dt_abate), coalesce(v.peso, 0),
              coalesce(c.peso, 0)) AS detalhe
FROM (SELECT token_cliente, nr_unidade_abate, dt_abate, sum(peso_liquido) AS peso
      FROM service_caixas WHERE nr_unidade_abate IS NOT NULL AND dt_abate IS NOT NULL
      GROUP BY 1, 2, 3) c
FULL JOIN (SELECT token_cliente, nr_unidade_abate, dt_abate, sum(peso_liquido) AS peso
           FROM (SELECT DISTINCT token_cliente, nr_unidade_desossa, codigo_barras,
                        nr_unidade_abate, dt_abate, peso_liquido
                 FROM service_venda_caixas
                 WHERE nr_unidade_abate IS NOT NULL AND dt_abate IS NOT NULL) d
           GROUP BY 1, 2, 3) v
  USING (token_cliente, nr_unidade_abate, dt_abate)
