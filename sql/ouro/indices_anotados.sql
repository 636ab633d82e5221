-- The indexes that the table of the model $1 waits for, held until the end of the transaction.
SELECT i.definicao
FROM modelo m CROSS JOIN LATERAL unnest(m.indices) i (definicao)
WHERE m.nome = $1
FOR NO KEY UPDATE OF m SKIP LOCKED
