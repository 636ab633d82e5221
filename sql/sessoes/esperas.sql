-- The sessions that hold what sessions of this process wait for. $1: the application_name of those
-- that wait. A session of gdo is dead when its process's own sign of life, a session that asks again
-- and again, is older than the process's lease, or gone. Unknown is alive: a role that may not see
-- the other's activity finds NULLs.
SELECT d.pid,
       d.application_name,
       coalesce(d.usename, '?') AS usuario,
       coalesce(host(d.client_addr), '') AS endereco,
       coalesce(to_char(coalesce(d.xact_start, d.backend_start) AT TIME ZONE 'UTC',
                        'YYYY-MM-DD HH24:MI:SS "UTC"'), '?') AS desde,
       max(extract(epoch FROM clock_timestamp() - l.waitstart) * 1000)::bigint AS esperado_ms,
       coalesce(bool_or(d.application_name LIKE 'gdo/%' AND NOT EXISTS (
         SELECT FROM pg_stat_activity v
         WHERE v.application_name = 'gdo-vivo/' || split_part(d.application_name, '/', 2)
           AND coalesce(greatest(v.query_start, v.state_change), clock_timestamp())
               > statement_timestamp() - split_part(d.application_name, '/', 3)::bigint
                                     * interval '1 millisecond')), false) AS morto
FROM pg_stat_activity e
CROSS JOIN LATERAL unnest(pg_blocking_pids(e.pid)) AS b(pid)
JOIN pg_stat_activity d ON d.pid = b.pid
LEFT JOIN LATERAL (SELECT min(waitstart) AS waitstart FROM pg_locks
                   WHERE pid = e.pid AND NOT granted) l ON true
WHERE e.application_name = $1 AND e.wait_event_type = 'Lock' AND d.application_name <> $1
GROUP BY d.pid, d.application_name, d.usename, d.client_addr, d.xact_start, d.backend_start
