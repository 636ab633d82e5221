CREATE TEMP TABLE plain_desossa_diaria AS
SELECT token_cliente, nr_unidade_desossa, dt_producao, count(*) AS caixas,
  sum(peso_liquido) AS peso_caixas, count(*) FILTER (WHERE flag_rastreavel) AS caixas_rastreaveis,
  sum(CASE WHEN flag_rastreavel THEN peso_liquido ELSE 0 END) AS peso_rastreavel
FROM plain_caixas WHERE dt_producao IS NOT NULL GROUP BY 1, 2, 3;
