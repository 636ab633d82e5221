INSERT INTO exporta_lotes
SELECT row_number() OVER (ORDER BY dt_abate_lote, nr_unidade_abate_lote, nr_lote_abate), x.*
FROM (SELECT DISTINCT l.nr_unidade_abate_lote, l.dt_abate_lote, l.nr_lote_abate
      FROM exporta_ordens
      JOIN service_ordem_lotes l USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
      WHERE l.token_cliente = $1) x
