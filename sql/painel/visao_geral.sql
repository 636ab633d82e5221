-- parametros: dia
-- alertas: alertas
-- What the overview shows of a tenant ($1) and of a local day of arrivals ($2; '' = today), as one
-- JSON document. Reads the books (lote, lote_entidade) and the ledger by index, never raw or the log.
WITH dia AS (
  SELECT coalesce(nullif($2, '')::date, (now() AT TIME ZONE 'America/Sao_Paulo')::date) AS dia
),
faixa AS (
  SELECT dia, dia::timestamp AT TIME ZONE 'America/Sao_Paulo' AS de,
         (dia + 1)::timestamp AT TIME ZONE 'America/Sao_Paulo' AS ate
  FROM dia
),
raw AS (
  SELECT coalesce(sum(l.arquivos), 0) AS arquivos, coalesce(sum(l.registros_lidos), 0) AS registros,
         coalesce(sum(l.registros_rejeitados), 0) AS rejeitados,
         coalesce(sum(l.duracao_ms), 0) AS duracao_ms
  FROM lote l, faixa f
  WHERE l.token_cliente = $1 AND l.criado_em >= f.de AND l.criado_em < f.ate
),
trusted AS (
  SELECT coalesce(sum(e.itens), 0) AS itens, coalesce(sum(e.rejeitados), 0) AS rejeitados,
         coalesce(sum(e.com_avisos), 0) AS com_avisos
  FROM lote_entidade e, faixa f
  WHERE e.token_cliente = $1 AND e.julgado_em >= f.de AND e.julgado_em < f.ate
),
-- The same weekday of the eight weeks before, hour by hour.
semanas AS (
  SELECT (e.julgado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
         extract(hour FROM e.julgado_em AT TIME ZONE 'America/Sao_Paulo')::int AS hora,
         sum(e.itens) AS itens
  FROM generate_series(0, 8) s (n)
  CROSS JOIN faixa f
  JOIN lote_entidade e ON e.token_cliente = $1
    AND e.julgado_em >= f.de - s.n * interval '7 days'
    AND e.julgado_em < f.ate - s.n * interval '7 days'
  GROUP BY 1, 2
),
horas AS (
  SELECT h.hora,
         CASE WHEN (d.dia + h.hora * interval '1 hour') AT TIME ZONE 'America/Sao_Paulo' <= now()
              THEN coalesce((SELECT sum(s.itens) FROM semanas s
                             WHERE s.dia = d.dia AND s.hora = h.hora), 0) END AS hoje,
         a.minimo, a.mediana, a.maximo
  FROM dia d
  CROSS JOIN generate_series(0, 23) h (hora)
  LEFT JOIN LATERAL (
    SELECT min(v.itens) AS minimo, percentile_cont(0.5) WITHIN GROUP (ORDER BY v.itens) AS mediana,
           max(v.itens) AS maximo
    FROM (SELECT p.dia, coalesce(s.itens, 0) AS itens
          FROM (SELECT DISTINCT dia FROM semanas) p
          LEFT JOIN semanas s ON s.dia = p.dia AND s.hora = h.hora
          WHERE p.dia < d.dia) v
  ) a ON true
),
regras AS (
  SELECT q.regra, q.campo, q.entidade, q.tipo_payload, sum(q.violados) AS violados
  FROM faixa f
  JOIN lote_entidade e ON e.token_cliente = $1 AND e.julgado_em >= f.de AND e.julgado_em < f.ate
  JOIN qualidade q ON q.lote_id = e.lote_id AND q.entidade = e.entidade
  WHERE q.acao = 'reject' AND NOT q.passo AND q.violados > 0
  GROUP BY 1, 2, 3, 4
),
-- Broken files whose name has not come whole since.
quebrados AS (
  SELECT a.id, a.tipo_payload, a.nome_arquivo, a.codigo_erro, a.mensagem_erro, a.linha, a.coluna,
         a.concluido_em, a.tamanho
  FROM arquivo a
  WHERE a.token_cliente = $1 AND a.status = 'erro' AND NOT EXISTS
    (SELECT FROM arquivo b
     WHERE b.token_cliente = a.token_cliente AND b.tipo_payload = a.tipo_payload
       AND b.nome_arquivo = a.nome_arquivo AND b.id > a.id AND b.status <> 'erro')
),
frescor AS (
  SELECT p.tipo_payload, l.criado_em AS ultimo, l.registros_lidos AS registros,
         (SELECT count(*) FROM quebrados q WHERE q.tipo_payload = p.tipo_payload) AS quebrados,
         (SELECT count(*) FROM lote t WHERE t.token_cliente = $1 AND t.tipo_payload = p.tipo_payload
            AND t.trusted_pendente) AS fila
  FROM (SELECT DISTINCT tipo_payload FROM lote WHERE token_cliente = $1) p
  CROSS JOIN LATERAL (
    SELECT criado_em, registros_lidos FROM lote
    WHERE token_cliente = $1 AND tipo_payload = p.tipo_payload ORDER BY criado_em DESC LIMIT 1
  ) l
),
-- The last day of production, which is the worklist's day, too.
producao AS (
  SELECT max(dt_producao) AS dia FROM service_desossa_diaria
  WHERE token_cliente = $1 AND dt_producao <= (SELECT dia FROM dia) AND caixas > 0
),
ouro AS (
  SELECT coalesce(sum(caixas), 0) AS caixas, coalesce(sum(caixas_rastreaveis), 0) AS rastreaveis,
         coalesce(sum(peso_caixas), 0) AS kg,
         coalesce(sum(peso_caixas), 0) - coalesce(sum(peso_rastreavel), 0) AS kg_sem_origem
  FROM service_desossa_diaria
  WHERE token_cliente = $1 AND dt_producao = (SELECT dia FROM producao)
)
SELECT jsonb_build_object(
  'dia', (SELECT dia FROM dia),
  'de', (SELECT de FROM faixa),
  'ate', (SELECT ate FROM faixa),
  'fuso', 'America/Sao_Paulo',
  'agora', now(),
  'ultimo_dado', (SELECT max(ultimo) FROM frescor),
  'raw', (SELECT to_jsonb(raw) FROM raw),
  'trusted', (SELECT to_jsonb(trusted) FROM trusted) || jsonb_build_object('fila',
    (SELECT coalesce(sum(fila), 0) FROM frescor)),
  'service', (SELECT to_jsonb(ouro) FROM ouro) || jsonb_build_object(
    'dia', (SELECT dia FROM producao),
    'fila', (SELECT count(*) FROM (SELECT 1 FROM mudanca WHERE token_cliente = $1 LIMIT 10000) m)),
  'horas', (SELECT jsonb_agg(to_jsonb(horas) ORDER BY hora) FROM horas),
  'regras', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.violados DESC, r.regra, r.campo), '[]')
             FROM (SELECT * FROM regras ORDER BY violados DESC, regra, campo LIMIT 12) r),
  'regras_total', (SELECT count(*) FROM regras),
  'quebrados_total', (SELECT count(*) FROM quebrados),
  'quebrados', (SELECT coalesce(jsonb_agg(to_jsonb(q) ORDER BY q.id DESC), '[]')
                FROM (SELECT * FROM quebrados ORDER BY id DESC LIMIT 5) q),
  'frescor', (SELECT coalesce(jsonb_agg(to_jsonb(frescor) ORDER BY tipo_payload), '[]') FROM frescor),
  'alertas_total', (SELECT count(*) FROM alerta
                    WHERE status = 'aberto' AND (token_cliente = $1 OR token_cliente IS NULL)),
  'alertas', (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.severidade DESC, a.id DESC), '[]')
              FROM (SELECT id, tipo, severidade, chave, mensagem, vezes, criado_em, visto_em,
                           detalhes - 'chaves' AS detalhes
                    FROM alerta
                    WHERE status = 'aberto' AND (token_cliente = $1 OR token_cliente IS NULL)
                    ORDER BY severidade DESC, id DESC LIMIT 8) a)
)::text
