-- name: create_raw_table
CREATE TABLE IF NOT EXISTS {} (
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "byte_inicio" bigint NOT NULL,
  "data_processamento" timestamptz NOT NULL,
  "byte_tamanho" integer NOT NULL,
  "token_cliente" text NOT NULL,
{}  "nome_arquivo" text NOT NULL,
  "dados_completos" json COMPRESSION lz4 NOT NULL
) PARTITION BY RANGE ("data_processamento");

-- name: create_raw_indexes
CREATE INDEX IF NOT EXISTS {} ON {} USING brin ("data_processamento");
CREATE INDEX IF NOT EXISTS {} ON {} ("lote_id");

-- name: create_partition
CREATE TABLE {1} (LIKE {0} INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT {2} CHECK ({3} IS NOT NULL AND {3} >= {4} AND {3} < {5}));
ALTER TABLE {0} ATTACH PARTITION {1} FOR VALUES FROM ({4}) TO ({5});
ALTER TABLE {1} DROP CONSTRAINT {2};
