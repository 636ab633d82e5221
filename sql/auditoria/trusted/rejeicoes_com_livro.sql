-- Every open rejection of trusted is in the books of its lote.
SELECT e.lote_id IS NOT NULL AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'registro_rejeitado has %s rejections of lote %s, entity %s, without '
                   'books'
              ELSE 'registro_rejeitado tem %s rejeições do lote %s, entidade %s, sem livro' END, r.linhas,
              r.lote_id, r.entidade) AS detalhe
FROM (SELECT lote_id, coalesce(entidade, '') AS entidade, count(*) AS linhas
      FROM registro_rejeitado WHERE camada = 'trusted' AND status <> 'corrigido'
      GROUP BY 1, 2) r
JOIN lote l ON l.id = r.lote_id AND NOT l.trusted_pendente
LEFT JOIN lote_entidade e ON e.lote_id = r.lote_id AND e.entidade = r.entidade
