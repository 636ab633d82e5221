SELECT a.nome_arquivo FROM raw_caixas r JOIN arquivo a ON a.id = r.arquivo_id
