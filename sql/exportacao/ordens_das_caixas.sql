-- A box is of the orders of its unit and number, and of its slaughter day when it has one.
INSERT INTO exporta_ordens
SELECT row_number() OVER (ORDER BY dt_abate, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate),
       x.*
FROM (SELECT DISTINCT o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate
      FROM exporta_caixas e
      JOIN service_caixas c ON c.token_cliente = $1 AND c.codigo_barras = e.codigo_barras
                           AND c.nr_unidade_desossa = e.nr_unidade_desossa
      JOIN service_ordens_desossa o ON o.token_cliente = $1
                                   AND o.nr_unidade_desossa = c.nr_unidade_desossa
                                   AND o.nr_op_desossa = c.nr_op_desossa
                                   AND (c.dt_abate IS NULL OR o.dt_abate = c.dt_abate)) x
