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

-- name: nodes_away
SELECT DISTINCT to_nodename || ':' || to_nodeport
FROM citus_check_cluster_node_health()
WHERE NOT result
ORDER BY 1

-- name: tables_not_spread
SELECT string_agg(c.relname, ', ' ORDER BY c.relname)
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace
  AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition
  AND (c.relname ~ '^(raw|trusted|service)_' OR c.relname = 'mudanca')
  AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = c.oid)
