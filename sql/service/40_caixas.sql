-- modelo: service_caixas
-- descricao: caixas: produto, pesos, datas, ordem, quantos lotes, fazendas e animais estão por trás, e se está provado
-- grao: uma caixa
-- chave: token_cliente, codigo_barras, nr_unidade_desossa
-- grupo: token_cliente, nr_unidade_desossa, nr_op_desossa
-- entrada: caixas
-- entrada: service_ordem_lotes [nr_unidade_desossa, nr_op_desossa]
-- entrada: service_ordens_desossa [nr_unidade_desossa, nr_op_desossa]
-- origem: trusted_caixas [nr_unidade_desossa, codigo_barras]
-- origem: caixa_ordens > trusted_desossa
-- origem: caixa_ordens > ordem_lotes > service_lotes_abate

-- == tabela
CREATE TABLE IF NOT EXISTS service_caixas (
  token_cliente              text NOT NULL,
  codigo_barras              text NOT NULL,
  nr_unidade_desossa         text NOT NULL,
  nr_op_desossa              text,
  nr_unidade_abate           text,
  dt_abate                   date,
  dt_producao                date,
  dt_embalagem               date,
  dt_validade                date,
  dt_hora_pesagem            timestamptz,
  cod_empresa                integer,
  cnpj_industria_abate       text,
  cnpj_industria_desossa     text,
  codigo_rastreabilidade_ind text,
  sku_codigo                 bigint,
  sku_descricao              text,
  tipo_armazenamento         integer,
  peso_liquido               numeric(8,3),
  peso_bruto                 numeric(8,3),
  tara_total                 numeric(8,3),
  tara_primaria              numeric(8,3),
  qtde_pecas                 integer,
  id_habilitacao_mercado     jsonb,
  qtde_ordens                integer NOT NULL,
  qtde_lotes                 integer NOT NULL,
  qtde_fazendas              integer NOT NULL,
  qtde_animais               integer NOT NULL,
  qtde_animais_exatos        integer NOT NULL,
  vinculo                    text,
  flag_desossa               boolean NOT NULL,
  flag_propriedades          boolean NOT NULL,
  flag_animais               boolean NOT NULL,
  flag_rastreavel            boolean NOT NULL,
  motivo_nao_rastreavel      text,
  aviso_balanco              boolean,
  aviso_cronologia           boolean NOT NULL,
  atualizado_em              timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, codigo_barras, nr_unidade_desossa)
);
CREATE INDEX IF NOT EXISTS service_caixas_por_ordem
  ON service_caixas (token_cliente, nr_unidade_desossa, nr_op_desossa);
CREATE INDEX IF NOT EXISTS service_caixas_por_dia
  ON service_caixas (token_cliente, dt_producao, nr_unidade_desossa);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente, ligacao ->> 'nr_unidade_desossa' AS nr_unidade_desossa,
       ligacao ->> 'nr_op_desossa' AS nr_op_desossa
FROM mudancas

-- == periodo
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa
FROM trusted_caixas WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa
FROM service_caixas WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa
FROM trusted_desossa WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date

-- == linhas
-- A box that knows its slaughter day asks for the orders of that day; one that does not (dia
-- -infinity), for all orders of its number.
WITH grupos AS (
  SELECT o.*, g.dia
  FROM service_ordens_desossa o
  JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa) --@chaves
  CROSS JOIN LATERAL (VALUES (o.dt_abate), ('-infinity'::date)) g (dia)
  WHERE o.token_cliente = $1
),
ordens AS (
  SELECT nr_unidade_desossa, nr_op_desossa, dia, count(*) AS qtde_ordens,
         CASE WHEN min(nr_unidade_abate) = max(nr_unidade_abate) THEN min(nr_unidade_abate) END
           AS nr_unidade_abate,
         CASE WHEN min(dt_abate) = max(dt_abate) THEN min(dt_abate) END AS dt_abate,
         sum(qtde_quartos) AS qtde_quartos,
         sum(qtde_quartos_vinculados) AS qtde_quartos_vinculados,
         sum(qtde_animais_exatos) AS qtde_animais_exatos,
         bool_or(aviso_balanco) AS aviso_balanco
  FROM grupos
  GROUP BY 1, 2, 3
),
-- Two orders may draw from one lot: it counts once.
lotes_distintos AS (
  SELECT DISTINCT g.nr_unidade_desossa, g.nr_op_desossa, g.dia, l.nr_unidade_abate_lote,
         l.dt_abate_lote, l.nr_lote_abate, l.tem_escala, l.flag_documento, l.flag_propriedade,
         l.qtde_animais, l.qtde_meias_carcacas, l.chave_fazenda
  FROM grupos g
  JOIN service_ordem_lotes l USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
  WHERE l.token_cliente = $1
),
lotes AS (
  SELECT nr_unidade_desossa, nr_op_desossa, dia, count(*) AS qtde_lotes,
         count(*) FILTER (WHERE tem_escala) AS com_escala,
         count(*) FILTER (WHERE flag_documento) AS com_documento,
         count(*) FILTER (WHERE flag_propriedade) AS com_propriedade,
         count(*) FILTER (WHERE qtde_meias_carcacas > 0) AS com_animais,
         count(DISTINCT chave_fazenda) AS qtde_fazendas, sum(qtde_animais) AS qtde_animais
  FROM lotes_distintos
  GROUP BY 1, 2, 3
),
-- What is known of an order's boxes is worked out once an order, not once a box.
fatos AS MATERIALIZED (
  SELECT o.nr_unidade_desossa, o.nr_op_desossa, o.dia, o.nr_unidade_abate, o.dt_abate,
         o.qtde_ordens, coalesce(l.qtde_lotes, 0) AS qtde_lotes,
         coalesce(l.qtde_fazendas, 0) AS qtde_fazendas, coalesce(l.qtde_animais, 0) AS qtde_animais,
         o.qtde_animais_exatos, o.aviso_balanco,
         CASE WHEN o.qtde_quartos > 0 AND o.qtde_quartos_vinculados = o.qtde_quartos THEN 'exato'
              WHEN o.qtde_quartos_vinculados > 0 THEN 'parcial'
              WHEN l.qtde_lotes > 0 THEN 'lote' END AS vinculo,
         coalesce(l.qtde_lotes = least(l.com_escala, l.com_documento, l.com_propriedade), false)
           AS flag_propriedades,
         coalesce(l.qtde_lotes = l.com_animais, false) AS flag_animais,
         CASE WHEN l.qtde_lotes IS NULL THEN 'ordem_sem_lotes'
              WHEN l.com_escala < l.qtde_lotes THEN 'lote_sem_escala'
              WHEN l.com_documento < l.qtde_lotes THEN 'produtor_sem_documento'
              WHEN l.com_propriedade < l.qtde_lotes THEN 'propriedade_nao_identificada'
              WHEN l.com_animais < l.qtde_lotes THEN 'lote_sem_animais'
         END AS motivo_nao_rastreavel
  FROM ordens o
  LEFT JOIN lotes l USING (nr_unidade_desossa, nr_op_desossa, dia)
)
SELECT x.token_cliente, x.codigo_barras, x.nr_unidade_desossa, x.nr_op_desossa,
       f.nr_unidade_abate, coalesce(x.dt_abate, f.dt_abate) AS dt_abate, x.dt_producao,
       x.dt_embalagem, x.dt_validade, x.dt_hora_pesagem, x.cod_empresa, x.cnpj_industria_abate,
       x.cnpj_industria_desossa, x.codigo_rastreabilidade_ind, x.sku_codigo, x.sku_descricao,
       x.tipo_armazenamento, x.peso_liquido, x.peso_bruto, x.tara_total, x.tara_primaria,
       x.qtde_pecas, x.id_habilitacao_mercado,
       coalesce(f.qtde_ordens, 0) AS qtde_ordens, coalesce(f.qtde_lotes, 0) AS qtde_lotes,
       coalesce(f.qtde_fazendas, 0) AS qtde_fazendas, coalesce(f.qtde_animais, 0) AS qtde_animais,
       coalesce(f.qtde_animais_exatos, 0) AS qtde_animais_exatos, f.vinculo,
       f.qtde_ordens IS NOT NULL AS flag_desossa,
       coalesce(f.flag_propriedades, false) AS flag_propriedades,
       coalesce(f.flag_animais, false) AS flag_animais,
       coalesce(f.flag_propriedades AND f.flag_animais, false) AS flag_rastreavel,
       CASE WHEN f.qtde_ordens IS NULL THEN 'sem_ordem_desossa'
            ELSE f.motivo_nao_rastreavel END AS motivo_nao_rastreavel,
       f.aviso_balanco,
       coalesce(x.dt_producao < x.dt_abate, false)
         OR coalesce(x.dt_embalagem < x.dt_producao, false)
         OR coalesce(x.dt_validade <= coalesce(x.dt_embalagem, x.dt_producao), false)
         AS aviso_cronologia
FROM trusted_caixas x
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa) --@chaves
LEFT JOIN fatos f
  ON f.nr_unidade_desossa = x.nr_unidade_desossa AND f.nr_op_desossa = x.nr_op_desossa
 AND f.dia = coalesce(x.dt_abate, '-infinity')
WHERE x.token_cliente = $1

-- == registros
-- Records of caixas that hold a box of this barcode and unit: the one that counts, and those before
-- it, whose row it took. Looked for among all records of the tenant, so only where some box replaced
-- another. $2 the row's key, a JSON object, $3 at most so many, the newest.
WITH registros AS MATERIALIZED (
  SELECT r.lote_id, r.arquivo_id, r.nr_registro
  FROM raw_caixas r
  WHERE r.token_cliente = $1
    AND ltrim(trim(r.nr_unidade_desossa), '0') = $2::json ->> 'nr_unidade_desossa'
    AND position('"' || ($2::json ->> 'codigo_barras') || '"' IN r.dados_completos::text) > 0
    AND EXISTS (SELECT 1 FROM lote_entidade e
                WHERE e.token_cliente = $1 AND e.entidade = 'caixas'
                  AND e.atualizados + e.superados > 0)
)
SELECT r.lote_id, r.arquivo_id, r.nr_registro
FROM registros r
JOIN arquivo a ON a.id = r.arquivo_id AND a.status IN ('carregado', 'substituido')
ORDER BY a.versao_em DESC, a.versao_hash DESC, r.nr_registro DESC LIMIT $3::bigint

-- == verificacao bloqueia motivo_e_flag
SELECT concat_ws('/', nr_unidade_desossa, codigo_barras) AS chave
FROM service_caixas c
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa) --@chaves
WHERE c.token_cliente = $1
  AND (flag_rastreavel <> (flag_desossa AND flag_propriedades AND flag_animais)
       OR flag_rastreavel <> (motivo_nao_rastreavel IS NULL)
       OR (flag_rastreavel AND (qtde_lotes = 0 OR qtde_animais = 0 OR qtde_fazendas = 0)))

-- == verificacao avisa peso_positivo
SELECT concat_ws('/', nr_unidade_desossa, codigo_barras) AS chave
FROM service_caixas c
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa) --@chaves
WHERE c.token_cliente = $1 AND peso_liquido <= 0

-- == verificacao avisa codigo_em_duas_unidades
-- In the order of the key a code stands beside its like.
SELECT concat_ws('/', c.nr_unidade_desossa, c.codigo_barras) AS chave
FROM (SELECT codigo_barras, nr_unidade_desossa, lag(codigo_barras) OVER ordem AS antes, --@tudo
             lead(codigo_barras) OVER ordem AS depois --@tudo
      FROM service_caixas WHERE token_cliente = $1 --@tudo
      WINDOW ordem AS (ORDER BY codigo_barras, nr_unidade_desossa)) c --@tudo
WHERE c.codigo_barras IN (c.antes, c.depois) --@tudo
FROM service_caixas c --@chaves
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa) --@chaves
WHERE c.token_cliente = $1 --@chaves
  AND EXISTS (SELECT FROM service_caixas o --@chaves
              WHERE o.token_cliente = $1 AND o.codigo_barras = c.codigo_barras --@chaves
                AND o.nr_unidade_desossa <> c.nr_unidade_desossa) --@chaves
