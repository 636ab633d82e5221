-- parametros: status, payload, regra, campo, arquivo, antes
-- A page of refused records, the newest first: of a status ($2; '' = open), payload ($3), rule ($4)
-- and field ($5), file ($6), before the row $7.
WITH r AS (
  SELECT id, tipo_payload, camada, entidade, arquivo_id, nome_arquivo, nr_registro, nr_item,
         byte_inicio, byte_tamanho, status, criado_em, encerrado_em, encerrado_por,
         motivo_descarte,
         (SELECT jsonb_agg(m - 'valor' ORDER BY n)
          FROM jsonb_array_elements(motivos) WITH ORDINALITY e (m, n)) AS motivos
  FROM registro_rejeitado
  WHERE token_cliente = $1 AND status = coalesce(nullif($2, ''), 'aberto')
    AND ($3 = '' OR tipo_payload = $3)
    AND ($4 = '' OR motivos @> jsonb_build_array(jsonb_build_object('regra', $4::text, 'campo', $5::text)))
    AND ($6 = '' OR arquivo_id = nullif($6, '')::bigint)
    AND ($7 = '' OR id < nullif($7, '')::bigint)
  ORDER BY id DESC LIMIT 50
)
SELECT jsonb_build_object('dados', coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.id DESC), '[]'),
  'proximo', CASE WHEN count(*) = 50 THEN min(r.id)::text END)::text
FROM r
