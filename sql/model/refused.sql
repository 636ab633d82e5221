-- name: all_keys
CREATE TEMP TABLE todas_chaves ON COMMIT DROP AS
SELECT row_number() OVER () AS numero, c.*
FROM (SELECT DISTINCT {} FROM chaves) c

-- name: keys_of_rows
SELECT concat_ws('/', {}) FROM todas_chaves WHERE numero = ANY ($1::bigint[]) ORDER BY 1

-- name: create_keys
CREATE TEMP TABLE chaves ON COMMIT DROP AS
SELECT {0}
FROM ({1}) p UNION
SELECT {0}
FROM {2}
WHERE token_cliente = $1

-- name: insert_missing_keys
INSERT INTO chaves SELECT {0} FROM ({1}) linhas EXCEPT SELECT {0} FROM chaves
