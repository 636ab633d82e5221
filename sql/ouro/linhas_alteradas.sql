-- What clients keep of the rows of the model $1 and the tenant $2 is old from now on.
UPDATE modelo_cliente SET alterado_em = clock_timestamp()
WHERE modelo = $1 AND token_cliente = $2
