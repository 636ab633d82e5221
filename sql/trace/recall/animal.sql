-- Where an animal was slaughtered. $1 tenant, $2 id_animal.
SELECT nr_unidade_abate, dt_abate, nr_sequencial
FROM service_animais
WHERE token_cliente = $1 AND id_animal = $2 AND nr_sequencial IS NOT NULL
