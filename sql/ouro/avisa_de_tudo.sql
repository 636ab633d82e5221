-- Tells the model $1 that everything of $3 may have changed for the tenant $2; $4 says so.
INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao) VALUES ($1, $2, $3, $4::jsonb)
