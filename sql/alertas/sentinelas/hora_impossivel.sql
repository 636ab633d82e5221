-- A time in a file's name that lies more than a day after the file's own: it is not believed, and
-- another delivery may win over this one. Compared as text: 31 February is no time, either.
SELECT a.token_cliente, 'aviso' AS severidade, 'hora/' || a.id AS chave,
       'a hora no nome do arquivo não pode ser' AS mensagem,
       jsonb_build_object('arquivo_id', a.id, 'nome_arquivo', a.nome_arquivo,
                          'tipo_payload', a.tipo_payload) AS detalhes
FROM arquivo a
WHERE a.concluido_em > clock_timestamp() - interval '7 days' AND a.status <> 'reservado'
  AND substring(a.nome_arquivo FROM '\d{4}_\d\d_\d\d_\d\d_\d\d_\d\d_\d{3}Z')
      > to_char(a.modificado_em + interval '1 day', 'YYYY_MM_DD_HH24_MI_SS_MS"Z"')
