-- requer: service_caixas, service_venda_caixas, trusted_caixas, trusted_venda_caixas, mudanca
-- Where no change waits, every box and every sale line of trusted is in gold, and nothing else.
SELECT trusted = service AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN '%s of %s: %s rows in trusted, %s in service'
              ELSE '%s de %s: %s linhas em trusted, %s em service' END, tabela, token_cliente,
              trusted, service) AS detalhe
FROM (SELECT token_cliente, tabela, sum(trusted) AS trusted, sum(service) AS service
      FROM (SELECT token_cliente, 'caixas' AS tabela, count(*) AS trusted, 0::bigint AS service
            FROM trusted_caixas GROUP BY 1
            UNION ALL SELECT token_cliente, 'caixas', 0::bigint, count(*)
            FROM service_caixas GROUP BY 1
            UNION ALL SELECT token_cliente, 'venda_caixas', count(*), 0::bigint
            FROM trusted_venda_caixas GROUP BY 1
            UNION ALL SELECT token_cliente, 'venda_caixas', 0::bigint, count(*)
            FROM service_venda_caixas GROUP BY 1) c
      GROUP BY 1, 2) t
WHERE trusted > 0 AND service > 0 AND token_cliente NOT IN (SELECT token_cliente FROM mudanca)
