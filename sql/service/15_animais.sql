-- modelo: service_animais
-- descricao: animais na fazenda: idade, permanência, vacinas e, quando vinculados, o resultado do abate
-- grao: um animal da forma B, pela propriedade da última entrada
-- chave: token_cliente, id_animal
-- grupo: token_cliente, id_animal
-- entrada: animais
-- entrada: carcacas
-- origem: trusted_animais [id_animal]
-- origem: animal_carcacas > trusted_carcacas

-- == tabela
CREATE TABLE IF NOT EXISTS service_animais (
  token_cliente        text NOT NULL,
  id_animal            text NOT NULL,
  id_propriedade       text NOT NULL,
  qtde_propriedades    integer NOT NULL,
  data_nascimento      date,
  sexo                 text,
  raca                 text,
  peso_nascimento      numeric(8,3),
  data_entrada         date,
  data_saida           date,
  status               text,
  vacinado             boolean,
  qtde_vacinas         integer NOT NULL,
  ultima_vacina        date,
  vacinas              jsonb,
  vinculo              text,
  nr_unidade_abate     text,
  dt_abate             date,
  nr_lote_abate        integer,
  nr_sequencial        integer,
  idade_dias           integer,
  idade_meses          integer,
  dias_na_propriedade  integer,
  qtde_meias_carcacas  integer,
  peso_carcaca         numeric(10,3),
  peso_vivo            numeric(8,3),
  rendimento_pct       numeric(24,3),
  ph_medio             numeric(5,3),
  ph_maximo            numeric(5,3),
  flag_contusao        boolean,
  aviso_cronologia     boolean NOT NULL,
  atualizado_em        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, id_animal)
);
CREATE INDEX IF NOT EXISTS service_animais_por_lote
  ON service_animais (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
  WHERE nr_unidade_abate IS NOT NULL;
-- Few half-carcasses carry an identity, so these cost a load next to nothing.
CREATE INDEX IF NOT EXISTS trusted_carcacas_por_sisbov
  ON trusted_carcacas (token_cliente, nr_sisbov) WHERE nr_sisbov IS NOT NULL;
CREATE INDEX IF NOT EXISTS trusted_carcacas_por_identificacao
  ON trusted_carcacas (token_cliente, nr_identificacao) WHERE nr_identificacao IS NOT NULL;
CREATE INDEX IF NOT EXISTS trusted_carcacas_por_chip
  ON trusted_carcacas (token_cliente, nr_chip) WHERE nr_chip IS NOT NULL;

-- == chaves
SELECT DISTINCT $1::text AS token_cliente, i.id_animal
FROM mudancas
CROSS JOIN LATERAL (VALUES (ligacao ->> 'id_animal'), (ligacao ->> 'nr_sisbov'),
                           (ligacao ->> 'nr_identificacao'), (ligacao ->> 'nr_chip')) i (id_animal)
WHERE i.id_animal IS NOT NULL
UNION
-- The other half of a linked animal may bear no name of its own.
SELECT s.token_cliente, s.id_animal
FROM (SELECT DISTINCT ligacao ->> 'nr_unidade_abate' AS nr_unidade_abate,
             (ligacao ->> 'dt_abate')::date AS dt_abate
      FROM mudancas WHERE ligacao ->> 'dt_abate' IS NOT NULL) m
JOIN service_animais s USING (nr_unidade_abate, dt_abate)
WHERE s.token_cliente = $1

-- == periodo
SELECT token_cliente, id_animal
FROM service_animais WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT c.token_cliente, i.id_animal
FROM trusted_carcacas c
CROSS JOIN LATERAL (VALUES (c.nr_sisbov), (c.nr_identificacao), (c.nr_chip)) i (id_animal)
WHERE c.token_cliente = $1 AND c.dt_abate BETWEEN $2::date AND $3::date AND i.id_animal IS NOT NULL

-- == linhas
WITH atuais AS (
  SELECT DISTINCT ON (a.id_animal) a.*
  FROM trusted_animais a
  JOIN chaves k USING (token_cliente, id_animal) --@chaves
  WHERE a.token_cliente = $1
  ORDER BY a.id_animal, a.data_entrada DESC NULLS LAST, a.versao_ts DESC, a.versao_objeto_ts DESC,
           a.versao_geracao DESC, a.versao_hash DESC,
           a.nr_registro DESC, a.nr_item DESC, a.id_propriedade
),
propriedades AS MATERIALIZED (
  SELECT a.id_animal, count(*) AS qtde_propriedades
  FROM trusted_animais a
  JOIN chaves k USING (token_cliente, id_animal) --@chaves
  WHERE a.token_cliente = $1
  GROUP BY 1
),
vacinas AS MATERIALIZED (
  SELECT a.id_animal, count(*) AS qtde_vacinas, max(d.dia) AS ultima_vacina
  FROM atuais a
  CROSS JOIN LATERAL jsonb_array_elements(
    CASE WHEN jsonb_typeof(a.vacinas) = 'array' THEN a.vacinas ELSE '[]' END) v (vacina)
  -- Whatever stands there must not stop a model, not even a 31st of June.
  LEFT JOIN LATERAL (
    SELECT regexp_match(regexp_replace(v.vacina ->> 'data', '^(\d\d)/(\d\d)/(\d{4})', '\3-\2-\1'),
                        '^([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])')::integer[] AS p) t
    ON true
  LEFT JOIN LATERAL (
    SELECT make_date(t.p[1], t.p[2], 1) + (t.p[3] - 1) AS dia WHERE t.p IS NOT NULL) d
    ON extract(month FROM d.dia) = t.p[2]
  GROUP BY 1
),
-- Slaughtered animals that carry the animal's name; only when it is exactly one is it the same.
candidatos AS (
  SELECT a.id_animal, 1 AS preferencia, c.nr_unidade_abate, c.dt_abate, c.nr_sequencial
  FROM atuais a
  JOIN trusted_carcacas c ON c.token_cliente = $1 AND c.nr_sisbov = a.id_animal
  UNION
  SELECT a.id_animal, 2, c.nr_unidade_abate, c.dt_abate, c.nr_sequencial
  FROM atuais a
  JOIN trusted_carcacas c
    ON c.token_cliente = $1 AND c.nr_identificacao = a.id_animal
  UNION
  SELECT a.id_animal, 3, c.nr_unidade_abate, c.dt_abate, c.nr_sequencial
  FROM atuais a
  JOIN trusted_carcacas c ON c.token_cliente = $1 AND c.nr_chip = a.id_animal
),
unicos AS (
  SELECT id_animal, preferencia, min(nr_unidade_abate) AS nr_unidade_abate,
         min(dt_abate) AS dt_abate, min(nr_sequencial) AS nr_sequencial
  FROM candidatos
  GROUP BY 1, 2
  HAVING count(*) = 1
),
escolhidos AS (
  SELECT DISTINCT ON (id_animal) * FROM unicos ORDER BY id_animal, preferencia
),
abate AS MATERIALIZED (
  SELECT e.id_animal, e.preferencia, e.nr_unidade_abate, e.dt_abate, e.nr_sequencial,
         max(c.nr_lote_abate) AS nr_lote_abate, count(*) AS qtde_meias_carcacas,
         sum(c.peso_carcaca) AS peso_carcaca, max(c.peso_vivo) AS peso_vivo,
         avg(c.valor_ph) AS ph_medio, max(c.valor_ph) AS ph_maximo,
         bool_or(c.flag_contusao) AS flag_contusao
  FROM escolhidos e
  JOIN trusted_carcacas c USING (nr_unidade_abate, dt_abate, nr_sequencial)
  WHERE c.token_cliente = $1
  GROUP BY 1, 2, 3, 4, 5
)
SELECT a.token_cliente, a.id_animal, a.id_propriedade, p.qtde_propriedades, a.data_nascimento,
       a.sexo, a.raca, a.peso_nascimento, a.data_entrada, a.data_saida, a.status, a.vacinado,
       coalesce(v.qtde_vacinas, 0) AS qtde_vacinas, v.ultima_vacina, a.vacinas,
       CASE s.preferencia WHEN 1 THEN 'nr_sisbov' WHEN 2 THEN 'nr_identificacao'
                          WHEN 3 THEN 'nr_chip' END AS vinculo,
       s.nr_unidade_abate, s.dt_abate, s.nr_lote_abate, s.nr_sequencial,
       coalesce(s.dt_abate, a.data_saida) - a.data_nascimento AS idade_dias,
       extract(year FROM age(coalesce(s.dt_abate, a.data_saida), a.data_nascimento)) * 12
         + extract(month FROM age(coalesce(s.dt_abate, a.data_saida), a.data_nascimento))
         AS idade_meses,
       coalesce(a.data_saida, s.dt_abate) - a.data_entrada AS dias_na_propriedade,
       s.qtde_meias_carcacas, s.peso_carcaca, s.peso_vivo,
       CASE WHEN s.qtde_meias_carcacas = 2 THEN 100 * s.peso_carcaca / s.peso_vivo END
         AS rendimento_pct,
       s.ph_medio, s.ph_maximo, s.flag_contusao,
       coalesce(a.data_entrada < a.data_nascimento, false)
         OR coalesce(a.data_saida <= a.data_entrada, false)
         OR coalesce(a.data_saida < a.data_nascimento, false)
         OR coalesce(s.dt_abate < a.data_nascimento, false)
         OR coalesce(s.dt_abate < a.data_entrada, false)
         OR coalesce(s.dt_abate < a.data_saida, false) AS aviso_cronologia
FROM atuais a
JOIN propriedades p USING (id_animal)
LEFT JOIN vacinas v USING (id_animal)
LEFT JOIN abate s USING (id_animal)

-- == verificacao bloqueia vinculo
SELECT id_animal AS chave
FROM service_animais s
JOIN chaves k USING (token_cliente, id_animal) --@chaves
WHERE s.token_cliente = $1
  AND (vinculo IS NULL) <> (nr_sequencial IS NULL)
