-- parametros: dias, payload
-- Which rules refused how much of a tenant's ($1) items, over the last $2 days of arrivals ('' = 30),
-- of one payload ($3) or all: from the books that trusted keeps with each lote.
WITH periodo AS (
  SELECT (now() AT TIME ZONE 'America/Sao_Paulo')::date AS ate,
         (now() AT TIME ZONE 'America/Sao_Paulo')::date
           - (least(greatest(coalesce(nullif($2, '')::int, 30), 1), 400) - 1) AS de
),
lotes AS (
  SELECT e.lote_id, e.entidade, e.tipo_payload, e.itens, e.rejeitados, e.com_avisos,
         (e.julgado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia
  FROM lote_entidade e, periodo p
  WHERE e.token_cliente = $1 AND ($3 = '' OR e.tipo_payload = $3)
    AND e.julgado_em >= p.de::timestamp AT TIME ZONE 'America/Sao_Paulo'
),
violacoes AS (
  SELECT l.dia, l.tipo_payload, l.entidade, q.regra, q.campo, q.acao, q.violados
  FROM lotes l JOIN qualidade q ON q.lote_id = l.lote_id AND q.entidade = l.entidade
  WHERE NOT q.passo AND q.violados > 0 AND q.acao IN ('reject', 'warn')
),
regras AS (
  SELECT tipo_payload, entidade, regra, campo, acao, sum(violados) AS violados,
         min(dia) AS primeiro_dia, max(dia) AS ultimo_dia
  FROM violacoes GROUP BY 1, 2, 3, 4, 5
),
maiores AS (
  SELECT regra, campo FROM violacoes WHERE acao = 'reject'
  GROUP BY 1, 2 ORDER BY sum(violados) DESC, 1, 2 LIMIT 4
),
por_dia AS (
  SELECT v.dia, CASE WHEN m.regra IS NULL THEN 'outras' ELSE v.regra || ':' || v.campo END AS serie,
         sum(v.violados) AS violados
  FROM violacoes v LEFT JOIN maiores m USING (regra, campo)
  WHERE v.acao = 'reject'
  GROUP BY 1, 2
),
abertas AS (
  SELECT camada, tipo_payload, count(*) AS registros, min(criado_em) AS mais_antigo
  FROM registro_rejeitado
  WHERE token_cliente = $1 AND status = 'aberto' AND ($3 = '' OR tipo_payload = $3)
  GROUP BY 1, 2
)
SELECT jsonb_build_object(
  'de', (SELECT de FROM periodo), 'ate', (SELECT ate FROM periodo),
  'itens', (SELECT coalesce(sum(itens), 0) FROM lotes),
  'rejeitados', (SELECT coalesce(sum(rejeitados), 0) FROM lotes),
  'com_avisos', (SELECT coalesce(sum(com_avisos), 0) FROM lotes),
  'dias', (SELECT coalesce(jsonb_agg(d ORDER BY d.dia), '[]')
           FROM (SELECT dia, sum(itens) AS itens, sum(rejeitados) AS rejeitados
                 FROM lotes GROUP BY 1) d),
  'por_dia', (SELECT coalesce(jsonb_agg(p ORDER BY p.dia, p.serie), '[]') FROM por_dia p),
  'regras', (SELECT coalesce(jsonb_agg(r ORDER BY r.acao, r.violados DESC, r.regra, r.campo), '[]')
             FROM (SELECT * FROM regras ORDER BY acao, violados DESC, regra, campo LIMIT 200) r),
  'abertas', (SELECT coalesce(jsonb_agg(a ORDER BY a.camada, a.tipo_payload), '[]') FROM abertas a),
  'ultima_resolvida', (SELECT max(encerrado_em) FROM registro_rejeitado
                       WHERE token_cliente = $1 AND status <> 'aberto')
)::text
