SELECT 1 FROM st c CROSS JOIN LATERAL (SELECT * FROM trusted_caixas t WHERE t.token_cliente = c.token_cliente LIMIT 1) t
