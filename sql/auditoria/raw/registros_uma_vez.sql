-- Each record of a file, by its number, is in raw_* or among the rejections, exactly once. Count,
-- sum and sum of squares of 1 … n show that without sorting a row.
SELECT (t.linhas, t.soma, t.quadrados) IS NOT DISTINCT FROM
       (n.lidos, n.lidos * (n.lidos + 1) / 2, n.lidos * (n.lidos + 1) * (2 * n.lidos + 1) / 6) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s): the numbers of its %s records are not all there, each once'
              ELSE 'arquivo %s (%s): os números de seus %s registros não estão todos lá, '
                   'cada um uma vez' END,
              n.id, n.nome_arquivo, n.lidos) AS detalhe
FROM (SELECT id, nome_arquivo, registros_lidos::numeric AS lidos FROM arquivo
      WHERE status IN ('carregado', 'substituido', 'retirado') AND registros_lidos > 0) n
LEFT JOIN (SELECT arquivo_id, sum(linhas) AS linhas, sum(soma) AS soma, sum(quadrados) AS quadrados
           FROM (SELECT arquivo_id, linhas, soma, quadrados FROM contagem_raw
                 UNION ALL
                 SELECT arquivo_id, linhas, soma, quadrados FROM contagem_rejeitado
                 WHERE camada = 'raw') u
           GROUP BY arquivo_id) t ON t.arquivo_id = n.id
