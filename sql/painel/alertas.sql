-- parametros: id, status
-- alertas: dados
-- Alerts of a tenant ($1) and of everybody, the newest of each severity first: the one of an id ($2),
-- or those of a status ($3; '' = open).
SELECT jsonb_build_object('dados', coalesce(jsonb_agg(to_jsonb(a)
                                            ORDER BY a.severidade DESC, a.id DESC), '[]'))::text
FROM (SELECT id, token_cliente, tipo, severidade, chave, mensagem, detalhes, vezes, status,
             criado_em, visto_em, encerrado_em, encerrado_por, motivo
      FROM alerta
      WHERE (token_cliente = $1 OR token_cliente IS NULL)
        AND (id = nullif($2, '')::bigint
             OR ($2 = '' AND status = coalesce(nullif($3, ''), 'aberto')))
      ORDER BY severidade DESC, id DESC LIMIT 200) a
