-- From now on the model $1 is the one of the text $2.
INSERT INTO modelo (nome, hash) VALUES ($1, md5($2))
ON CONFLICT (nome) DO UPDATE SET hash = excluded.hash, criado_em = clock_timestamp()
