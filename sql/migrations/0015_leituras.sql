-- What every run and every look for alerts reads, however long the ledger and the log have grown.
CREATE INDEX log_processamento_camada ON log_processamento (camada, id)
  WHERE nome_arquivo IS NULL AND status IN ('erro', 'sucesso', 'finalizado');
CREATE INDEX log_processamento_deriva ON log_processamento (data_hora)
  WHERE camada = 'trusted' AND status = 'alerta';

-- By the bytes first: a file is looked for by what it holds, never among all of a tenant's.
DROP INDEX arquivo_conteudo_vivo;
CREATE UNIQUE INDEX arquivo_conteudo_vivo ON arquivo (sha256, token_cliente, tipo_payload)
  WHERE status = 'carregado';

-- A reserved file has neither: an index entry less a file.
DROP INDEX arquivo_por_lote;
CREATE INDEX arquivo_por_lote ON arquivo (lote_id) WHERE lote_id IS NOT NULL;
DROP INDEX arquivo_por_versao;
CREATE INDEX arquivo_por_versao ON arquivo (token_cliente, versao_em) WHERE versao_em IS NOT NULL;
