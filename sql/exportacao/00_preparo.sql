-- What an export of events is about. Values travel as settings of the transaction: gdo.exporta_uri (the
-- base of every identifier, with the tenant), gdo.exporta_fuso; what the events say in their own words
-- are functions of the schema (0012_distribuivel.sql).

-- n is a thing's place in the order of the document.
CREATE TEMP TABLE exporta_ordens (
  n bigint PRIMARY KEY,
  nr_unidade_desossa text, nr_op_desossa text, nr_unidade_abate text, dt_abate date) ON COMMIT DROP;
CREATE TEMP TABLE exporta_lotes (
  n bigint PRIMARY KEY,
  nr_unidade_abate text, dt_abate date, nr_lote_abate integer) ON COMMIT DROP;
CREATE TEMP TABLE exporta_vendas (
  n bigint PRIMARY KEY,
  cnpj_local_estoque text, nr_pedido text, carga text) ON COMMIT DROP;
CREATE TEMP TABLE exporta_caixas (
  nr_unidade_desossa text, codigo_barras text) ON COMMIT DROP;

-- Those that one query is about, so that none has a year to sort: gdo.exporta_de < n <= gdo.exporta_ate.
CREATE TEMP VIEW exporta_parte_ordens AS SELECT * FROM exporta_ordens
WHERE n > current_setting('gdo.exporta_de')::bigint AND n <= current_setting('gdo.exporta_ate')::bigint;
CREATE TEMP VIEW exporta_parte_lotes AS SELECT * FROM exporta_lotes
WHERE n > current_setting('gdo.exporta_de')::bigint AND n <= current_setting('gdo.exporta_ate')::bigint;
CREATE TEMP VIEW exporta_parte_vendas AS SELECT * FROM exporta_vendas
WHERE n > current_setting('gdo.exporta_de')::bigint AND n <= current_setting('gdo.exporta_ate')::bigint;
