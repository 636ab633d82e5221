-- What trusted keeps about its work: which lotes wait, their books, the quality of what they
-- brought, and which links changed for gold to follow. Plain tables of the coordinator, too.

-- A lote waits for trusted from its raw commit on, and again when its version rises. The worker
-- that holds its row lock works on it; a dead worker's lock is gone with its session.
ALTER TABLE lote
  ADD COLUMN trusted_pendente boolean NOT NULL DEFAULT true,
  ADD COLUMN trusted_em       timestamptz,
  ADD COLUMN trusted_erro     text;
CREATE INDEX lote_trusted_pendente ON lote (tipo_payload, id) WHERE trusted_pendente;

-- A file of which more was rejected than its contract's rejection_limit allows: nothing of it is
-- published until it is judged again.
ALTER TABLE arquivo ADD COLUMN trusted_bloqueado boolean NOT NULL DEFAULT false;

-- The books of a lote's last judgement, an entity each ('' = records of no known shape).
CREATE TABLE lote_entidade (
  lote_id          bigint NOT NULL REFERENCES lote (id),
  entidade         text NOT NULL,
  token_cliente    text NOT NULL,
  tipo_payload     text NOT NULL,
  itens            bigint NOT NULL,
  aceitos          bigint NOT NULL,
  com_avisos       bigint NOT NULL,
  rejeitados       bigint NOT NULL,
  inseridos        bigint NOT NULL,
  atualizados      bigint NOT NULL,
  superados        bigint NOT NULL,
  filhos           bigint NOT NULL,
  contrato_versao  text NOT NULL,
  duracao_ms       bigint NOT NULL,
  julgado_em       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (lote_id, entidade),
  CONSTRAINT lote_entidade_itens CHECK (itens = aceitos + rejeitados),
  CONSTRAINT lote_entidade_aceitos CHECK (aceitos = inseridos + atualizados + superados)
);

-- The quality report: what each rule (or cleaning step, passo) did to a lote's values.
CREATE TABLE qualidade (
  lote_id        bigint NOT NULL REFERENCES lote (id),
  token_cliente  text NOT NULL,
  tipo_payload   text NOT NULL,
  entidade       text NOT NULL,
  campo          text NOT NULL,
  regra          text NOT NULL,
  acao           text NOT NULL,
  passo          boolean NOT NULL,
  verificados    bigint NOT NULL,
  alterados      bigint NOT NULL,
  violados       bigint NOT NULL,
  PRIMARY KEY (lote_id, entidade, campo, regra, acao, passo)
);

-- Members seen in a tenant's payloads, for drift: new, vanished and retyped ones.
CREATE TABLE membro_visto (
  token_cliente  text NOT NULL,
  tipo_payload   text NOT NULL,
  entidade       text NOT NULL,
  caminho        text NOT NULL,
  conhecido      boolean NOT NULL,
  tipos          text[] NOT NULL,
  visto_em       timestamptz NOT NULL DEFAULT clock_timestamp(),
  lote_id        bigint NOT NULL,
  PRIMARY KEY (token_cliente, tipo_payload, entidade, caminho)
);

-- The gold models, and the entities (or other models) whose changes each follows. Filled by
-- `gdo migrate` from the heads of the models. A model that is new or changed is rebuilt.
CREATE TABLE modelo (
  nome         text PRIMARY KEY,
  hash         text NOT NULL,
  criado_em    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE modelo_entrada (
  modelo    text NOT NULL REFERENCES modelo (nome) ON DELETE CASCADE,
  entidade  text NOT NULL,
  PRIMARY KEY (modelo, entidade)
);

-- Links whose rows changed, old and new: {"nr_unidade_abate": "9999", "dt_abate": "2025-01-27", …}.
-- Written with the change, a row for each model that follows the entity; a model deletes the rows
-- it has read.
CREATE TABLE mudanca (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  modelo         text NOT NULL,
  token_cliente  text NOT NULL,
  entidade       text NOT NULL,
  ligacao        jsonb NOT NULL,
  lote_id        bigint,
  criado_em      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX mudanca_por_modelo ON mudanca (modelo, token_cliente);

-- What an operator should look at. One open alert for a `chave`; again only raises its count.
CREATE TABLE alerta (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_cliente   text,
  tipo            text NOT NULL,
  severidade      text NOT NULL CHECK (severidade IN ('aviso', 'erro')),
  chave           text NOT NULL,
  mensagem        text NOT NULL,
  detalhes        jsonb NOT NULL DEFAULT '{}',
  vezes           bigint NOT NULL DEFAULT 1,
  status          text NOT NULL DEFAULT 'aberto' CHECK (status IN ('aberto', 'reconhecido', 'resolvido')),
  criado_em       timestamptz NOT NULL DEFAULT clock_timestamp(),
  visto_em        timestamptz NOT NULL DEFAULT clock_timestamp(),
  encerrado_em    timestamptz,
  encerrado_por   text
);
CREATE UNIQUE INDEX alerta_aberto ON alerta (chave) WHERE status = 'aberto';

ALTER TABLE registro_rejeitado
  ADD COLUMN entidade      text,
  ADD COLUMN encerrado_em  timestamptz,
  ADD COLUMN encerrado_por text,
  ADD COLUMN motivo_descarte text;
CREATE INDEX registro_rejeitado_por_lote ON registro_rejeitado (lote_id);
