-- When the rows of a model last changed for a tenant: what an answer of the API can be kept for.
ALTER TABLE modelo_cliente ADD COLUMN alterado_em timestamptz NOT NULL DEFAULT clock_timestamp();
