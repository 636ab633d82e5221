-- name: empty_database
SET lock_timeout = '10s';
SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public; RESET
  client_min_messages

-- name: log_of_run
SELECT to_char(data_hora AT TIME ZONE $1, 'HH24:MI:SS.MS'), camada, coalesce(tipo_payload, ''), status, mensagem
FROM (SELECT *, row_number() OVER (PARTITION BY camada, status, regexp_replace(mensagem,
    '[0-9]+', '', 'g') ORDER BY id) AS vez FROM log_processamento) l
WHERE vez = 1
ORDER BY id
LIMIT 16

-- A sold box of few lots, so that the tree fits a screen; of those that are not traceable, one that
-- came furthest.
-- name: box_to_show
SELECT c.token_cliente, c.nr_unidade_desossa, c.codigo_barras
FROM service_caixas c
LEFT JOIN service_venda_caixas v ON v.token_cliente = c.token_cliente
  AND v.codigo_barras = c.codigo_barras
  AND v.nr_unidade_desossa = c.nr_unidade_desossa
WHERE c.flag_rastreavel = $1
ORDER BY c.qtde_lotes = 0, v.nr_pedido IS NULL, c.qtde_lotes, c.token_cliente,
  c.codigo_barras, c.nr_unidade_desossa
LIMIT 1
