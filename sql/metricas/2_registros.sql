WITH raw AS (
  SELECT tipo_payload, sum(registros_carregados) AS carregados, sum(registros_rejeitados) AS rejeitados,
         sum(registros_duplicados) AS duplicados, sum(bytes) AS bytes
  FROM lote GROUP BY 1
),
trusted AS (
  SELECT tipo_payload, sum(aceitos) AS aceitos, sum(rejeitados) AS rejeitados
  FROM lote_entidade GROUP BY 1
)
SELECT 'gdo_copy_bytes_total' AS metrica, 'counter' AS tipo,
       'Bytes of the files that raw has copied into PostgreSQL.' AS ajuda,
       format('payload="%s"', tipo_payload) AS rotulos, bytes::float8 AS valor FROM raw
UNION ALL
SELECT 'gdo_records_total', 'counter', 'Records (raw) and items (trusted) by what became of them.',
       format('layer="raw",payload="%s",result="%s"', r.tipo_payload, v.result), v.numero::float8
FROM raw r CROSS JOIN LATERAL (VALUES ('loaded', r.carregados), ('rejected', r.rejeitados),
                                      ('duplicate', r.duplicados)) v (result, numero)
UNION ALL
SELECT 'gdo_records_total', 'counter', 'Records (raw) and items (trusted) by what became of them.',
       format('layer="trusted",payload="%s",result="%s"', t.tipo_payload, v.result), v.numero::float8
FROM trusted t CROSS JOIN LATERAL (VALUES ('accepted', t.aceitos), ('rejected', t.rejeitados))
  v (result, numero)
UNION ALL
SELECT 'gdo_rejections_open', 'gauge', 'Rejections that nobody has fixed or discarded.',
       format('layer="%s",payload="%s"', camada, tipo_payload), count(*)::float8
FROM registro_rejeitado WHERE status = 'aberto' GROUP BY camada, tipo_payload
ORDER BY 1, 4
