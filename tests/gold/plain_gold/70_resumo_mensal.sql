CREATE TEMP TABLE plain_resumo_mensal AS
WITH
slaughter AS (
  SELECT token_cliente, date_trunc('month', dt_abate)::date AS mes, 'abate' AS tipo_planta,
    nr_unidade_abate AS planta, count(*) AS lotes, sum(qtde_animais) AS animais,
    coalesce(sum(peso_carcaca), 0) AS peso_carcaca, count(DISTINCT prod_cpf_cnpj) AS propriedades,
    count(DISTINCT faz_nr_car) AS fazendas_com_car
  FROM plain_lotes_abate GROUP BY 1, 2, 3, 4),
deboning AS (
  SELECT token_cliente, date_trunc('month', dt_producao)::date AS mes, 'desossa' AS tipo_planta,
    nr_unidade_desossa AS planta, count(*) AS caixas, sum(peso_liquido) AS peso_caixas,
    count(*) FILTER (WHERE flag_rastreavel) AS caixas_rastreaveis,
    sum(CASE WHEN flag_rastreavel THEN peso_liquido ELSE 0 END) AS peso_rastreavel
  FROM plain_caixas WHERE dt_producao IS NOT NULL GROUP BY 1, 2, 3, 4),
stock AS (
  SELECT token_cliente, date_trunc('month', dt_emissao_nf)::date AS mes, 'estoque' AS tipo_planta,
    cnpj_local_estoque AS planta, count(*) AS pedidos, sum(qtde_notas) AS notas_fiscais,
    sum(quantidade) AS caixas_vendidas, sum(qtde_vendas_duplas) AS vendas_duplas,
    sum(peso_liquido) AS peso_vendido, sum(peso_rastreavel) / 1000 AS toneladas_rastreadas
  FROM plain_vendas WHERE dt_emissao_nf IS NOT NULL GROUP BY 1, 2, 3, 4),
rejects AS (
  SELECT r.token_cliente, 'cliente' AS tipo_planta, '' AS planta, date_trunc('month',
      coalesce(f.versao_em, r.criado_em) AT TIME ZONE 'America/Sao_Paulo')::date AS mes,
    count(*) FILTER (WHERE camada = 'raw') AS rejeitados_raw,
    count(*) FILTER (WHERE camada = 'trusted') AS rejeitados_trusted
  FROM registro_rejeitado r LEFT JOIN arquivo f ON f.id = r.arquivo_id
  WHERE r.status <> 'corrigido' GROUP BY 1, 2, 3, 4)
SELECT * FROM slaughter
FULL JOIN deboning USING (token_cliente, mes, tipo_planta, planta)
FULL JOIN stock USING (token_cliente, mes, tipo_planta, planta)
FULL JOIN rejects USING (token_cliente, mes, tipo_planta, planta);
