-- parametros: id, pessoais
-- A refused record ($2) with its reasons and, when personal data may be seen ($3 = 1), the bytes as
-- they came (the first 256 kB) and values of people's fields.
SELECT jsonb_build_object('id', r.id, 'tipo_payload', r.tipo_payload, 'camada', r.camada,
  'entidade', r.entidade, 'arquivo_id', r.arquivo_id, 'nome_arquivo', r.nome_arquivo,
  'caminho', coalesce(a.caminho_final, a.caminho), 'sha256', encode(a.sha256, 'hex'),
  'nr_registro', r.nr_registro, 'nr_item', r.nr_item, 'byte_inicio', r.byte_inicio,
  'byte_tamanho', r.byte_tamanho, 'status', r.status,
  'criado_em', r.criado_em, 'encerrado_em', r.encerrado_em, 'encerrado_por', r.encerrado_por,
  'motivo_descarte', r.motivo_descarte,
  'motivos', (SELECT coalesce(jsonb_agg(
      CASE WHEN $3 = '1' OR m ->> 'valor' IS NULL
             OR m ->> 'campo' !~ '(prod_|faz_nome|faz_geo|motorista|placa|usuario|nome|cpf|_ie|xml)'
           THEN m ELSE m || '{"valor": null, "oculto": true}' END ORDER BY n), '[]')
    FROM jsonb_array_elements(r.motivos) WITH ORDINALITY e (m, n)),
  'conteudo', CASE WHEN $3 = '1'
                   THEN encode(substring(r.conteudo FROM 1 FOR 262144), 'base64') END,
  'inteiro', octet_length(r.conteudo) <= 262144)::text
FROM registro_rejeitado r LEFT JOIN arquivo a ON a.id = r.arquivo_id
WHERE r.token_cliente = $1 AND r.id = $2::bigint
