-- The sales of a stock's month, by their invoice's day: $1 tenant, $2 the stock's CNPJ, $3 first day.
INSERT INTO exporta_vendas
SELECT row_number() OVER (ORDER BY cnpj_local_estoque, nr_pedido, carga),
       cnpj_local_estoque, nr_pedido, carga
FROM service_vendas
WHERE token_cliente = $1 AND cnpj_local_estoque = $2
  AND dt_emissao_nf >= $3::date AND dt_emissao_nf < $3::date + interval '1 month'
