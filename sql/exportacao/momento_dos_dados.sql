-- When the newest data of a tenant ($1) was judged, or its gold rebuilt.
SELECT to_char(date_trunc('second', coalesce(greatest(
         (SELECT max(trusted_em) FROM lote WHERE token_cliente = $1),
         (SELECT max(reconstruido_em) FROM modelo_cliente WHERE token_cliente = $1)),
       'epoch')) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
