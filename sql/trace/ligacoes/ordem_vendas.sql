-- How much of deboning orders' boxes is sold, and in how many sales.
-- $1 tenant, $2 the orders' keys, a JSON array. pai counts from 1.
SELECT k.pai, json_build_object('qtde_caixas_vendidas', v.caixas, 'qtde_vendas', v.vendas) AS linha
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                    nr_unidade_abate text, dt_abate date))
       WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, pai)
CROSS JOIN LATERAL (
  SELECT count(DISTINCT x.codigo_barras) AS caixas,
         count(DISTINCT (i.cnpj_local_estoque, i.nr_pedido, i.carga)) AS vendas
  FROM service_caixas x
  JOIN service_venda_caixas i
    ON i.token_cliente = $1 AND i.codigo_barras = x.codigo_barras
   AND (i.nr_unidade_desossa = x.nr_unidade_desossa OR i.qtde_unidades > 1)
  WHERE x.token_cliente = $1 AND x.nr_unidade_desossa = k.nr_unidade_desossa
    AND x.nr_op_desossa = k.nr_op_desossa AND (x.dt_abate IS NULL OR x.dt_abate = k.dt_abate)) v
