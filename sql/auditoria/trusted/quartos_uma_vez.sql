-- requer: trusted_desossa_quartos
-- aviso: what a plant wrote down twice does not put the books out of balance.
-- A quarter goes into one order, once (rule unico of cod_barra_corte, within an order and across).
SELECT count(*) = 1 AS ok,
       CASE WHEN count(*) > 1 THEN
         format(CASE current_setting('gdo.idioma', true)
                WHEN 'en' THEN 'unico:cod_barra_corte: quarter %s of %s is %s times in orders: %s'
                ELSE 'unico:cod_barra_corte: o quarto %s de %s está %s vezes em ordens: %s' END,
                cod_barra_corte, token_cliente, count(*),
                string_agg(DISTINCT concat_ws('/', nr_unidade_desossa, nr_op_desossa), ', '))
       END AS detalhe
FROM trusted_desossa_quartos
WHERE cod_barra_corte IS NOT NULL
GROUP BY token_cliente, cod_barra_corte
