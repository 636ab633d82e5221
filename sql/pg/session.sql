-- Not as a startup option: connection poolers refuse those.
-- name: session_settings
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'iso_8601';
SET standard_conforming_strings = on;
SET bytea_output = 'hex';
SET extra_float_digits = 1;
-- A client that hangs, or whose network is silent, gives up what it holds in the end.
SET idle_in_transaction_session_timeout = '10min';
SET tcp_keepalives_idle = 30;
SET tcp_keepalives_interval = 10;
SET tcp_keepalives_count = 3;
SET tcp_user_timeout = 60000;
-- What a transaction sets holds on every node of a cluster (Citus) that takes part in it.
SET citus.propagate_set_commands = 'local';
-- Nor is its lock waited for without end.
SET lock_timeout = '60s';
-- The views that BI tools read are in a schema gdo: of a login gdo, the first in which tables would
-- be made.
SELECT set_config('search_path', coalesce(nullif(regexp_replace(current_setting('search_path'),
    '^"?\$user"?(, *|$)', ''), ''), 'public'), false)
WHERE current_user = 'gdo'
  AND NOT EXISTS (SELECT FROM pg_class WHERE relname = 'migracao'
    AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'gdo'));
SELECT pg_backend_pid()
