-- Takes what is done once a minute, whoever does it. $1 channel. No row: someone has done it.
INSERT INTO alerta_canal (canal, usado_em) VALUES ($1, clock_timestamp())
ON CONFLICT (canal) DO UPDATE SET usado_em = clock_timestamp()
WHERE alerta_canal.usado_em <= clock_timestamp() - interval '55 seconds'
RETURNING canal
