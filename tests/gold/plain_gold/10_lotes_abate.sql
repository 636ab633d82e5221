CREATE FUNCTION pg_temp.months(born date, day date) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT extract(year FROM age(day, born)) * 12 + extract(month FROM age(day, born)) $$;

CREATE TEMP TABLE plain_animal AS
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, nr_sequencial,
       count(*) AS halves, sum(peso_carcaca) AS weight, max(peso_vivo) AS live, max(sexo) AS sex,
       max(valor_ph) AS ph, max(nr_sisbov) AS sisbov,
       max(pg_temp.months(dt_nascimento, dt_abate)) FILTER (WHERE dt_nascimento < dt_abate) AS age
FROM trusted_carcacas GROUP BY 1, 2, 3, 4, 5;

-- The rules that count for a tenant: its own of a programme, else everybody's.
CREATE TEMP TABLE plain_rule AS
SELECT t.token_cliente, r.programa, r.medida, r.sexo, r.minimo, r.maximo, r.maximo_incluso
FROM (SELECT DISTINCT token_cliente FROM trusted_carcacas) t
JOIN programa_regra r ON r.token_cliente = t.token_cliente
  OR (r.token_cliente = '*' AND (t.token_cliente, r.programa) NOT IN
                                (SELECT token_cliente, programa FROM programa_regra));

CREATE TEMP TABLE plain_verdict AS
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, nr_sequencial, programa,
       CASE WHEN bool_or(NOT holds) THEN false WHEN count(holds) = count(*) THEN true END AS fit
FROM (SELECT a.*, r.programa,
             (minimo IS NULL OR measured >= minimo)
               AND (maximo IS NULL OR measured < maximo OR maximo_incluso AND measured = maximo)
               AS holds
      FROM plain_animal a JOIN plain_rule r USING (token_cliente)
      CROSS JOIN LATERAL (
        SELECT CASE medida WHEN 'idade_meses' THEN age WHEN 'ph' THEN ph
                           WHEN 'sisbov' THEN CASE WHEN sisbov IS NOT NULL THEN 1 END END
               * CASE WHEN sexo = '*' OR sexo = sex THEN 1 END AS measured) m
      WHERE sexo IN ('*', sex) OR sex IS NULL) j
GROUP BY 1, 2, 3, 4, 5, 6;

CREATE TEMP TABLE plain_lotes_abate AS
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
  e.lote_id IS NOT NULL AS tem_escala, prod_cpf_cnpj IS NOT NULL AS flag_documento,
  faz_nome IS NOT NULL AND faz_estado IS NOT NULL AS flag_propriedade,
  coalesce(e.cod_empresa, h.cod_empresa) AS cod_empresa,
  coalesce(e.cnpj_industria_abate, h.cnpj_industria_abate) AS cnpj_industria_abate,
  dt_compra, nr_ordem_compra, id_fornecedor, prod_cpf_cnpj, prod_nr_ie, prod_nome_razaosocial,
  prod_cidade, prod_estado,
  CASE WHEN e.lote_id IS NOT NULL
    THEN coalesce(faz_nr_car, concat_ws('/', prod_cpf_cnpj, faz_nome, faz_estado)) END
    AS chave_fazenda,
  faz_id, faz_nome, faz_cidade, faz_estado, faz_geo_latitude, faz_geo_longitude, faz_nr_car,
  faz_nr_incra, faz_nr_nirf, faz_nr_sisbov, faz_nr_lar_lau, faz_nr_licenca_ambiental,
  faz_nr_licenca_operacao, status_analise_propriedade,
  cardinality(gtas) AS qtde_gtas, gtas, cardinality(notas) AS qtde_notas, notas,
  e.qtde_animais AS qtde_animais_escala, a.qtde_animais,
  coalesce(h.qtde_meias_carcacas, 0) AS qtde_meias_carcacas,
  CASE WHEN a.qtde_animais > 0
    THEN abs(a.qtde_animais - e.qtde_animais) <= 0.02 * e.qtde_animais END
    AS flag_quantidade_confere,
  e.nr_seq_abate AS nr_seq_escala, h.nr_seq_primeiro, h.nr_seq_ultimo,
  CASE WHEN a.qtde_animais > 0 AND nr_seq_abate IS NOT NULL THEN (
    SELECT count(*) FROM plain_animal p
    WHERE (p.token_cliente, p.nr_unidade_abate, p.dt_abate, p.nr_lote_abate)
        = (k.token_cliente, k.nr_unidade_abate, k.dt_abate, k.nr_lote_abate)
      AND p.nr_sequencial NOT BETWEEN nr_seq_abate AND nr_seq_abate + e.qtde_animais - 1) END
    AS qtde_fora_da_faixa,
  a.qtde_machos, a.qtde_castrados, a.qtde_femeas, a.qtde_animais_com_idade, a.idade_min_meses,
  a.idade_max_meses, h.peso_carcaca, h.peso_carcaca / nullif(a.qtde_animais, 0)
    AS peso_carcaca_medio,
  a.qtde_animais_pesados_vivos, a.peso_vivo, a.rendimento_pct,
  coalesce(h.qtde_meias_com_ph, 0) AS qtde_meias_com_ph, h.ph_medio, h.ph_minimo, h.ph_maximo,
  coalesce(h.qtde_meias_ph_aviso, 0) AS qtde_meias_ph_aviso,
  coalesce(h.qtde_meias_ph_bloqueio, 0) AS qtde_meias_ph_bloqueio,
  100.0 * h.qtde_meias_ph_bloqueio / nullif(h.qtde_meias_com_ph, 0) AS taxa_ph_bloqueio_pct,
  coalesce(h.qtde_meias_com_contusao, 0) AS qtde_meias_com_contusao, h.taxa_contusao_pct,
  coalesce(p.programas, '{}') AS programas
FROM (SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate FROM trusted_escala
      UNION SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate
      FROM trusted_carcacas) k
LEFT JOIN trusted_escala e USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    min(cod_empresa) AS cod_empresa, min(cnpj_industria_abate) AS cnpj_industria_abate,
    count(*) AS qtde_meias_carcacas, min(nr_sequencial) AS nr_seq_primeiro,
    max(nr_sequencial) AS nr_seq_ultimo, sum(peso_carcaca) AS peso_carcaca,
    count(valor_ph) AS qtde_meias_com_ph, avg(valor_ph) AS ph_medio, min(valor_ph) AS ph_minimo,
    max(valor_ph) AS ph_maximo, count(*) FILTER (WHERE plant.passed) AS qtde_meias_ph_aviso,
    count(*) FILTER (WHERE union_.passed) AS qtde_meias_ph_bloqueio,
    count(*) FILTER (WHERE flag_contusao) AS qtde_meias_com_contusao,
    100.0 * count(*) FILTER (WHERE flag_contusao) / nullif(count(flag_contusao), 0)
      AS taxa_contusao_pct
  FROM trusted_carcacas c
  CROSS JOIN LATERAL (
    SELECT bool_or(valor_ph > maximo OR valor_ph = maximo AND NOT maximo_incluso) AS passed
    FROM plain_rule r WHERE r.token_cliente = c.token_cliente
      AND programa = 'planta_ph' AND medida = 'ph') plant
  CROSS JOIN LATERAL (
    SELECT bool_or(valor_ph > maximo OR valor_ph = maximo AND NOT maximo_incluso) AS passed
    FROM plain_rule r WHERE r.token_cliente = c.token_cliente
      AND programa = 'ue_ph' AND medida = 'ph') union_
  GROUP BY 1, 2, 3, 4) h USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
CROSS JOIN LATERAL (
  SELECT count(*) AS qtde_animais, count(*) FILTER (WHERE sex = 'M') AS qtde_machos,
    count(*) FILTER (WHERE sex = 'C') AS qtde_castrados,
    count(*) FILTER (WHERE sex = 'F') AS qtde_femeas, count(age) AS qtde_animais_com_idade,
    min(age) AS idade_min_meses, max(age) AS idade_max_meses,
    count(live) AS qtde_animais_pesados_vivos, sum(live) AS peso_vivo,
    100 * sum(weight) FILTER (WHERE halves = 2 AND live > 0)
      / sum(live) FILTER (WHERE halves = 2) AS rendimento_pct
  FROM plain_animal p
  WHERE (p.token_cliente, p.nr_unidade_abate, p.dt_abate, p.nr_lote_abate)
      = (k.token_cliente, k.nr_unidade_abate, k.dt_abate, k.nr_lote_abate)) a
CROSS JOIN LATERAL (
  SELECT ARRAY(SELECT DISTINCT coalesce(uf || '-', '') || nr_gta AS gta
               FROM trusted_escala_gtas g
               WHERE (g.token_cliente, g.nr_unidade_abate, g.dt_abate, g.nr_lote_abate)
                   = (k.token_cliente, k.nr_unidade_abate, k.dt_abate, k.nr_lote_abate)
                 AND nr_gta IS NOT NULL ORDER BY 1) AS gtas,
         ARRAY(SELECT DISTINCT coalesce(numero, chave) FROM trusted_escala_notas n
               WHERE (n.token_cliente, n.nr_unidade_abate, n.dt_abate, n.nr_lote_abate)
                   = (k.token_cliente, k.nr_unidade_abate, k.dt_abate, k.nr_lote_abate)
                 AND coalesce(numero, chave) IS NOT NULL ORDER BY 1) AS notas) lists
LEFT JOIN (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    jsonb_object_agg(programa, jsonb_build_object('apto',
      CASE WHEN unfit > 0 THEN false WHEN unknown = 0 THEN true END,
      'aptos', fit, 'inaptos', unfit, 'desconhecidos', unknown)) AS programas
  FROM (SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, programa,
          count(*) FILTER (WHERE fit) AS fit, count(*) FILTER (WHERE NOT fit) AS unfit,
          count(*) FILTER (WHERE fit IS NULL) AS unknown
        FROM plain_verdict GROUP BY 1, 2, 3, 4, 5) v
  GROUP BY 1, 2, 3, 4) p USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate);
