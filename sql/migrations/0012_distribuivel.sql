-- What a cluster takes, too, in which the tables of data are spread by tenant (Citus).

-- A change and the rows it speaks of become visible together only where they lie together: the queue
-- is a table of data, and its key begins with the tenant.
ALTER TABLE mudanca DROP CONSTRAINT mudanca_pkey;
ALTER TABLE mudanca ADD CONSTRAINT mudanca_pkey PRIMARY KEY (token_cliente, id);

-- What an export of events says in its own words: functions of the schema, which every node has.
-- Values travel as settings of the transaction: gdo.exporta_uri (the base of every identifier, with
-- the tenant), gdo.exporta_fuso.

-- Text as a part of an address: percent-encoded (RFC 3986).
CREATE FUNCTION exporta_codificada(texto text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(CASE WHEN letra ~ '^[A-Za-z0-9._~-]$' THEN letra
                         ELSE upper(regexp_replace(encode(convert_to(letra, 'UTF8'), 'hex'),
                                                   '(..)', '%\1', 'g')) END, '' ORDER BY n)
  FROM regexp_split_to_table(texto, '') WITH ORDINALITY l (letra, n)
$$;

-- The identifier of a thing: the base and its parts. Called for every animal and box: a function in
-- SQL, which starts a query each time, took most of an export.
CREATE FUNCTION exporta_uri(VARIADIC partes text[]) RETURNS text LANGUAGE plpgsql STABLE AS $$
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
      endereco := endereco || '/' || exporta_codificada(parte);
    END IF;
  END LOOP;
  RETURN endereco;
END
$$;

-- The first moment of a day where the plants are.
CREATE FUNCTION exporta_inicio(dia date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT dia::timestamp AT TIME ZONE current_setting('gdo.exporta_fuso')
$$;

CREATE FUNCTION exporta_iso(momento timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(momento AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- "-03:00"
CREATE FUNCTION exporta_deslocamento(momento timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN m < 0 THEN '-' ELSE '+' END || lpad((abs(m) / 60)::text, 2, '0') || ':'
         || lpad((abs(m) % 60)::text, 2, '0')
  FROM (SELECT (extract(epoch FROM (momento AT TIME ZONE current_setting('gdo.exporta_fuso'))
                                   - (momento AT TIME ZONE 'UTC')) / 60)::integer) x (m)
$$;

-- Without what is null, and with an identifier that follows from what the event says: the same
-- event has the same one in every export.
CREATE FUNCTION exporta_evento(dados json) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"eventID":"urn:uuid:' || substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-8'
         || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21, 12) || '",'
         || substr(t, 2)
  FROM (SELECT json_strip_nulls(dados)::text) x (t),
       LATERAL (SELECT encode(sha256(convert_to(t, 'UTF8')), 'hex')) y (h)
$$;
