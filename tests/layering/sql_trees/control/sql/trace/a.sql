SELECT p.a FROM trusted_a p
WHERE EXISTS (SELECT FROM lote l
              WHERE l.id = p.lote_id AND l.a)
