-- A box is of the orders of its unit and number, and of its slaughter day when it has one. Orders are
-- looked for once the boxes' few groups are known: whatever the planner thinks the tenant's tables
-- hold, boxes never meet orders one by one.
INSERT INTO exporta_ordens
WITH grupos AS MATERIALIZED (
  SELECT DISTINCT c.nr_unidade_desossa, c.nr_op_desossa, c.dt_abate
  FROM exporta_caixas e
  CROSS JOIN LATERAL (
    SELECT c.nr_unidade_desossa, c.nr_op_desossa, c.dt_abate
    FROM service_caixas c
    WHERE c.token_cliente = $1 AND c.codigo_barras = e.codigo_barras
      AND c.nr_unidade_desossa = e.nr_unidade_desossa
    LIMIT 1) c
)
SELECT row_number() OVER (ORDER BY dt_abate, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate),
       x.*
FROM (SELECT DISTINCT o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate
      FROM grupos g
      JOIN service_ordens_desossa o ON o.token_cliente = $1
                                   AND o.nr_unidade_desossa = g.nr_unidade_desossa
                                   AND o.nr_op_desossa = g.nr_op_desossa
                                   AND (g.dt_abate IS NULL OR o.dt_abate = g.dt_abate)) x
