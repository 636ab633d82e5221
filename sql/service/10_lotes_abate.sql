-- modelo: service_lotes_abate
-- descricao: lotes de abate: fazenda, produtor, documentos, animais, pesos, pH e mercados
-- grao: um lote de abate que a escala ou as meias-carcaças nomeiam
-- chave: token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
-- grupo: token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
-- entrada: escala
-- entrada: carcacas
-- parametros: programa_regra
-- pessoal: prod_cpf_cnpj, prod_nr_ie, prod_nome_razaosocial, prod_cidade, chave_fazenda, faz_nome, faz_geo_latitude, faz_geo_longitude
-- origem: trusted_escala [nr_unidade_abate, dt_abate, nr_lote_abate]
-- origem: trusted_carcacas [nr_unidade_abate, dt_abate, nr_lote_abate] (amostra)

-- == tabela
CREATE TABLE IF NOT EXISTS service_lotes_abate (
  token_cliente              text NOT NULL,
  nr_unidade_abate           text NOT NULL,
  dt_abate                   date NOT NULL,
  nr_lote_abate              integer NOT NULL,
  tem_escala                 boolean NOT NULL,
  flag_documento             boolean NOT NULL,
  flag_propriedade           boolean NOT NULL,
  cod_empresa                integer,
  cnpj_industria_abate       text,
  dt_compra                  date,
  nr_ordem_compra            text,
  id_fornecedor              text,
  prod_cpf_cnpj              text,
  prod_nr_ie                 text,
  prod_nome_razaosocial      text,
  prod_cidade                text,
  prod_estado                text,
  chave_fazenda              text,
  faz_id                     text,
  faz_nome                   text,
  faz_cidade                 text,
  faz_estado                 text,
  faz_geo_latitude           numeric,
  faz_geo_longitude          numeric,
  faz_nr_car                 text,
  faz_nr_incra               text,
  faz_nr_nirf                text,
  faz_nr_sisbov              text,
  faz_nr_lar_lau             text,
  faz_nr_licenca_ambiental   text,
  faz_nr_licenca_operacao    text,
  status_analise_propriedade text,
  qtde_gtas                  integer NOT NULL,
  gtas                       text[] NOT NULL,
  qtde_notas                 integer NOT NULL,
  notas                      text[] NOT NULL,
  qtde_animais_escala        integer,
  qtde_animais               integer NOT NULL,
  qtde_meias_carcacas        integer NOT NULL,
  flag_quantidade_confere    boolean,
  nr_seq_escala              integer,
  nr_seq_primeiro            integer,
  nr_seq_ultimo              integer,
  qtde_fora_da_faixa         integer,
  qtde_machos                integer NOT NULL,
  qtde_castrados             integer NOT NULL,
  qtde_femeas                integer NOT NULL,
  qtde_animais_com_idade     integer NOT NULL,
  idade_min_meses            integer,
  idade_max_meses            integer,
  peso_carcaca               numeric(14,3),
  peso_carcaca_medio         numeric(10,3),
  qtde_animais_pesados_vivos integer NOT NULL,
  peso_vivo                  numeric(14,3),
  rendimento_pct             numeric(24,3),
  qtde_meias_com_ph          integer NOT NULL,
  ph_medio                   numeric(5,3),
  ph_minimo                  numeric(5,3),
  ph_maximo                  numeric(5,3),
  qtde_meias_ph_aviso        integer NOT NULL,
  qtde_meias_ph_bloqueio     integer NOT NULL,
  taxa_ph_bloqueio_pct       numeric(6,3),
  qtde_meias_com_contusao    integer NOT NULL,
  taxa_contusao_pct          numeric(6,3),
  programas                  jsonb NOT NULL,
  atualizado_em              timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
);
CREATE INDEX IF NOT EXISTS service_lotes_abate_por_fazenda
  ON service_lotes_abate (token_cliente, chave_fazenda);
CREATE INDEX IF NOT EXISTS service_lotes_abate_por_dia
  ON service_lotes_abate (token_cliente, dt_abate, nr_lote_abate);
CREATE INDEX IF NOT EXISTS service_lotes_abate_por_produtor
  ON service_lotes_abate (token_cliente, prod_cpf_cnpj);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente, ligacao ->> 'nr_unidade_abate' AS nr_unidade_abate,
       (ligacao ->> 'dt_abate')::date AS dt_abate,
       (ligacao ->> 'nr_lote_abate')::integer AS nr_lote_abate
FROM mudancas
WHERE ligacao ->> 'nr_lote_abate' IS NOT NULL

-- == periodo
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
FROM trusted_escala WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
FROM trusted_carcacas
WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date AND nr_lote_abate IS NOT NULL
UNION
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
FROM service_lotes_abate WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date

-- == linhas
-- A tenant's own rules of a programme stand in for everybody's.
WITH regras AS (
  SELECT r.programa, r.medida, r.sexo, r.minimo, r.maximo, r.maximo_incluso
  FROM programa_regra r
  WHERE r.token_cliente = $1
     OR (r.token_cliente = '*' AND NOT EXISTS (
           SELECT FROM programa_regra p WHERE p.token_cliente = $1 AND p.programa = r.programa))
),
-- The least pH that is over a limit: the limit itself, or what follows it where it still passes.
limites AS (
  SELECT min(excesso) FILTER (WHERE programa = 'planta_ph') AS ph_aviso,
         min(excesso) FILTER (WHERE programa = 'ue_ph') AS ph_bloqueio
  FROM (SELECT programa,
               CASE WHEN maximo_incluso THEN trunc(maximo, 3) + 0.001 ELSE maximo END AS excesso
        FROM regras WHERE medida = 'ph') r
),
-- Both halves of an animal carry what was seen of the whole.
animais AS (
  SELECT c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate, c.nr_sequencial,
         count(*) AS meias, sum(c.peso_carcaca) AS peso_carcaca, max(c.peso_vivo) AS peso_vivo,
         min(c.cod_empresa) AS cod_empresa, min(c.cnpj_industria_abate) AS cnpj_industria_abate,
         count(c.valor_ph) AS meias_com_ph, sum(c.valor_ph) AS soma_ph,
         min(c.valor_ph) AS ph_minimo, max(c.valor_ph) AS ph_maximo,
         count(*) FILTER (WHERE c.valor_ph >= l.ph_aviso) AS meias_ph_aviso,
         count(*) FILTER (WHERE c.valor_ph >= l.ph_bloqueio) AS meias_ph_bloqueio,
         count(*) FILTER (WHERE c.flag_contusao) AS meias_com_contusao,
         count(c.flag_contusao) AS meias_com_exame,
         coalesce(max(c.sexo), '?') AS sexo,
         -- -1 and 0 stand for "not known", so that equality finds them. A birth after the slaughter
         -- says no age.
         coalesce(max(extract(year FROM age(c.dt_abate, c.dt_nascimento)) * 12
                      + extract(month FROM age(c.dt_abate, c.dt_nascimento)))
                    FILTER (WHERE c.dt_nascimento < c.dt_abate), -1)::integer
           AS idade_meses,
         coalesce(max(c.valor_ph), -1) AS ph,
         (max(c.nr_sisbov) IS NOT NULL)::integer AS sisbov
  FROM trusted_carcacas c
  JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
  CROSS JOIN limites l
  WHERE c.token_cliente = $1 AND c.nr_lote_abate IS NOT NULL
  GROUP BY 1, 2, 3, 4
),
-- Animals that look the same are judged once.
tipos AS (
  SELECT DISTINCT sexo, idade_meses, ph, sisbov FROM animais
),
aptidao AS (
  SELECT t.sexo, t.idade_meses, t.ph, t.sisbov, r.programa,
         CASE WHEN bool_or(o.cumpre IS FALSE) THEN false
              WHEN bool_or(o.cumpre IS NULL) THEN NULL
              ELSE true END AS apto
  FROM tipos t
  JOIN regras r ON r.sexo = '*' OR t.sexo = '?' OR r.sexo = t.sexo
  CROSS JOIN LATERAL (
    SELECT CASE WHEN r.sexo <> '*' AND t.sexo = '?' THEN NULL
                WHEN r.medida = 'idade_meses' THEN nullif(t.idade_meses, -1)
                WHEN r.medida = 'ph' THEN nullif(t.ph, -1)
                WHEN r.medida = 'sisbov' THEN nullif(t.sisbov, 0) END::numeric AS valor) m
  CROSS JOIN LATERAL (
    SELECT (r.minimo IS NULL OR m.valor >= r.minimo)
       AND (r.maximo IS NULL OR m.valor < r.maximo
            OR (r.maximo_incluso AND m.valor = r.maximo)) AS cumpre) o
  GROUP BY 1, 2, 3, 4, 5
),
contagem AS (
  SELECT a.nr_unidade_abate, a.dt_abate, a.nr_lote_abate, p.programa,
         count(*) FILTER (WHERE p.apto) AS aptos,
         count(*) FILTER (WHERE NOT p.apto) AS inaptos,
         count(*) FILTER (WHERE p.apto IS NULL) AS desconhecidos
  FROM animais a
  JOIN aptidao p USING (sexo, idade_meses, ph, sisbov)
  GROUP BY 1, 2, 3, 4
),
programas AS MATERIALIZED (
  SELECT nr_unidade_abate, dt_abate, nr_lote_abate,
         jsonb_object_agg(programa, jsonb_build_object(
           'apto', CASE WHEN inaptos > 0 THEN false WHEN desconhecidos = 0 THEN true END,
           'aptos', aptos, 'inaptos', inaptos, 'desconhecidos', desconhecidos)) AS programas
  FROM contagem
  GROUP BY 1, 2, 3
),
escala AS (
  SELECT e.*
  FROM trusted_escala e
  JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
  WHERE e.token_cliente = $1
),
abatidos AS (
  SELECT a.nr_unidade_abate, a.dt_abate, a.nr_lote_abate,
         min(a.cod_empresa) AS cod_empresa, min(a.cnpj_industria_abate) AS cnpj_industria_abate,
         count(*) AS qtde_animais, sum(a.meias) AS qtde_meias_carcacas,
         min(a.nr_sequencial) AS nr_seq_primeiro, max(a.nr_sequencial) AS nr_seq_ultimo,
         count(*) FILTER (WHERE a.nr_sequencial < e.nr_seq_abate
                             OR a.nr_sequencial >= e.nr_seq_abate::bigint + e.qtde_animais)
           AS qtde_fora_da_faixa,
         count(*) FILTER (WHERE a.sexo = 'M') AS qtde_machos,
         count(*) FILTER (WHERE a.sexo = 'C') AS qtde_castrados,
         count(*) FILTER (WHERE a.sexo = 'F') AS qtde_femeas,
         count(*) FILTER (WHERE a.idade_meses >= 0) AS qtde_animais_com_idade,
         min(a.idade_meses) FILTER (WHERE a.idade_meses >= 0) AS idade_min_meses,
         max(a.idade_meses) FILTER (WHERE a.idade_meses >= 0) AS idade_max_meses,
         sum(a.peso_carcaca) AS peso_carcaca,
         sum(a.peso_carcaca) / count(*) AS peso_carcaca_medio,
         count(a.peso_vivo) AS qtde_animais_pesados_vivos, sum(a.peso_vivo) AS peso_vivo,
         100 * sum(a.peso_carcaca) FILTER (WHERE a.peso_vivo IS NOT NULL AND a.meias = 2)
             / sum(a.peso_vivo) FILTER (WHERE a.meias = 2) AS rendimento_pct,
         sum(a.meias_com_ph) AS qtde_meias_com_ph,
         sum(a.soma_ph) / nullif(sum(a.meias_com_ph), 0) AS ph_medio,
         min(a.ph_minimo) AS ph_minimo, max(a.ph_maximo) AS ph_maximo,
         sum(a.meias_ph_aviso) AS qtde_meias_ph_aviso,
         sum(a.meias_ph_bloqueio) AS qtde_meias_ph_bloqueio,
         100 * sum(a.meias_ph_bloqueio) / nullif(sum(a.meias_com_ph), 0) AS taxa_ph_bloqueio_pct,
         sum(a.meias_com_contusao) AS qtde_meias_com_contusao,
         100 * sum(a.meias_com_contusao) / nullif(sum(a.meias_com_exame), 0) AS taxa_contusao_pct
  FROM animais a
  LEFT JOIN escala e USING (nr_unidade_abate, dt_abate, nr_lote_abate)
  GROUP BY 1, 2, 3
),
gtas AS MATERIALIZED (
  SELECT g.nr_unidade_abate, g.dt_abate, g.nr_lote_abate,
         array_agg(DISTINCT concat_ws('-', g.uf, g.serie, g.nr_gta)) AS gtas
  FROM trusted_escala_gtas g
  JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
  WHERE g.token_cliente = $1 AND g.nr_gta IS NOT NULL
  GROUP BY 1, 2, 3
),
notas AS MATERIALIZED (
  SELECT n.nr_unidade_abate, n.dt_abate, n.nr_lote_abate,
         array_agg(DISTINCT coalesce(n.numero, n.chave)) AS notas
  FROM trusted_escala_notas n
  JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
  WHERE n.token_cliente = $1 AND coalesce(n.numero, n.chave) IS NOT NULL
  GROUP BY 1, 2, 3
)
SELECT $1::text AS token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
       e.token_cliente IS NOT NULL AS tem_escala,
       e.prod_cpf_cnpj IS NOT NULL AS flag_documento,
       e.faz_nome IS NOT NULL AND e.faz_estado IS NOT NULL AS flag_propriedade,
       coalesce(e.cod_empresa, a.cod_empresa) AS cod_empresa,
       coalesce(e.cnpj_industria_abate, a.cnpj_industria_abate) AS cnpj_industria_abate,
       e.dt_compra, e.nr_ordem_compra, e.id_fornecedor, e.prod_cpf_cnpj, e.prod_nr_ie,
       e.prod_nome_razaosocial, e.prod_cidade, e.prod_estado,
       CASE WHEN e.token_cliente IS NULL THEN NULL
            ELSE coalesce(e.faz_nr_car,
                          concat_ws('/', e.prod_cpf_cnpj, e.faz_nome, e.faz_estado)) END
         AS chave_fazenda,
       e.faz_id, e.faz_nome, e.faz_cidade, e.faz_estado, e.faz_geo_latitude, e.faz_geo_longitude,
       e.faz_nr_car, e.faz_nr_incra, e.faz_nr_nirf, e.faz_nr_sisbov, e.faz_nr_lar_lau,
       e.faz_nr_licenca_ambiental, e.faz_nr_licenca_operacao, e.status_analise_propriedade,
       coalesce(cardinality(g.gtas), 0) AS qtde_gtas, coalesce(g.gtas, '{}') AS gtas,
       coalesce(cardinality(n.notas), 0) AS qtde_notas, coalesce(n.notas, '{}') AS notas,
       e.qtde_animais AS qtde_animais_escala,
       coalesce(a.qtde_animais, 0) AS qtde_animais,
       coalesce(a.qtde_meias_carcacas, 0) AS qtde_meias_carcacas,
       abs(a.qtde_animais - e.qtde_animais) <= 0.02 * e.qtde_animais AS flag_quantidade_confere,
       e.nr_seq_abate AS nr_seq_escala, a.nr_seq_primeiro, a.nr_seq_ultimo,
       CASE WHEN e.nr_seq_abate IS NOT NULL AND e.qtde_animais IS NOT NULL
            THEN a.qtde_fora_da_faixa END AS qtde_fora_da_faixa,
       coalesce(a.qtde_machos, 0) AS qtde_machos,
       coalesce(a.qtde_castrados, 0) AS qtde_castrados,
       coalesce(a.qtde_femeas, 0) AS qtde_femeas,
       coalesce(a.qtde_animais_com_idade, 0) AS qtde_animais_com_idade,
       a.idade_min_meses, a.idade_max_meses, a.peso_carcaca, a.peso_carcaca_medio,
       coalesce(a.qtde_animais_pesados_vivos, 0) AS qtde_animais_pesados_vivos,
       a.peso_vivo, a.rendimento_pct,
       coalesce(a.qtde_meias_com_ph, 0) AS qtde_meias_com_ph,
       a.ph_medio, a.ph_minimo, a.ph_maximo,
       coalesce(a.qtde_meias_ph_aviso, 0) AS qtde_meias_ph_aviso,
       coalesce(a.qtde_meias_ph_bloqueio, 0) AS qtde_meias_ph_bloqueio,
       a.taxa_ph_bloqueio_pct,
       coalesce(a.qtde_meias_com_contusao, 0) AS qtde_meias_com_contusao,
       a.taxa_contusao_pct,
       coalesce(p.programas, '{}') AS programas
FROM escala e
FULL JOIN abatidos a USING (nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN gtas g USING (nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN notas n USING (nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN programas p USING (nr_unidade_abate, dt_abate, nr_lote_abate)

-- == verificacao bloqueia contagens
SELECT concat_ws('/', nr_unidade_abate, dt_abate, nr_lote_abate) AS chave
FROM service_lotes_abate s
JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
WHERE s.token_cliente = $1
  AND NOT (qtde_meias_carcacas BETWEEN qtde_animais AND 2 * qtde_animais
           AND (peso_carcaca > 0 OR qtde_animais = 0)
           AND (tem_escala OR NOT (flag_documento OR flag_propriedade)))

-- == verificacao avisa quantidade_de_animais
SELECT concat_ws('/', nr_unidade_abate, dt_abate, nr_lote_abate) AS chave
FROM service_lotes_abate s
JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
WHERE s.token_cliente = $1 AND NOT flag_quantidade_confere

-- == verificacao avisa analise_da_propriedade
SELECT concat_ws('/', nr_unidade_abate, dt_abate, nr_lote_abate) AS chave
FROM service_lotes_abate s
JOIN chaves k USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate) --@chaves
WHERE s.token_cliente = $1 AND status_analise_propriedade <> 'APTA'
