CREATE TABLE IF NOT EXISTS "raw_animais" (
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "byte_inicio" bigint NOT NULL,
  "data_processamento" timestamptz NOT NULL,
  "byte_tamanho" integer NOT NULL,
  "token_cliente" text NOT NULL,
  "nr_unidade_abate" text,
  "dt_abate" text,
  "nr_sequencial" text,
  "nr_banda" text,
  "id_animal" text,
  "id_propriedade" text,
  "nome_arquivo" text NOT NULL,
  "dados_completos" json COMPRESSION lz4 NOT NULL
) PARTITION BY RANGE ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_animais_data_idx" ON "raw_animais" USING brin ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_animais_lote_idx" ON "raw_animais" ("lote_id");
CREATE TABLE "raw_animais_2026_12" (LIKE "raw_animais" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "raw_animais_2026_12_span" CHECK ("data_processamento" IS NOT NULL AND "data_processamento" >= '2026-12-01 00:00:00+00' AND "data_processamento" < '2027-01-01 00:00:00+00'));
ALTER TABLE "raw_animais" ATTACH PARTITION "raw_animais_2026_12" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE "raw_animais_2026_12" DROP CONSTRAINT "raw_animais_2026_12_span";

CREATE TABLE IF NOT EXISTS "raw_caixas" (
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "byte_inicio" bigint NOT NULL,
  "data_processamento" timestamptz NOT NULL,
  "byte_tamanho" integer NOT NULL,
  "token_cliente" text NOT NULL,
  "nr_unidade_desossa" text,
  "nome_arquivo" text NOT NULL,
  "dados_completos" json COMPRESSION lz4 NOT NULL
) PARTITION BY RANGE ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_caixas_data_idx" ON "raw_caixas" USING brin ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_caixas_lote_idx" ON "raw_caixas" ("lote_id");
CREATE TABLE "raw_caixas_2026_12" (LIKE "raw_caixas" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "raw_caixas_2026_12_span" CHECK ("data_processamento" IS NOT NULL AND "data_processamento" >= '2026-12-01 00:00:00+00' AND "data_processamento" < '2027-01-01 00:00:00+00'));
ALTER TABLE "raw_caixas" ATTACH PARTITION "raw_caixas_2026_12" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE "raw_caixas_2026_12" DROP CONSTRAINT "raw_caixas_2026_12_span";

CREATE TABLE IF NOT EXISTS "raw_desossa" (
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "byte_inicio" bigint NOT NULL,
  "data_processamento" timestamptz NOT NULL,
  "byte_tamanho" integer NOT NULL,
  "token_cliente" text NOT NULL,
  "nr_unidade_desossa" text,
  "nr_op_desossa" text,
  "nr_unidade_abate" text,
  "dt_abate" text,
  "nome_arquivo" text NOT NULL,
  "dados_completos" json COMPRESSION lz4 NOT NULL
) PARTITION BY RANGE ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_desossa_data_idx" ON "raw_desossa" USING brin ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_desossa_lote_idx" ON "raw_desossa" ("lote_id");
CREATE TABLE "raw_desossa_2026_12" (LIKE "raw_desossa" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "raw_desossa_2026_12_span" CHECK ("data_processamento" IS NOT NULL AND "data_processamento" >= '2026-12-01 00:00:00+00' AND "data_processamento" < '2027-01-01 00:00:00+00'));
ALTER TABLE "raw_desossa" ATTACH PARTITION "raw_desossa_2026_12" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE "raw_desossa_2026_12" DROP CONSTRAINT "raw_desossa_2026_12_span";

CREATE TABLE IF NOT EXISTS "raw_escala" (
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "byte_inicio" bigint NOT NULL,
  "data_processamento" timestamptz NOT NULL,
  "byte_tamanho" integer NOT NULL,
  "token_cliente" text NOT NULL,
  "nr_unidade_abate" text,
  "dt_abate" text,
  "nr_lote_abate" text,
  "nome_arquivo" text NOT NULL,
  "dados_completos" json COMPRESSION lz4 NOT NULL
) PARTITION BY RANGE ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_escala_data_idx" ON "raw_escala" USING brin ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_escala_lote_idx" ON "raw_escala" ("lote_id");
CREATE TABLE "raw_escala_2026_12" (LIKE "raw_escala" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "raw_escala_2026_12_span" CHECK ("data_processamento" IS NOT NULL AND "data_processamento" >= '2026-12-01 00:00:00+00' AND "data_processamento" < '2027-01-01 00:00:00+00'));
ALTER TABLE "raw_escala" ATTACH PARTITION "raw_escala_2026_12" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE "raw_escala_2026_12" DROP CONSTRAINT "raw_escala_2026_12_span";

CREATE TABLE IF NOT EXISTS "raw_registro_venda" (
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "byte_inicio" bigint NOT NULL,
  "data_processamento" timestamptz NOT NULL,
  "byte_tamanho" integer NOT NULL,
  "token_cliente" text NOT NULL,
  "cnpj_local_estoque" text,
  "nr_pedido" text,
  "carga" text,
  "nome_arquivo" text NOT NULL,
  "dados_completos" json COMPRESSION lz4 NOT NULL
) PARTITION BY RANGE ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_registro_venda_data_idx" ON "raw_registro_venda" USING brin ("data_processamento");
CREATE INDEX IF NOT EXISTS "raw_registro_venda_lote_idx" ON "raw_registro_venda" ("lote_id");
CREATE TABLE "raw_registro_venda_2026_12" (LIKE "raw_registro_venda" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "raw_registro_venda_2026_12_span" CHECK ("data_processamento" IS NOT NULL AND "data_processamento" >= '2026-12-01 00:00:00+00' AND "data_processamento" < '2027-01-01 00:00:00+00'));
ALTER TABLE "raw_registro_venda" ATTACH PARTITION "raw_registro_venda_2026_12" FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE "raw_registro_venda_2026_12" DROP CONSTRAINT "raw_registro_venda_2026_12_span";

