-- Open rejections of records that boxes need, the newest first.
-- $1 tenant, $2 payloads, $3 at most so many of each.
SELECT r.id, r.tipo_payload, r.nome_arquivo, r.nr_registro, r.arquivo_id,
       concat_ws(':', r.motivos -> 0 ->> 'regra', nullif(r.motivos -> 0 ->> 'campo', '')) AS regra,
       r.conteudo
FROM unnest($2::text[]) p (tipo)
CROSS JOIN LATERAL (
  SELECT * FROM registro_rejeitado q
  WHERE q.token_cliente = $1 AND q.tipo_payload = p.tipo AND q.status = 'aberto'
  ORDER BY q.id DESC LIMIT $3::bigint) r
ORDER BY r.id DESC
