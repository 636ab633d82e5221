-- How operators hear of alerts. Plain tables of the coordinator.

-- An alert that was expected is closed, and its days stand in the calendar.
ALTER TABLE alerta DROP CONSTRAINT alerta_status_check;
ALTER TABLE alerta ADD CONSTRAINT alerta_status_check
  CHECK (status IN ('aberto', 'reconhecido', 'esperado', 'resolvido'));
ALTER TABLE alerta
  ADD COLUMN avisos           integer NOT NULL DEFAULT 0,
  ADD COLUMN avisar_em        timestamptz NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN tamanho_avisado  double precision,
  ADD COLUMN motivo           text;
CREATE INDEX alerta_por_chave ON alerta (chave);

-- One row a message: an alert, a channel, and the how manieth time. Whoever takes the row sends it;
-- while it is taken, tentar_em lies ahead.
CREATE TABLE alerta_envio (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alerta_id    bigint NOT NULL REFERENCES alerta (id) ON DELETE CASCADE,
  canal        text NOT NULL,
  ciclo        integer NOT NULL,
  tentativas   integer NOT NULL DEFAULT 0,
  tentar_em    timestamptz NOT NULL DEFAULT clock_timestamp(),
  criado_em    timestamptz NOT NULL DEFAULT clock_timestamp(),
  enviado_em   timestamptz,
  erro         text,
  CONSTRAINT alerta_envio_unico UNIQUE (alerta_id, canal, ciclo)
);
CREATE INDEX alerta_envio_a_enviar ON alerta_envio (tentar_em) WHERE enviado_em IS NULL;

-- What is done once a minute, whoever does it: Alertmanager, the heartbeat. Addresses are no
-- secrets here: a channel is its kind and a hash.
CREATE TABLE alerta_canal (
  canal        text PRIMARY KEY,
  usado_em     timestamptz NOT NULL,
  falha_desde  timestamptz,
  erro         text
);

-- Days on which a tenant ('*' = everybody) does not work, as operators said ("esperado").
CREATE TABLE dia_fechado (
  token_cliente  text NOT NULL,
  dia            date NOT NULL,
  motivo         text NOT NULL,
  criado_em      timestamptz NOT NULL DEFAULT clock_timestamp(),
  criado_por     text,
  PRIMARY KEY (token_cliente, dia)
);
