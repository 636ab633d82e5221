-- modelo: service_ordens_desossa
-- descricao: ordens de desossa: lotes e fazendas de origem, quartos que entram, caixas que saem, rendimento e balanço de massa
-- grao: uma ordem de desossa
-- chave: token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
-- grupo: token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
-- entrada: desossa
-- entrada: caixas
-- entrada: carcacas
-- entrada: service_ordem_lotes [nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate]
-- origem: trusted_desossa [nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate]
-- origem: ordem_lotes > service_lotes_abate
-- origem: ordem_caixas > trusted_caixas (amostra)

-- == tabela
CREATE TABLE IF NOT EXISTS service_ordens_desossa (
  token_cliente               text NOT NULL,
  nr_unidade_desossa          text NOT NULL,
  nr_op_desossa               text NOT NULL,
  nr_unidade_abate            text NOT NULL,
  dt_abate                    date NOT NULL,
  cod_empresa                 integer,
  dt_producao                 date,
  cnpj_industria_abate        text,
  cnpj_industria_desossa      text,
  id_mercado_destino          jsonb,
  qtde_lotes                  integer NOT NULL,
  qtde_lotes_com_escala       integer NOT NULL,
  qtde_lotes_com_documento    integer NOT NULL,
  qtde_lotes_com_propriedade  integer NOT NULL,
  qtde_lotes_com_animais      integer NOT NULL,
  qtde_fazendas               integer NOT NULL,
  qtde_produtores             integer NOT NULL,
  qtde_animais                integer NOT NULL,
  flag_propriedades           boolean NOT NULL,
  flag_animais                boolean NOT NULL,
  flag_rastreavel             boolean NOT NULL,
  motivo_nao_rastreavel       text,
  qtde_quartos                integer NOT NULL,
  peso_quartos                numeric(14,3),
  quartos_por_tipo            jsonb NOT NULL,
  qtde_quartos_vinculados     integer NOT NULL,
  qtde_quartos_fora_dos_lotes integer NOT NULL,
  qtde_meias_exatas           integer NOT NULL,
  qtde_animais_exatos         integer NOT NULL,
  qtde_caixas                 integer NOT NULL,
  peso_caixas                 numeric(14,3),
  rendimento_pct              numeric(24,3),
  balanco_massa               numeric(14,3),
  aviso_balanco               boolean,
  aviso_cronologia            boolean NOT NULL,
  atualizado_em               timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
);
CREATE INDEX IF NOT EXISTS service_ordens_desossa_por_abate
  ON service_ordens_desossa (token_cliente, nr_unidade_abate, dt_abate);
CREATE INDEX IF NOT EXISTS service_ordens_desossa_por_numero
  ON service_ordens_desossa (token_cliente, nr_op_desossa);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente, ligacao ->> 'nr_unidade_desossa' AS nr_unidade_desossa,
       ligacao ->> 'nr_op_desossa' AS nr_op_desossa,
       ligacao ->> 'nr_unidade_abate' AS nr_unidade_abate,
       (ligacao ->> 'dt_abate')::date AS dt_abate
FROM mudancas WHERE entidade IN ('desossa', 'service_ordem_lotes')
UNION
SELECT d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate
FROM mudancas m
JOIN trusted_desossa d
  ON d.nr_unidade_desossa = m.ligacao ->> 'nr_unidade_desossa'
 AND d.nr_op_desossa = m.ligacao ->> 'nr_op_desossa'
WHERE m.entidade = 'caixas' AND d.token_cliente = $1
UNION
-- Quarters are looked for among the half-carcasses of the order's own day and of its lots' days.
SELECT d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate
FROM (SELECT DISTINCT ligacao ->> 'nr_unidade_abate' AS nr_unidade_abate,
             (ligacao ->> 'dt_abate')::date AS dt_abate
      FROM mudancas WHERE entidade = 'carcacas' AND ligacao ->> 'dt_abate' IS NOT NULL) m
JOIN trusted_desossa d USING (nr_unidade_abate, dt_abate)
WHERE d.token_cliente = $1
UNION
SELECT l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate, l.dt_abate
FROM (SELECT DISTINCT ligacao ->> 'nr_unidade_abate' AS nr_unidade_abate,
             (ligacao ->> 'dt_abate')::date AS dt_abate
      FROM mudancas WHERE entidade = 'carcacas' AND ligacao ->> 'dt_abate' IS NOT NULL) m
JOIN trusted_desossa_lotes l
  ON l.nr_unidade_abate_lote = m.nr_unidade_abate AND l.dt_abate_lote = m.dt_abate
WHERE l.token_cliente = $1

-- == periodo
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
FROM trusted_desossa WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
FROM service_ordens_desossa WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date

-- == linhas
-- Orders and their slaughter days are numbered for the time of the statement: quarters are many,
-- and numbers are quicker to join and to group than the keys they stand for.
WITH ordens AS MATERIALIZED (
  SELECT row_number() OVER () AS ordem, d.*
  FROM trusted_desossa d
  JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) --@chaves
  WHERE d.token_cliente = $1
),
origens AS MATERIALIZED (
  SELECT o.ordem, l.nr_unidade_abate_lote, l.dt_abate_lote, l.nr_lote_abate, l.tem_escala,
         l.flag_documento, l.flag_propriedade, l.qtde_animais, l.qtde_meias_carcacas,
         l.chave_fazenda, l.prod_cpf_cnpj
  FROM ordens o
  JOIN service_ordem_lotes l USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
  WHERE l.token_cliente = $1
),
lotes AS MATERIALIZED (
  SELECT ordem, count(*) AS qtde_lotes,
         count(*) FILTER (WHERE tem_escala) AS qtde_lotes_com_escala,
         count(*) FILTER (WHERE flag_documento) AS qtde_lotes_com_documento,
         count(*) FILTER (WHERE flag_propriedade) AS qtde_lotes_com_propriedade,
         count(*) FILTER (WHERE qtde_meias_carcacas > 0) AS qtde_lotes_com_animais,
         count(DISTINCT chave_fazenda) AS qtde_fazendas,
         count(DISTINCT prod_cpf_cnpj) AS qtde_produtores,
         sum(qtde_animais) AS qtde_animais
  FROM origens
  GROUP BY 1
),
quartos AS MATERIALIZED (
  SELECT o.ordem, q.tipo_corte, q.peso_corte,
         CASE WHEN q.cod_barra_corte ~ '^[0-9]{19}$' THEN q.cod_barra_corte END AS codigo
  FROM ordens o
  JOIN trusted_desossa_quartos q USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
  WHERE q.token_cliente = $1
),
tipos AS (
  SELECT ordem, coalesce(tipo_corte, '?') AS tipo_corte, count(*) AS qtde, sum(peso_corte) AS peso
  FROM quartos
  GROUP BY 1, 2
),
entrada AS MATERIALIZED (
  SELECT ordem, sum(qtde) AS qtde_quartos, sum(peso) AS peso_quartos,
         jsonb_object_agg(tipo_corte, jsonb_build_object('qtde', qtde, 'peso', peso))
           AS quartos_por_tipo
  FROM tipos
  GROUP BY 1
),
-- The slaughter days an order draws from, as the first 13 digits of its quarters' labels say them,
-- each with the lots that the order names. The lots are an array, not one more join: where the
-- planner takes thousands of rows for one, it nests the joins, and each one multiplies.
dias AS MATERIALIZED (
  SELECT ordem, row_number() OVER () AS nr_dia, unidade_dia, dia,
         lpad(unidade_dia, 5, '0') || to_char(dia, 'DDMMYYYY') AS inicio,
         array_remove(array_agg(nr_lote_abate), NULL) AS lotes
  FROM (SELECT ordem, nr_unidade_abate AS unidade_dia, dt_abate AS dia, NULL::integer AS nr_lote_abate
        FROM ordens
        UNION ALL
        SELECT ordem, nr_unidade_abate_lote, dt_abate_lote, nr_lote_abate FROM origens) d
  GROUP BY 1, 3, 4
),
-- A label names the half-carcass by its key: unit, day, sequence, side. Materialized, so that all
-- of the key is there when half-carcasses are looked for.
etiquetas AS MATERIALIZED (
  SELECT d.ordem, d.nr_dia, d.unidade_dia, d.dia, d.lotes, e.nr_sequencial, e.nr_banda, e.quartos
  FROM (SELECT d.nr_dia, substr(q.codigo, 14, 4)::integer AS nr_sequencial,
               substr(q.codigo, 18, 1)::integer AS nr_banda, count(*) AS quartos
        FROM quartos q
        JOIN dias d ON d.ordem = q.ordem AND d.inicio = left(q.codigo, 13)
        GROUP BY 1, 2, 3) e
  JOIN dias d USING (nr_dia)
),
animais AS (
  SELECT e.ordem, e.nr_dia, e.nr_sequencial, count(*) AS meias, sum(e.quartos) AS quartos,
         sum(e.quartos) FILTER (WHERE c.nr_lote_abate = ANY (e.lotes) IS NOT TRUE) AS quartos_fora
  FROM etiquetas e
  JOIN trusted_carcacas c
    ON c.nr_unidade_abate = e.unidade_dia AND c.dt_abate = e.dia
   AND c.nr_sequencial = e.nr_sequencial AND c.nr_banda = e.nr_banda
  WHERE c.token_cliente = $1
  GROUP BY 1, 2, 3
),
exatos AS MATERIALIZED (
  SELECT ordem, sum(quartos) AS qtde_quartos_vinculados,
         sum(quartos_fora) AS qtde_quartos_fora_dos_lotes, sum(meias) AS qtde_meias_exatas,
         count(*) AS qtde_animais_exatos
  FROM animais
  GROUP BY 1
),
saida AS MATERIALIZED (
  SELECT o.ordem, count(*) AS qtde_caixas, sum(x.peso_liquido) AS peso_caixas
  FROM ordens o
  JOIN trusted_caixas x
    ON x.nr_unidade_desossa = o.nr_unidade_desossa
   AND x.nr_op_desossa = o.nr_op_desossa AND coalesce(x.dt_abate, o.dt_abate) = o.dt_abate
  WHERE x.token_cliente = $1
  GROUP BY 1
)
SELECT d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate,
       d.cod_empresa, d.dt_producao, d.cnpj_industria_abate, d.cnpj_industria_desossa,
       d.id_mercado_destino,
       coalesce(l.qtde_lotes, 0) AS qtde_lotes,
       coalesce(l.qtde_lotes_com_escala, 0) AS qtde_lotes_com_escala,
       coalesce(l.qtde_lotes_com_documento, 0) AS qtde_lotes_com_documento,
       coalesce(l.qtde_lotes_com_propriedade, 0) AS qtde_lotes_com_propriedade,
       coalesce(l.qtde_lotes_com_animais, 0) AS qtde_lotes_com_animais,
       coalesce(l.qtde_fazendas, 0) AS qtde_fazendas,
       coalesce(l.qtde_produtores, 0) AS qtde_produtores,
       coalesce(l.qtde_animais, 0) AS qtde_animais,
       coalesce(l.qtde_lotes = least(l.qtde_lotes_com_escala, l.qtde_lotes_com_documento,
                                     l.qtde_lotes_com_propriedade), false) AS flag_propriedades,
       coalesce(l.qtde_lotes = l.qtde_lotes_com_animais, false) AS flag_animais,
       coalesce(l.qtde_lotes = least(l.qtde_lotes_com_escala, l.qtde_lotes_com_documento,
                                     l.qtde_lotes_com_propriedade, l.qtde_lotes_com_animais), false)
         AS flag_rastreavel,
       CASE WHEN l.qtde_lotes IS NULL THEN 'ordem_sem_lotes'
            WHEN l.qtde_lotes_com_escala < l.qtde_lotes THEN 'lote_sem_escala'
            WHEN l.qtde_lotes_com_documento < l.qtde_lotes THEN 'produtor_sem_documento'
            WHEN l.qtde_lotes_com_propriedade < l.qtde_lotes THEN 'propriedade_nao_identificada'
            WHEN l.qtde_lotes_com_animais < l.qtde_lotes THEN 'lote_sem_animais'
       END AS motivo_nao_rastreavel,
       coalesce(e.qtde_quartos, 0) AS qtde_quartos, e.peso_quartos,
       coalesce(e.quartos_por_tipo, '{}') AS quartos_por_tipo,
       coalesce(x.qtde_quartos_vinculados, 0) AS qtde_quartos_vinculados,
       coalesce(x.qtde_quartos_fora_dos_lotes, 0) AS qtde_quartos_fora_dos_lotes,
       coalesce(x.qtde_meias_exatas, 0) AS qtde_meias_exatas,
       coalesce(x.qtde_animais_exatos, 0) AS qtde_animais_exatos,
       coalesce(s.qtde_caixas, 0) AS qtde_caixas, s.peso_caixas,
       100 * s.peso_caixas / nullif(e.peso_quartos, 0) AS rendimento_pct,
       e.peso_quartos - s.peso_caixas AS balanco_massa,
       s.peso_caixas > 1.01 * e.peso_quartos AS aviso_balanco,
       coalesce(d.dt_producao NOT BETWEEN d.dt_abate AND d.dt_abate + 10, false) AS aviso_cronologia
FROM ordens d
LEFT JOIN lotes l USING (ordem)
LEFT JOIN entrada e USING (ordem)
LEFT JOIN exatos x USING (ordem)
LEFT JOIN saida s USING (ordem)

-- == verificacao bloqueia motivo_e_flag
SELECT concat_ws('/', nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) AS chave
FROM service_ordens_desossa o
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) --@chaves
WHERE o.token_cliente = $1
  AND (flag_rastreavel <> (flag_propriedades AND flag_animais)
       OR flag_rastreavel <> (motivo_nao_rastreavel IS NULL))

-- == verificacao bloqueia contagens
SELECT concat_ws('/', nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) AS chave
FROM service_ordens_desossa o
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) --@chaves
WHERE o.token_cliente = $1
  AND (qtde_fazendas > qtde_lotes OR qtde_quartos_vinculados > qtde_quartos
       OR qtde_animais_exatos > qtde_meias_exatas)

-- == verificacao avisa balanco_de_massa
SELECT concat_ws('/', nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) AS chave
FROM service_ordens_desossa o
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) --@chaves
WHERE o.token_cliente = $1 AND aviso_balanco
