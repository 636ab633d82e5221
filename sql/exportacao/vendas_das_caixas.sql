INSERT INTO exporta_vendas
SELECT row_number() OVER (ORDER BY cnpj_local_estoque, nr_pedido, carga), x.*
FROM (SELECT DISTINCT v.cnpj_local_estoque, v.nr_pedido, v.carga
      FROM exporta_caixas c
      JOIN service_venda_caixas v ON v.token_cliente = $1 AND v.codigo_barras = c.codigo_barras
                                 AND v.nr_unidade_desossa = c.nr_unidade_desossa) x
