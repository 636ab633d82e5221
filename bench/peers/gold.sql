-- Gold of half-carcasses as one writes it by hand: of the typed rows in `peer`, the lots of each day
-- and the months of each plant, the same columns as service_lotes_abate and service_resumo_mensal.
-- What only schedules, orders and sales could say is joined all the same; those tables are empty.
ANALYZE peer;

CREATE TEMP TABLE animal AS
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, nr_sequencial,
  count(*) AS halves, sum(peso_carcaca) AS weight, max(peso_vivo) AS live, max(sexo) AS sex,
  max(valor_ph) AS ph, max(nr_sisbov) AS sisbov,
  max(extract(year FROM age(dt_abate, dt_nascimento)) * 12
      + extract(month FROM age(dt_abate, dt_nascimento)))
    FILTER (WHERE dt_nascimento < dt_abate) AS age
FROM peer GROUP BY 1, 2, 3, 4, 5;
ANALYZE animal;

-- The rules that count for a tenant: its own of a programme, else everybody's.
CREATE TEMP TABLE rule AS
SELECT t.token_cliente, r.programa, r.medida, r.sexo, r.minimo, r.maximo, r.maximo_incluso
FROM (SELECT DISTINCT token_cliente FROM peer) t
JOIN programa_regra r ON r.token_cliente = t.token_cliente
  OR (r.token_cliente = '*' AND (t.token_cliente, r.programa) NOT IN
                                (SELECT token_cliente, programa FROM programa_regra));

INSERT INTO service_lotes_abate
WITH verdict AS (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, nr_sequencial, programa,
    CASE WHEN bool_or(NOT holds) THEN false WHEN count(holds) = count(*) THEN true END AS fit
  FROM (SELECT a.*, r.programa, (minimo IS NULL OR measured >= minimo)
          AND (maximo IS NULL OR measured < maximo OR maximo_incluso AND measured = maximo) AS holds
        FROM animal a JOIN rule r USING (token_cliente)
        CROSS JOIN LATERAL (
          SELECT CASE medida WHEN 'idade_meses' THEN age WHEN 'ph' THEN ph
                             WHEN 'sisbov' THEN CASE WHEN sisbov IS NOT NULL THEN 1 END END
                 * CASE WHEN sexo = '*' OR sexo = sex THEN 1 END AS measured) m
        WHERE sexo IN ('*', sex) OR sex IS NULL) j
  GROUP BY 1, 2, 3, 4, 5, 6),
programme AS (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    jsonb_object_agg(programa, jsonb_build_object(
      'apto', CASE WHEN unfit > 0 THEN false WHEN unknown = 0 THEN true END,
      'aptos', fit, 'inaptos', unfit, 'desconhecidos', unknown)) AS programas
  FROM (SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, programa,
          count(*) FILTER (WHERE fit) AS fit, count(*) FILTER (WHERE NOT fit) AS unfit,
          count(*) FILTER (WHERE fit IS NULL) AS unknown
        FROM verdict GROUP BY 1, 2, 3, 4, 5) v
  GROUP BY 1, 2, 3, 4),
ph_limit AS (
  SELECT token_cliente,
    min(CASE WHEN maximo_incluso THEN trunc(maximo, 3) + 0.001 ELSE maximo END)
      FILTER (WHERE programa = 'planta_ph') AS plant,
    min(CASE WHEN maximo_incluso THEN trunc(maximo, 3) + 0.001 ELSE maximo END)
      FILTER (WHERE programa = 'ue_ph') AS eu
  FROM rule WHERE medida = 'ph' GROUP BY 1),
half AS (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    min(cod_empresa) AS cod_empresa, min(cnpj_industria_abate) AS cnpj_industria_abate,
    count(*) AS halves, min(nr_sequencial) AS first, max(nr_sequencial) AS last,
    sum(peso_carcaca) AS weight, count(valor_ph) AS with_ph, avg(valor_ph) AS ph_avg,
    min(valor_ph) AS ph_min, max(valor_ph) AS ph_max,
    count(*) FILTER (WHERE valor_ph >= plant) AS over_plant,
    count(*) FILTER (WHERE valor_ph >= eu) AS over_eu,
    count(*) FILTER (WHERE flag_contusao) AS bruised,
    100.0 * count(*) FILTER (WHERE flag_contusao) / nullif(count(flag_contusao), 0) AS bruised_pct
  FROM peer LEFT JOIN ph_limit USING (token_cliente) GROUP BY 1, 2, 3, 4),
head AS (
  SELECT a.token_cliente, a.nr_unidade_abate, a.dt_abate, a.nr_lote_abate, count(*) AS animals,
    count(*) FILTER (WHERE nr_sequencial NOT BETWEEN e.nr_seq_abate
                       AND e.nr_seq_abate + e.qtde_animais - 1) AS outside,
    count(*) FILTER (WHERE sex = 'M') AS males, count(*) FILTER (WHERE sex = 'C') AS steers,
    count(*) FILTER (WHERE sex = 'F') AS females, count(age) AS aged, min(age) AS age_min,
    max(age) AS age_max, count(live) AS weighed, sum(live) AS live,
    100 * sum(weight) FILTER (WHERE halves = 2 AND live > 0)
      / sum(live) FILTER (WHERE halves = 2) AS yield
  FROM animal a LEFT JOIN trusted_escala e USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
  GROUP BY 1, 2, 3, 4),
permit AS (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    array_agg(DISTINCT concat_ws('-', uf, serie, nr_gta)) AS gtas
  FROM trusted_escala_gtas WHERE nr_gta IS NOT NULL GROUP BY 1, 2, 3, 4),
invoice AS (
  SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    array_agg(DISTINCT coalesce(numero, chave)) AS notas
  FROM trusted_escala_notas WHERE coalesce(numero, chave) IS NOT NULL GROUP BY 1, 2, 3, 4)
SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, e.lote_id IS NOT NULL,
  prod_cpf_cnpj IS NOT NULL, faz_nome IS NOT NULL AND faz_estado IS NOT NULL,
  coalesce(e.cod_empresa, h.cod_empresa), coalesce(e.cnpj_industria_abate, h.cnpj_industria_abate),
  dt_compra, nr_ordem_compra, id_fornecedor, prod_cpf_cnpj, prod_nr_ie, prod_nome_razaosocial,
  prod_cidade, prod_estado,
  CASE WHEN e.lote_id IS NOT NULL
    THEN coalesce(faz_nr_car, concat_ws('/', prod_cpf_cnpj, faz_nome, faz_estado)) END,
  faz_id, faz_nome, faz_cidade, faz_estado, faz_geo_latitude, faz_geo_longitude, faz_nr_car,
  faz_nr_incra, faz_nr_nirf, faz_nr_sisbov, faz_nr_lar_lau, faz_nr_licenca_ambiental,
  faz_nr_licenca_operacao, status_analise_propriedade,
  coalesce(cardinality(gtas), 0), coalesce(gtas, '{}'), coalesce(cardinality(notas), 0),
  coalesce(notas, '{}'), e.qtde_animais, coalesce(animals, 0), coalesce(halves, 0),
  abs(animals - e.qtde_animais) <= 0.02 * e.qtde_animais, e.nr_seq_abate, first, last,
  CASE WHEN e.nr_seq_abate IS NOT NULL AND e.qtde_animais IS NOT NULL THEN outside END,
  coalesce(males, 0), coalesce(steers, 0), coalesce(females, 0), coalesce(aged, 0), age_min, age_max,
  weight, weight / nullif(animals, 0), coalesce(weighed, 0), live, yield, coalesce(with_ph, 0),
  ph_avg, ph_min, ph_max, coalesce(over_plant, 0), coalesce(over_eu, 0),
  100.0 * over_eu / nullif(with_ph, 0), coalesce(bruised, 0), bruised_pct, coalesce(programas, '{}')
FROM trusted_escala e
FULL JOIN (half h JOIN head USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate))
  USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN permit USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN invoice USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN programme USING (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate);

INSERT INTO service_resumo_mensal (token_cliente, mes, tipo_planta, planta, lotes, animais,
  peso_carcaca, propriedades, fazendas_com_car)
SELECT token_cliente, mes, 'abate', nr_unidade_abate, lotes, animais, peso_carcaca, propriedades,
  fazendas_com_car
FROM (SELECT token_cliente, date_trunc('month', dt_abate)::date AS mes, nr_unidade_abate,
        count(*) AS lotes, coalesce(sum(peso_carcaca), 0) AS peso_carcaca,
        count(DISTINCT prod_cpf_cnpj) AS propriedades, count(DISTINCT faz_nr_car) AS fazendas_com_car
      FROM service_lotes_abate GROUP BY 1, 2, 3) lots
JOIN (SELECT token_cliente, date_trunc('month', dt_abate)::date AS mes, nr_unidade_abate,
        count(DISTINCT (dt_abate, nr_sequencial)) AS animais
      FROM animal GROUP BY 1, 2, 3) heads USING (token_cliente, mes, nr_unidade_abate);
