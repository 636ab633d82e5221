-- What the dashboard's pages read by: the books by tenant and time, open rejections, ended runs. No
-- page reads a whole table.
CREATE INDEX lote_por_cliente ON lote (token_cliente, tipo_payload, criado_em);
CREATE INDEX lote_entidade_por_cliente ON lote_entidade (token_cliente, julgado_em);
CREATE INDEX arquivo_por_versao ON arquivo (token_cliente, versao_em);
CREATE INDEX registro_rejeitado_aberto ON registro_rejeitado (token_cliente, id)
  WHERE status = 'aberto';
CREATE INDEX registro_rejeitado_encerrado ON registro_rejeitado (token_cliente, encerrado_em)
  WHERE status <> 'aberto';
CREATE INDEX log_processamento_rodadas ON log_processamento (id)
  WHERE status = 'finalizado' AND nome_arquivo IS NULL;
