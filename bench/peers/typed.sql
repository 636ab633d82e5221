-- Raw rows of the script's as `peer.sql` reads them: the record as jsonb, the versions of files.
CREATE TEMP TABLE raw_animais_jsonb AS
SELECT token_cliente, lote_id, arquivo_id, nr_registro, dados_completos::jsonb AS dados_completos
FROM peer_raw;
ANALYZE raw_animais_jsonb;
CREATE TEMP VIEW arquivo AS
SELECT id, modificado AS versao_em, modificado AS versao_objeto_em, 0::bigint AS versao_geracao,
  id AS versao_hash
FROM peer_file;
