-- name: server_version
SELECT current_setting('server_version'), current_setting('server_version_num')::int,
  current_setting('server_encoding'), current_database(), current_user, coalesce((SELECT ssl
    FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)

-- name: schema_rights
SELECT has_schema_privilege(current_schema(), 'CREATE'),
  pg_is_in_recovery(), current_setting('fsync') = 'on',
  current_schema(), current_setting('transaction_read_only') = 'on'

-- name: has_version_columns
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('arquivo')
    AND attname = 'trusted_bloqueado')
