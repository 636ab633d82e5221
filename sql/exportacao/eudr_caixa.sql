SELECT c.codigo_barras, c.motivo_nao_rastreavel
FROM exporta_caixas
JOIN service_caixas c USING (nr_unidade_desossa, codigo_barras)
WHERE c.token_cliente = $1 AND NOT c.flag_rastreavel
ORDER BY 1
