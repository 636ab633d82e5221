-- parametros: dias, payload
-- Series of a tenant ($1) over the last $2 days with data ('' = 56), of one payload ($3) or all, each
-- day beside what days before it let expect: the median of up to eight weeks ± 4.5 scaled median
-- deviations, never less than what an alert of the measure takes (volume half as much again,
-- duration three times, rejects 3 points more, yield 2 points), Sundays among Sundays; no expectation
-- before the twentieth day. Files count on the day
-- that their names carry, yields on the day of slaughter.
WITH ultimo AS (
  SELECT (max(versao_em) AT TIME ZONE 'America/Sao_Paulo')::date AS dia
  FROM arquivo WHERE token_cliente = $1 AND versao_em <= now() + interval '1 day'
),
periodo AS (
  SELECT dia AS ate, dia - (least(greatest(coalesce(nullif($2, '')::int, 56), 7), 400) - 1) AS de
  FROM ultimo
),
arquivos AS (
  SELECT a.tipo_payload, (a.versao_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
         sum(a.registros_lidos) AS registros, sum(a.registros_rejeitados) AS recusados,
         count(*) AS arquivos, count(*) FILTER (WHERE a.status = 'erro') AS quebrados
  FROM arquivo a, periodo p
  WHERE a.token_cliente = $1 AND ($3 = '' OR a.tipo_payload = $3)
    AND a.versao_em >= (p.de - 56)::timestamp AT TIME ZONE 'America/Sao_Paulo'
    AND a.versao_em < (p.ate + 1)::timestamp AT TIME ZONE 'America/Sao_Paulo'
  GROUP BY 1, 2
),
julgados AS (
  SELECT e.tipo_payload, (e.julgado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
         1000.0 * sum(e.duracao_ms) / nullif(sum(e.itens), 0) AS us_por_item,
         100.0 * sum(e.rejeitados) / nullif(sum(e.itens), 0) AS rejeitados_pct
  FROM lote_entidade e, periodo p
  WHERE e.token_cliente = $1 AND ($3 = '' OR e.tipo_payload = $3)
    AND e.julgado_em >= (p.de - 56)::timestamp AT TIME ZONE 'America/Sao_Paulo'
  GROUP BY 1, 2
),
rendimentos AS (
  SELECT o.nr_unidade_desossa AS planta, o.dt_abate AS dia,
         100.0 * sum(o.peso_caixas) / nullif(sum(o.peso_quartos), 0) AS rendimento_pct
  FROM service_ordens_desossa o, periodo p
  WHERE o.token_cliente = $1 AND o.dt_abate BETWEEN p.de - 56 AND p.ate
    AND o.peso_caixas > 0 AND o.peso_quartos > 0
  GROUP BY 1, 2
),
valores AS (
  SELECT 'volume' AS medida, tipo_payload AS serie, dia, registros::float8 AS valor, 0.15 AS piso
  FROM arquivos
  UNION ALL
  SELECT 'duracao', tipo_payload, dia, us_por_item, 0.25 FROM julgados WHERE us_por_item IS NOT NULL
  UNION ALL
  SELECT 'rejeicao', tipo_payload, dia, rejeitados_pct, 0.5 FROM julgados
  WHERE rejeitados_pct IS NOT NULL
  UNION ALL
  SELECT 'rendimento', planta, dia, rendimento_pct, 0.01 FROM rendimentos
  WHERE $3 = '' AND rendimento_pct BETWEEN 0 AND 200
),
esperado AS (
  SELECT v.*, e.mediana,
         greatest(1.4826 * e.desvio, v.piso * abs(e.mediana) / 4.5, 1e-9) AS escala, e.dias
  FROM valores v
  CROSS JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a.valor) AS mediana, count(*) AS dias
    FROM valores a
    WHERE a.medida = v.medida AND a.serie = v.serie AND a.dia < v.dia AND a.dia >= v.dia - 56
      AND (extract(isodow FROM a.dia) = 7) = (extract(isodow FROM v.dia) = 7)
  ) m
  CROSS JOIN LATERAL (
    SELECT m.mediana, m.dias,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(a.valor - m.mediana)) AS desvio
    FROM valores a
    WHERE a.medida = v.medida AND a.serie = v.serie AND a.dia < v.dia AND a.dia >= v.dia - 56
      AND (extract(isodow FROM a.dia) = 7) = (extract(isodow FROM v.dia) = 7)
  ) e
),
faixas AS (
  SELECT x.medida, x.serie, x.dia, x.valor, x.mediana, x.dias >= 20 AS sabe,
         CASE x.medida WHEN 'volume' THEN least(x.mediana - 4.5 * x.escala, x.mediana / 1.5)
                       WHEN 'rendimento' THEN x.mediana - greatest(4.5 * x.escala, 2)
                       ELSE 0 END AS minimo,
         CASE x.medida WHEN 'volume' THEN greatest(x.mediana + 4.5 * x.escala, x.mediana * 1.5)
                       WHEN 'duracao' THEN greatest(x.mediana + 4.5 * x.escala, x.mediana * 3)
                       WHEN 'rejeicao' THEN x.mediana + greatest(4.5 * x.escala, 3)
                       ELSE x.mediana + greatest(4.5 * x.escala, 2) END AS maximo
  FROM esperado x, periodo p WHERE x.dia BETWEEN p.de AND p.ate
),
pontos AS (
  SELECT medida, serie, jsonb_agg(jsonb_build_object('dia', x.dia, 'valor', round(x.valor::numeric, 3),
           'minimo', CASE WHEN x.sabe THEN round(greatest(0, x.minimo)::numeric, 3) END,
           'mediana', CASE WHEN x.sabe THEN round(x.mediana::numeric, 3) END,
           'maximo', CASE WHEN x.sabe THEN round(x.maximo::numeric, 3) END,
           'fora', x.sabe AND (x.valor < x.minimo OR x.valor > x.maximo)) ORDER BY x.dia) AS pontos
  FROM faixas x
  GROUP BY 1, 2
)
SELECT jsonb_build_object('de', (SELECT de FROM periodo), 'ate', (SELECT ate FROM periodo),
  'payloads', (SELECT coalesce(jsonb_agg(DISTINCT tipo_payload), '[]') FROM lote
               WHERE token_cliente = $1),
  'series', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.medida, s.serie), '[]') FROM pontos s)
)::text
