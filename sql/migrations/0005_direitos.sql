-- The keys of applications, and what the log and the API need to know whose a row is.

-- A key's text is shown once and never stored: only its SHA-256. `revisao` rises with every change
-- but that of `usada_em`, so that a server sees what it has to read again.
CREATE TABLE chave_api (
  id             text PRIMARY KEY,
  token_cliente  text NOT NULL,
  papel          text NOT NULL
    CHECK (papel IN ('cliente', 'industria', 'varejo', 'operador', 'admin')),
  nome           text NOT NULL DEFAULT '',
  cnpjs          text[] NOT NULL DEFAULT '{}',
  redes          text[] NOT NULL DEFAULT '{}',
  sha256         bytea NOT NULL CHECK (length(sha256) = 32),
  revisao        bigint NOT NULL DEFAULT 1,
  criada_em      timestamptz NOT NULL DEFAULT clock_timestamp(),
  criada_por     text NOT NULL,
  expira         timestamptz,
  revogada_em    timestamptz,
  revogada_por   text,
  substitui      text REFERENCES chave_api (id),
  usada_em       timestamptz,
  CONSTRAINT chave_api_todos CHECK (token_cliente <> '*' OR papel IN ('operador', 'admin')),
  CONSTRAINT chave_api_cnpjs CHECK ((papel IN ('industria', 'varejo')) = (cnpjs <> '{}'))
);
CREATE INDEX chave_api_por_cliente ON chave_api (token_cliente);
-- Two live keys while one takes the other's place, not three.
CREATE UNIQUE INDEX chave_api_sucessora ON chave_api (substitui) WHERE revogada_em IS NULL;

-- Secrets that all processes of a server share: they seal cursors and tags of answers.
CREATE TABLE segredo (
  nome   text PRIMARY KEY,
  valor  bytea NOT NULL CHECK (length(valor) = 32)
);
INSERT INTO segredo
SELECT nome, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                    || uuid_send(gen_random_uuid()))
FROM (VALUES ('cursor'), ('etag')) n (nome);

-- The views that BI tools read, and the text that each was made from.
CREATE TABLE visao (
  nome  text PRIMARY KEY,
  hash  text NOT NULL
);

ALTER TABLE log_processamento ADD COLUMN IF NOT EXISTS token_cliente text;
CREATE INDEX IF NOT EXISTS log_processamento_por_cliente
  ON log_processamento (token_cliente, id);

-- What the API's role may ask of keys: it has no right on the table. Keys that are not dead; a
-- server asks often, so only for what has changed.
CREATE FUNCTION chaves_vivas() RETURNS TABLE (id text, revisao bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  RETURN QUERY SELECT c.id, c.revisao FROM chave_api c
    WHERE c.revogada_em IS NULL AND (c.expira IS NULL OR c.expira > now());
END $$;

CREATE FUNCTION chave_viva(p_id text) RETURNS TABLE
  (token_cliente text, papel text, cnpjs text, redes text, sha256 text, expira_us bigint,
   revisao bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  RETURN QUERY SELECT c.token_cliente, c.papel, array_to_string(c.cnpjs, ','),
      array_to_string(c.redes, ','), encode(c.sha256, 'hex'),
      (extract(epoch FROM c.expira) * 1000000)::bigint, c.revisao
    FROM chave_api c
    WHERE c.id = p_id AND c.revogada_em IS NULL AND (c.expira IS NULL OR c.expira > now());
END $$;

CREATE FUNCTION chaves_usadas(p_ids text[], p_us bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
BEGIN
  UPDATE chave_api c SET usada_em = greatest(c.usada_em, u.em)
  FROM (SELECT k.id, to_timestamp(k.us / 1000000.0) AS em FROM unnest(p_ids, p_us) AS k (id, us)) u
  WHERE c.id = u.id AND c.usada_em IS DISTINCT FROM greatest(c.usada_em, u.em);
END $$;

CREATE FUNCTION segredo_de(p_nome text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  RETURN (SELECT s.valor FROM segredo s WHERE s.nome = p_nome);
END $$;

-- Search for a part of a name or a CAR. LIKE tells of rows that it sees (it is not leakproof), so
-- row level security keeps it from every index: these look for keys as their owner, of the tenant in
-- the setting only, and whoever asks reads the rows of those keys again under row level security.
CREATE FUNCTION padrao_de_busca(p_texto text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '%' || replace(replace(replace(upper(p_texto), '\', '\\'), '%', '\%'), '_', '\_') || '%'
  WHERE char_length(p_texto) >= 3
$$;

CREATE FUNCTION busca_lotes_abate(p_coluna text, p_texto text)
RETURNS TABLE (nr_unidade_abate text, dt_abate date, nr_lote_abate integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
  cliente text := nullif(current_setting('gdo.cliente', true), '');
  padrao text := padrao_de_busca(p_texto);
BEGIN
  IF p_coluna = 'prod_nome_razaosocial' THEN
    RETURN QUERY SELECT t.nr_unidade_abate, t.dt_abate, t.nr_lote_abate FROM service_lotes_abate t
      WHERE t.token_cliente = cliente AND upper(t.prod_nome_razaosocial) LIKE padrao LIMIT 1000;
  ELSIF p_coluna = 'faz_nome' THEN
    RETURN QUERY SELECT t.nr_unidade_abate, t.dt_abate, t.nr_lote_abate FROM service_lotes_abate t
      WHERE t.token_cliente = cliente AND upper(t.faz_nome) LIKE padrao LIMIT 1000;
  ELSIF p_coluna = 'faz_nr_car' THEN
    RETURN QUERY SELECT t.nr_unidade_abate, t.dt_abate, t.nr_lote_abate FROM service_lotes_abate t
      WHERE t.token_cliente = cliente AND upper(t.faz_nr_car) LIKE padrao LIMIT 1000;
  ELSE
    RAISE EXCEPTION 'this column is not searched' USING ERRCODE = 'invalid_parameter_value';
  END IF;
END $$;

CREATE FUNCTION busca_vendas(p_coluna text, p_texto text)
RETURNS TABLE (cnpj_local_estoque text, nr_pedido text, carga text)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
  cliente text := nullif(current_setting('gdo.cliente', true), '');
  padrao text := padrao_de_busca(p_texto);
BEGIN
  IF p_coluna = 'nf_destino_nome_razaosocial' THEN
    RETURN QUERY SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga FROM service_vendas t
      WHERE t.token_cliente = cliente AND upper(t.nf_destino_nome_razaosocial) LIKE padrao
      LIMIT 1000;
  ELSIF p_coluna = 'nf_origem_nome_razaosocial' THEN
    RETURN QUERY SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga FROM service_vendas t
      WHERE t.token_cliente = cliente AND upper(t.nf_origem_nome_razaosocial) LIKE padrao
      LIMIT 1000;
  ELSIF p_coluna = 'nome_transportadora' THEN
    RETURN QUERY SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga FROM service_vendas t
      WHERE t.token_cliente = cliente AND upper(t.nome_transportadora) LIKE padrao LIMIT 1000;
  ELSE
    RAISE EXCEPTION 'this column is not searched' USING ERRCODE = 'invalid_parameter_value';
  END IF;
END $$;

-- Personal data as those see them who may not see them whole; the same rules as gdo's exports. What
-- belongs to a company is no personal data: its CNPJ (14 characters) says so.
CREATE FUNCTION de_empresa(documento text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(documento ~ '^[0-9A-Z]{14}$', false)
$$;
CREATE FUNCTION mascara_documento(documento text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN documento ~ '^[0-9A-Z]{14}$' THEN documento
              WHEN documento ~ '^[0-9]{11}$'
                THEN '***.' || substr(documento, 4, 3) || '.' || substr(documento, 7, 3) || '-**'
              WHEN documento IS NOT NULL THEN '***' END
$$;
CREATE FUNCTION mascara_nome(nome text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(regexp_replace(nome, ' *([^ ])[^ ]*', '\1. ', 'g'), ' ')
$$;
CREATE FUNCTION mascara_fazenda(chave text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN strpos(chave, '/') = 0 OR chave ~ '^[0-9A-Z]{14}/.*/' THEN chave
              WHEN chave !~ '/.*/' THEN '***'
              ELSE (SELECT mascara_documento(p[1]) || '/' || mascara_nome(p[2]) || '/' || p[3]
                    FROM regexp_match(chave, '^([^/]*)/(.*)/([^/]*)$') p) END
$$;

-- Functions that run as their owner look for tables in this schema, and never in the caller's own.
DO $$
DECLARE funcao regprocedure;
BEGIN
  FOR funcao IN SELECT p.oid FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = current_schema()::regnamespace
      AND p.proname IN ('chaves_vivas', 'chave_viva', 'chaves_usadas', 'segredo_de',
                        'busca_lotes_abate', 'busca_vendas')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', funcao,
                   current_schema());
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', funcao);
  END LOOP;
END $$;
