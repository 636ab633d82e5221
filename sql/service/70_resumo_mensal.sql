-- modelo: service_resumo_mensal
-- descricao: números do mês por planta: abate, desossa, vendas e rejeições
-- grao: um mês de uma planta no seu papel: abate, desossa, estoque; cliente = o que não tem planta
-- chave: token_cliente, mes, tipo_planta, planta
-- grupo: token_cliente, mes, tipo_planta, planta
-- entrada: service_lotes_abate [nr_unidade_abate, dt_abate]
-- entrada: service_desossa_diaria [nr_unidade_desossa, dt_producao]
-- entrada: service_vendas [cnpj_local_estoque, dt_emissao_nf]
-- sempre: sim
-- soma: mes

-- == tabela
CREATE TABLE IF NOT EXISTS service_resumo_mensal (
  token_cliente           text NOT NULL,
  mes                     date NOT NULL,
  tipo_planta             text NOT NULL,
  planta                  text NOT NULL,
  lotes                   integer,
  animais                 integer,
  peso_carcaca            numeric(16,3),
  propriedades            integer,
  fazendas_com_car        integer,
  caixas                  integer,
  peso_caixas             numeric(16,3),
  caixas_rastreaveis      integer,
  peso_rastreavel         numeric(16,3),
  pedidos                 integer,
  notas_fiscais           integer,
  caixas_vendidas         integer,
  vendas_duplas           integer,
  peso_vendido            numeric(16,3),
  toneladas_rastreadas    numeric(16,6),
  rejeitados_raw          integer,
  rejeitados_trusted      integer,
  atualizado_em           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, mes, tipo_planta, planta)
);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente,
       date_trunc('month', (ligacao ->> 'dt_abate')::date)::date AS mes, 'abate' AS tipo_planta,
       ligacao ->> 'nr_unidade_abate' AS planta
FROM mudancas WHERE entidade = 'service_lotes_abate'
UNION
SELECT $1, date_trunc('month', (ligacao ->> 'dt_producao')::date)::date, 'desossa',
       ligacao ->> 'nr_unidade_desossa'
FROM mudancas
WHERE entidade = 'service_desossa_diaria'
UNION
SELECT $1, date_trunc('month', (ligacao ->> 'dt_emissao_nf')::date)::date, 'estoque',
       ligacao ->> 'cnpj_local_estoque'
FROM mudancas
WHERE entidade = 'service_vendas' AND ligacao ->> 'dt_emissao_nf' IS NOT NULL
-- Rejections tell nobody when they change: their few months are counted each time.
UNION
SELECT $1, date_trunc('month', coalesce(a.versao_em, r.criado_em) AT TIME ZONE 'America/Sao_Paulo')::date, 'cliente', ''
FROM registro_rejeitado r LEFT JOIN arquivo a ON a.id = r.arquivo_id
WHERE r.token_cliente = $1
UNION
SELECT token_cliente, mes, tipo_planta, planta
FROM service_resumo_mensal WHERE token_cliente = $1 AND tipo_planta = 'cliente'

-- == periodo
SELECT token_cliente, mes, tipo_planta, planta
FROM service_resumo_mensal
WHERE token_cliente = $1 AND mes BETWEEN date_trunc('month', $2::date) AND $3::date
UNION
SELECT token_cliente, date_trunc('month', dt_abate)::date, 'abate', nr_unidade_abate
FROM service_lotes_abate WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, date_trunc('month', dt_producao)::date, 'desossa', nr_unidade_desossa
FROM service_desossa_diaria WHERE token_cliente = $1 AND dt_producao BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, date_trunc('month', dt_emissao_nf)::date, 'estoque', cnpj_local_estoque
FROM service_vendas WHERE token_cliente = $1 AND dt_emissao_nf BETWEEN $2::date AND $3::date

-- == linhas
WITH abate AS (
  SELECT date_trunc('month', s.dt_abate)::date AS mes, s.nr_unidade_abate AS planta,
         count(*) AS lotes,
         coalesce(sum(s.peso_carcaca), 0) AS peso_carcaca,
         count(DISTINCT s.prod_cpf_cnpj) AS propriedades,
         count(DISTINCT s.faz_nr_car) AS fazendas_com_car
  FROM service_lotes_abate s
  JOIN chaves k ON k.tipo_planta = 'abate' AND k.planta = s.nr_unidade_abate AND s.dt_abate >= k.mes AND s.dt_abate < k.mes + interval '1 month' --@chaves
  WHERE s.token_cliente = $1
  GROUP BY 1, 2
),
-- Head: the halves of one animal may name two lots.
cabecas AS (
  SELECT date_trunc('month', dt_abate)::date AS mes, planta, count(*) AS animais
  FROM (SELECT DISTINCT c.nr_unidade_abate AS planta, c.dt_abate, c.nr_sequencial
        FROM trusted_carcacas c
        JOIN chaves k ON k.tipo_planta = 'abate' AND k.planta = c.nr_unidade_abate AND c.dt_abate >= k.mes AND c.dt_abate < k.mes + interval '1 month' --@chaves
        WHERE c.token_cliente = $1 AND c.nr_lote_abate IS NOT NULL) d
  GROUP BY 1, 2
),
desossa AS (
  SELECT date_trunc('month', d.dt_producao)::date AS mes, d.nr_unidade_desossa AS planta,
         sum(d.caixas) AS caixas, sum(d.peso_caixas) AS peso_caixas,
         sum(d.caixas_rastreaveis) AS caixas_rastreaveis, sum(d.peso_rastreavel) AS peso_rastreavel
  FROM service_desossa_diaria d
  JOIN chaves k ON k.tipo_planta = 'desossa' AND k.planta = d.nr_unidade_desossa AND d.dt_producao >= k.mes AND d.dt_producao < k.mes + interval '1 month' --@chaves
  WHERE d.token_cliente = $1
  GROUP BY 1, 2
),
estoque AS (
  SELECT date_trunc('month', v.dt_emissao_nf)::date AS mes, v.cnpj_local_estoque AS planta,
         count(*) AS pedidos, sum(v.qtde_notas) AS notas_fiscais,
         sum(v.quantidade) AS caixas_vendidas, sum(v.qtde_vendas_duplas) AS vendas_duplas,
         sum(v.peso_liquido_no_mes) AS peso_vendido,
         sum(v.peso_rastreavel_no_mes) / 1000 AS toneladas_rastreadas
  FROM service_vendas v
  JOIN chaves k ON k.tipo_planta = 'estoque' AND k.planta = v.cnpj_local_estoque AND v.dt_emissao_nf >= k.mes AND v.dt_emissao_nf < k.mes + interval '1 month' --@chaves
  WHERE v.token_cliente = $1 AND v.dt_emissao_nf IS NOT NULL
  GROUP BY 1, 2
),
rejeicoes AS (
  SELECT date_trunc('month', coalesce(a.versao_em, r.criado_em) AT TIME ZONE 'America/Sao_Paulo')::date AS mes,
         count(*) FILTER (WHERE r.camada = 'raw') AS rejeitados_raw,
         count(*) FILTER (WHERE r.camada = 'trusted') AS rejeitados_trusted
  FROM registro_rejeitado r
  LEFT JOIN arquivo a ON a.id = r.arquivo_id
  WHERE r.token_cliente = $1 AND r.status <> 'corrigido'
  GROUP BY 1
),
cliente AS (
  SELECT r.*
  FROM rejeicoes r
  JOIN chaves k ON k.tipo_planta = 'cliente' AND k.mes = r.mes --@chaves
)
SELECT $1::text AS token_cliente, mes, 'abate' AS tipo_planta, planta, lotes,
       coalesce(animais, 0) AS animais, peso_carcaca, propriedades, fazendas_com_car,
       NULL::bigint AS caixas, NULL::numeric AS peso_caixas,
       NULL::bigint AS caixas_rastreaveis, NULL::numeric AS peso_rastreavel,
       NULL::bigint AS pedidos, NULL::bigint AS notas_fiscais, NULL::bigint AS caixas_vendidas,
       NULL::bigint AS vendas_duplas, NULL::numeric AS peso_vendido,
       NULL::numeric AS toneladas_rastreadas, NULL::bigint AS rejeitados_raw,
       NULL::bigint AS rejeitados_trusted
FROM abate
LEFT JOIN cabecas USING (mes, planta)
UNION ALL
SELECT $1, mes, 'desossa', planta, NULL, NULL, NULL, NULL, NULL, caixas, peso_caixas,
       caixas_rastreaveis, peso_rastreavel, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM desossa
UNION ALL
SELECT $1, mes, 'estoque', planta, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, pedidos,
       notas_fiscais, caixas_vendidas, vendas_duplas, peso_vendido, toneladas_rastreadas, NULL, NULL
FROM estoque
UNION ALL
SELECT $1, mes, 'cliente', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, rejeitados_raw, rejeitados_trusted
FROM cliente

-- == verificacao bloqueia partes_e_todo
SELECT concat_ws('/', mes, tipo_planta, planta) AS chave
FROM service_resumo_mensal s
JOIN chaves k USING (token_cliente, mes, tipo_planta, planta) --@chaves
WHERE s.token_cliente = $1
  AND (caixas_rastreaveis > caixas OR peso_rastreavel > peso_caixas
       OR 1000 * toneladas_rastreadas > peso_vendido OR propriedades > lotes)
