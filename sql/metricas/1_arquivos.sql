-- Each file here gives rows of (metrica, tipo, ajuda, rotulos, valor): what Prometheus reads.
WITH a AS (
  SELECT tipo_payload, status, count(*) AS arquivos, sum(tentativas - 1) AS tomadas
  FROM arquivo GROUP BY 1, 2
)
SELECT 'gdo_files' AS metrica, 'gauge' AS tipo, 'Delivered files by what became of them.' AS ajuda,
       format('payload="%s",status="%s"', tipo_payload, status) AS rotulos,
       arquivos::float8 AS valor FROM a
UNION ALL
SELECT 'gdo_lease_losses_total', 'counter', 'Files that another process had to take over.', '',
       coalesce(sum(tomadas), 0)::float8 FROM a
UNION ALL
SELECT 'gdo_files_to_move', 'gauge', 'Loaded files that still lie in pending/.', '',
       count(*)::float8 FROM arquivo WHERE movido_em IS NULL AND status <> 'reservado'
ORDER BY 1, 4
