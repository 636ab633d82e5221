-- Closes the open alerts of a kind that are over. $1 kind, $2 the keys that are not.
UPDATE alerta SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE status = 'aberto' AND tipo = $1 AND NOT chave = ANY($2::text[])
