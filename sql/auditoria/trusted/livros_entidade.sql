-- What was rejected of a lote, by its last judgement, is what registro_rejeitado holds of it.
SELECT e.rejeitados = coalesce(r.linhas, 0) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'lote %s, entity %s: %s rejected in the ledger, %s rejections in the '
                   'table'
              ELSE 'lote %s, entidade %s: %s rejeitados no livro, %s rejeições na tabela' END, e.lote_id,
              e.entidade, e.rejeitados, coalesce(r.linhas, 0)) AS detalhe
FROM lote_entidade e
JOIN lote l ON l.id = e.lote_id AND NOT l.trusted_pendente
LEFT JOIN (SELECT lote_id, coalesce(entidade, '') AS entidade, count(*) AS linhas
           FROM registro_rejeitado WHERE camada = 'trusted' AND status <> 'corrigido'
           GROUP BY 1, 2) r ON r.lote_id = e.lote_id AND r.entidade = e.entidade
