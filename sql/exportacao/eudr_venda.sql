SELECT codigo_barras, motivo_nao_rastreavel
FROM service_venda_caixas
WHERE token_cliente = $1 AND cnpj_local_estoque = $2 AND nr_pedido = $3 AND carga = $4
  AND NOT flag_rastreavel
ORDER BY nr_item
