-- What an export of events needs in its session. Values travel as settings of the transaction:
-- gdo.exporta_uri (the base of every identifier, with the tenant), gdo.exporta_fuso.

-- Text as a part of an address: percent-encoded (RFC 3986).
CREATE OR REPLACE FUNCTION pg_temp.codificada(texto text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(CASE WHEN letra ~ '^[A-Za-z0-9._~-]$' THEN letra
                         ELSE upper(regexp_replace(encode(convert_to(letra, 'UTF8'), 'hex'),
                                                   '(..)', '%\1', 'g')) END, '' ORDER BY n)
  FROM regexp_split_to_table(texto, '') WITH ORDINALITY l (letra, n)
$$;

-- The identifier of a thing: the base and its parts. Called for every animal and box: a function in
-- SQL, which starts a query each time, took most of an export.
CREATE OR REPLACE FUNCTION pg_temp.uri(VARIADIC partes text[]) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  endereco text := current_setting('gdo.exporta_uri');
  parte text;
BEGIN
  FOREACH parte IN ARRAY partes LOOP
    IF parte IS NULL OR parte = '' THEN
      endereco := endereco || '/-';
    ELSIF parte ~ '^[A-Za-z0-9._~-]+$' THEN
      endereco := endereco || '/' || parte;
    ELSE
      endereco := endereco || '/' || pg_temp.codificada(parte);
    END IF;
  END LOOP;
  RETURN endereco;
END
$$;

-- The first moment of a day where the plants are.
CREATE OR REPLACE FUNCTION pg_temp.inicio(dia date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT dia::timestamp AT TIME ZONE current_setting('gdo.exporta_fuso')
$$;

CREATE OR REPLACE FUNCTION pg_temp.iso(momento timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(momento AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- "-03:00"
CREATE OR REPLACE FUNCTION pg_temp.deslocamento(momento timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN m < 0 THEN '-' ELSE '+' END || lpad((abs(m) / 60)::text, 2, '0') || ':'
         || lpad((abs(m) % 60)::text, 2, '0')
  FROM (SELECT (extract(epoch FROM (momento AT TIME ZONE current_setting('gdo.exporta_fuso'))
                                   - (momento AT TIME ZONE 'UTC')) / 60)::integer) x (m)
$$;

-- Without what is null, and with an identifier that follows from what the event says: the same
-- event has the same one in every export.
CREATE OR REPLACE FUNCTION pg_temp.evento(dados json) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"eventID":"urn:uuid:' || substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-8'
         || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21, 12) || '",'
         || substr(t, 2)
  FROM (SELECT json_strip_nulls(dados)::text) x (t),
       LATERAL (SELECT encode(sha256(convert_to(t, 'UTF8')), 'hex')) y (h)
$$;

-- What the events are about; n is a thing's place in the order of the document.
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
