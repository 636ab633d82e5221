-- What the peer's statement says often. Plain SQL functions, so that the planner puts their text
-- in its place.

-- Text as the contracts keep it: outer spaces off, form C, runs of white space become one.
CREATE OR REPLACE FUNCTION pg_temp.tidy(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN octet_length(t) <> char_length(t)
                THEN btrim(regexp_replace(normalize(t, NFC), '\s+', ' ', 'g'))
              WHEN t ~ '^\s|\s$|\s\s' THEN btrim(regexp_replace(t, '\s+', ' ', 'g'))
              ELSE t END
$$;
-- Nothing, in its three spellings.
CREATE OR REPLACE FUNCTION pg_temp.known(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN upper(t) IN ('', 'NA', 'N/A') THEN NULL ELSE t END
$$;
CREATE OR REPLACE FUNCTION pg_temp.whole(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT t ~ '^-?\d{1,9}$'
$$;
-- ISO, or day first with slashes.
CREATE OR REPLACE FUNCTION pg_temp.day(t text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN t ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])' THEN left(t, 10)::date
              WHEN t ~ '^(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}$'
                THEN to_date(t, 'DD/MM/YYYY') END
$$;
CREATE OR REPLACE FUNCTION pg_temp.moment(t text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN t ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?$'
                THEN t::timestamp AT TIME ZONE 'America/Sao_Paulo'
              WHEN t ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$'
                THEN t::timestamptz END
$$;
-- 1234.56, or 1.234,56.
CREATE OR REPLACE FUNCTION pg_temp.amount(t text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN t ~ '^-?\d+(\.\d+)?$' THEN t::numeric
              WHEN t ~ '^-?\d{1,3}(\.\d{3})*(,\d+)?$|^-?\d+,\d+$'
                THEN replace(replace(t, '.', ''), ',', '.')::numeric END
$$;
