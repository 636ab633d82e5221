-- requer: trusted_desossa_quartos, trusted_carcacas
-- aviso: what a plant weighed does not put the books out of balance.
-- Conservation, by half-carcass: no more kilos of quarters than it weighed, with 1 % for scales.
SELECT q.peso <= c.peso_carcaca * 1.01 AS ok,
       CASE WHEN q.peso > c.peso_carcaca * 1.01 THEN
         format(CASE current_setting('gdo.idioma', true)
                WHEN 'en' THEN 'half-carcass %s of %s: %s kg in quarters, weighed %s kg; orders %s'
                ELSE 'meia-carcaça %s de %s: em quartos %s kg, pesou %s kg; ordens %s' END, q.etiqueta,
                c.token_cliente, q.peso, c.peso_carcaca, q.ordens)
       END AS detalhe
FROM (SELECT token_cliente, left(cod_barra_corte, 18) AS etiqueta, sum(peso_corte) AS peso,
             string_agg(DISTINCT concat_ws('/', nr_unidade_desossa, nr_op_desossa), ', ') AS ordens
      FROM trusted_desossa_quartos
      WHERE cod_barra_corte IS NOT NULL
      GROUP BY 1, 2) q
JOIN trusted_carcacas c
  ON c.token_cliente = q.token_cliente
 AND lpad(c.nr_unidade_abate, 5, '0') || to_char(c.dt_abate, 'DDMMYYYY')
       || lpad(c.nr_sequencial::text, 4, '0') || c.nr_banda = q.etiqueta
