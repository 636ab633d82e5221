-- Takes the changes for the model $1 and the tenant $2 out of the queue.
WITH lidas AS (
  DELETE FROM mudanca WHERE modelo = $1 AND token_cliente = $2 RETURNING entidade, ligacao
)
INSERT INTO mudancas SELECT DISTINCT entidade, ligacao FROM lidas
