-- requer: service_caixas, service_venda_caixas, trusted_caixas, trusted_venda_caixas, mudanca
-- Where no change waits, every box and every sale line of trusted is in gold, and nothing else.
SELECT p.linhas = o.linhas AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN '%s of %s: %s rows in trusted, %s in service'
              ELSE '%s de %s: %s linhas em trusted, %s em service' END, p.tabela, p.token_cliente,
              p.linhas, o.linhas) AS detalhe
FROM (SELECT 'caixas' AS tabela, token_cliente, count(*) AS linhas FROM trusted_caixas GROUP BY 2
      UNION ALL SELECT 'venda_caixas', token_cliente, count(*) FROM trusted_venda_caixas GROUP BY 2) p
JOIN (SELECT 'caixas' AS tabela, token_cliente, count(*) AS linhas FROM service_caixas GROUP BY 2
      UNION ALL SELECT 'venda_caixas', token_cliente, count(*) FROM service_venda_caixas GROUP BY 2) o
  USING (tabela, token_cliente)
WHERE p.token_cliente NOT IN (SELECT token_cliente FROM mudanca)
