-- modelo: service_desossa_diaria
-- descricao: caixas e quilos que cada planta de desossa produziu em um dia, e quanto deles está provado
-- grao: um dia de produção de uma planta de desossa
-- chave: token_cliente, nr_unidade_desossa, dt_producao
-- grupo: token_cliente, nr_unidade_desossa, dt_producao
-- entrada: service_caixas [nr_unidade_desossa, dt_producao]
-- dia: dt_producao
-- origem: service_caixas [nr_unidade_desossa, dt_producao] (amostra)

-- == tabela
CREATE TABLE IF NOT EXISTS service_desossa_diaria (
  token_cliente           text NOT NULL,
  nr_unidade_desossa      text NOT NULL,
  dt_producao             date NOT NULL,
  caixas                  integer NOT NULL,
  peso_caixas             numeric(14,3),
  caixas_rastreaveis      integer NOT NULL,
  peso_rastreavel         numeric(14,3) NOT NULL,
  atualizado_em           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, nr_unidade_desossa, dt_producao)
);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente,
       ligacao ->> 'nr_unidade_desossa' AS nr_unidade_desossa,
       (ligacao ->> 'dt_producao')::date AS dt_producao
FROM mudancas
WHERE ligacao ->> 'dt_producao' IS NOT NULL

-- == periodo
SELECT token_cliente, nr_unidade_desossa, dt_producao
FROM service_desossa_diaria WHERE token_cliente = $1 AND dt_producao BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade_desossa, dt_producao
FROM service_caixas WHERE token_cliente = $1 AND dt_producao BETWEEN $2::date AND $3::date

-- == linhas
SELECT c.token_cliente, c.nr_unidade_desossa, c.dt_producao, count(*) AS caixas,
       sum(c.peso_liquido) AS peso_caixas,
       count(*) FILTER (WHERE c.flag_rastreavel) AS caixas_rastreaveis,
       coalesce(sum(c.peso_liquido) FILTER (WHERE c.flag_rastreavel), 0) AS peso_rastreavel
FROM service_caixas c
JOIN chaves k USING (token_cliente, nr_unidade_desossa, dt_producao) --@chaves
WHERE c.token_cliente = $1 AND c.dt_producao IS NOT NULL
GROUP BY 1, 2, 3

-- == verificacao bloqueia parte_e_todo
SELECT concat_ws('/', nr_unidade_desossa, dt_producao) AS chave
FROM service_desossa_diaria d
JOIN chaves k USING (token_cliente, nr_unidade_desossa, dt_producao) --@chaves
WHERE d.token_cliente = $1
  AND (caixas_rastreaveis > caixas OR peso_rastreavel > peso_caixas)
