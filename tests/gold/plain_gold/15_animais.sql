CREATE FUNCTION pg_temp.day(said text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE WHEN said ~ '^\d\d/\d\d/\d{4}' THEN to_date(left(said, 10), 'DD/MM/YYYY')
              WHEN said ~ '^\d{4}-\d\d-\d\d' THEN left(said, 10)::date END;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

CREATE TEMP TABLE plain_animais AS
SELECT a.token_cliente, a.id_animal, a.id_propriedade,
  (SELECT count(*) FROM trusted_animais o
   WHERE (o.token_cliente, o.id_animal) = (a.token_cliente, a.id_animal)) AS qtde_propriedades,
  data_nascimento, sexo, raca, peso_nascimento, data_entrada, data_saida, status, vacinado,
  (SELECT count(*) FROM jsonb_path_query(vacinas, '$[*]')) AS qtde_vacinas,
  (SELECT max(pg_temp.day(v ->> 'data')) FROM jsonb_path_query(vacinas, '$[*]') v)
    AS ultima_vacina,
  vacinas, link.vinculo, link.nr_unidade_abate, link.dt_abate, h.nr_lote_abate,
  link.nr_sequencial,
  coalesce(link.dt_abate, data_saida) - data_nascimento AS idade_dias,
  pg_temp.months(data_nascimento, coalesce(link.dt_abate, data_saida)) AS idade_meses,
  coalesce(data_saida, link.dt_abate) - data_entrada AS dias_na_propriedade,
  nullif(h.qtde_meias_carcacas, 0) AS qtde_meias_carcacas, h.peso_carcaca, h.peso_vivo,
  CASE h.qtde_meias_carcacas WHEN 2 THEN 100 * h.peso_carcaca / h.peso_vivo END AS rendimento_pct,
  h.ph_medio, h.ph_maximo, h.flag_contusao,
  -- Each known day against every later step's.
  EXISTS (SELECT FROM (VALUES (1, data_nascimento), (2, data_entrada), (3, data_saida),
                              (4, link.dt_abate)) f (step, day)
          JOIN (VALUES (2, data_entrada), (3, data_saida), (4, link.dt_abate)) g (step, day)
            ON g.step > f.step AND (g.day < f.day OR g.day = f.day AND (f.step, g.step) = (2, 3)))
    AS aviso_cronologia
FROM (SELECT DISTINCT ON (token_cliente, id_animal) * FROM trusted_animais
      ORDER BY token_cliente, id_animal, coalesce(data_entrada, '-infinity') DESC,
               versao_ts DESC, versao_objeto_ts DESC, versao_geracao DESC,
               versao_hash DESC, nr_registro DESC, nr_item DESC) a
LEFT JOIN LATERAL (
  SELECT vinculo, min(nr_unidade_abate) AS nr_unidade_abate, min(dt_abate) AS dt_abate,
         min(nr_sequencial) AS nr_sequencial
  FROM (SELECT DISTINCT n.rank, n.vinculo, nr_unidade_abate, dt_abate, nr_sequencial
        FROM trusted_carcacas c
        CROSS JOIN LATERAL (VALUES (1, 'nr_sisbov', nr_sisbov),
                                   (2, 'nr_identificacao', nr_identificacao),
                                   (3, 'nr_chip', nr_chip)) n (rank, vinculo, id)
        WHERE c.token_cliente = a.token_cliente AND n.id = a.id_animal) v
  GROUP BY rank, vinculo HAVING count(*) = 1 ORDER BY rank LIMIT 1) link ON true
CROSS JOIN LATERAL (
  SELECT max(nr_lote_abate) AS nr_lote_abate, count(*) AS qtde_meias_carcacas,
         sum(peso_carcaca) AS peso_carcaca, max(peso_vivo) AS peso_vivo, avg(valor_ph) AS ph_medio,
         max(valor_ph) AS ph_maximo, bool_or(flag_contusao) AS flag_contusao
  FROM trusted_carcacas c
  WHERE (c.token_cliente, c.nr_unidade_abate, c.dt_abate, c.nr_sequencial)
      = (a.token_cliente, link.nr_unidade_abate, link.dt_abate, link.nr_sequencial)) h;
