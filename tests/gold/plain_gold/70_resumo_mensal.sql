CREATE TEMP TABLE plain_resumo_mensal AS
WITH
slaughter AS (
  SELECT token_cliente, date_trunc('month', dt_abate)::date AS mes, 'abate' AS tipo_planta,
    nr_unidade_abate AS planta, count(*) AS lotes,
    (SELECT count(DISTINCT (c.dt_abate, c.nr_sequencial)) FROM trusted_carcacas c
     WHERE c.token_cliente = l.token_cliente AND c.nr_unidade_abate = l.nr_unidade_abate
       AND c.nr_lote_abate IS NOT NULL
       AND c.dt_abate >= date_trunc('month', min(l.dt_abate))
       AND c.dt_abate < date_trunc('month', min(l.dt_abate)) + interval '1 month') AS animais,
    coalesce(sum(peso_carcaca), 0) AS peso_carcaca, count(DISTINCT prod_cpf_cnpj) AS propriedades,
    count(DISTINCT faz_nr_car) AS fazendas_com_car
  FROM plain_lotes_abate l GROUP BY 1, 2, 3, 4),
deboning AS (
  SELECT token_cliente, date_trunc('month', dt_producao)::date AS mes, 'desossa' AS tipo_planta,
    nr_unidade_desossa AS planta, count(*) AS caixas, sum(peso_liquido) AS peso_caixas,
    count(*) FILTER (WHERE flag_rastreavel) AS caixas_rastreaveis,
    sum(CASE WHEN flag_rastreavel THEN peso_liquido ELSE 0 END) AS peso_rastreavel
  FROM plain_caixas WHERE dt_producao IS NOT NULL GROUP BY 1, 2, 3, 4),
-- A box counts once a month in which it is sold: in the stock that invoices it first.
kilos AS (
  SELECT token_cliente, mes, planta, sum(peso_liquido) AS peso_vendido,
    coalesce(sum(CASE WHEN flag_rastreavel THEN peso_liquido END), 0) / 1000
      AS toneladas_rastreadas
  FROM (SELECT DISTINCT ON (l.token_cliente, date_trunc('month', invoiced), l.codigo_barras)
          l.token_cliente, date_trunc('month', invoiced)::date AS mes,
          l.cnpj_local_estoque AS planta, x.peso_liquido, x.flag_rastreavel
        FROM plain_line_box l
        JOIN plain_caixas x USING (token_cliente, codigo_barras, nr_unidade_desossa)
        WHERE other IS NULL AND invoiced IS NOT NULL
        ORDER BY l.token_cliente, date_trunc('month', invoiced), l.codigo_barras, invoiced,
          l.cnpj_local_estoque, nr_pedido, carga, nr_item) first
  GROUP BY 1, 2, 3),
stock AS (
  SELECT token_cliente, date_trunc('month', dt_emissao_nf)::date AS mes, 'estoque' AS tipo_planta,
    cnpj_local_estoque AS planta, count(*) AS pedidos, sum(qtde_notas) AS notas_fiscais,
    sum(quantidade) AS caixas_vendidas, sum(qtde_vendas_duplas) AS vendas_duplas,
    coalesce((SELECT peso_vendido FROM kilos k WHERE (k.token_cliente, k.mes, k.planta)
      = (v.token_cliente, date_trunc('month', min(v.dt_emissao_nf))::date, v.cnpj_local_estoque)), 0)
      AS peso_vendido,
    coalesce((SELECT toneladas_rastreadas FROM kilos k WHERE (k.token_cliente, k.mes, k.planta)
      = (v.token_cliente, date_trunc('month', min(v.dt_emissao_nf))::date, v.cnpj_local_estoque)), 0)
      AS toneladas_rastreadas
  FROM plain_vendas v WHERE dt_emissao_nf IS NOT NULL GROUP BY 1, 2, 3, 4),
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
