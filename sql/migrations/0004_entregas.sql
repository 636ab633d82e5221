-- Deliveries: which of two wins, one that was taken back, and files that changed after their move.

-- A version's further members: the object's own time and generation, which decide between names
-- that carry the same time. A name with a time later than the object's own by more than a day is
-- not believed: then versao_em is the object's time, and any delivery that is believed is newer.
ALTER TABLE arquivo
  ADD COLUMN versao_objeto_em  timestamptz NOT NULL DEFAULT 'epoch',
  ADD COLUMN versao_geracao    bigint NOT NULL DEFAULT 0,
  ADD COLUMN versao_futura     boolean NOT NULL DEFAULT false,
  ADD COLUMN retirado_em       timestamptz,
  ADD COLUMN retirado_por      text,
  ADD COLUMN motivo_retirada   text;

-- `retirado`: an operator took the delivery back. Its raw rows stay as a proof; trusted ignores them.
ALTER TABLE arquivo DROP CONSTRAINT arquivo_status;
ALTER TABLE arquivo ADD CONSTRAINT arquivo_status CHECK
  (status IN ('reservado', 'carregado', 'duplicado', 'substituido', 'erro', 'retirado'));

-- What left pending/ lately is looked at again: a writer may have had it open.
CREATE INDEX arquivo_por_movido ON arquivo (movido_em) WHERE movido_em IS NOT NULL;
-- Broken files that nothing mended yet.
CREATE INDEX arquivo_quebrado ON arquivo (token_cliente, tipo_payload, nome_arquivo)
  WHERE status = 'erro';
