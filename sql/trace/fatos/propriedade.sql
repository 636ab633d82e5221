-- A farm that only an animal's own record names: nothing more is known of it.
-- $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('id_propriedade', k.id_propriedade) AS chave, json_build_object() AS dados
FROM json_to_recordset($2::json) k (id_propriedade text)
WHERE $1::text IS NOT NULL
