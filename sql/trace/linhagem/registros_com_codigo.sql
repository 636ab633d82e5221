-- Records of caixas that hold a box of this barcode: the one that counts, and those before it, whose
-- row it took. Looked for among all records of the tenant, so only where some box replaced another.
-- $1 tenant, $2 the unit, or NULL for any, $3 the barcode, $4 at most so many, the newest.
SELECT r.lote_id, r.arquivo_id, r.nr_registro
FROM raw_caixas r
JOIN arquivo a ON a.id = r.arquivo_id AND a.status IN ('carregado', 'substituido')
WHERE r.token_cliente = $1
  AND ($2::text IS NULL OR ltrim(trim(r.nr_unidade_desossa), '0') = $2)
  AND position('"' || $3 || '"' IN r.dados_completos::text) > 0
  AND EXISTS (SELECT FROM lote_entidade e
              WHERE e.token_cliente = $1 AND e.entidade = 'caixas'
                AND e.atualizados + e.superados > 0)
ORDER BY a.versao_em DESC, a.versao_hash DESC, r.nr_registro DESC LIMIT $4
