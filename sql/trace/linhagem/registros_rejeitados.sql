-- Raw's own rejections of a file ($1), also those healed since, by their numbers ($2).
SELECT nr_registro, byte_inicio, byte_tamanho, conteudo
FROM registro_rejeitado
WHERE arquivo_id = $1 AND camada = 'raw' AND nr_registro = ANY ($2::bigint[])
