-- The books of a lote are the sum of its files' books.
SELECT (l.arquivos, l.bytes, l.registros_lidos, l.registros_carregados, l.registros_rejeitados,
        l.registros_duplicados) IS NOT DISTINCT FROM
       (a.arquivos, a.bytes, a.lidos, a.carregados, a.rejeitados, a.duplicados) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'lote %s: %s files, %s read, %s loaded, %s rejected and %s duplicates; '
                   'its files add up to %s: %s, %s, %s and %s'
              ELSE 'lote %s: %s arquivo(s), %s lidos, %s carregados, %s rejeitados e %s '
                   'duplicados; seus arquivos somam %s: %s, %s, %s e %s' END, l.id, l.arquivos, l.registros_lidos,
              l.registros_carregados, l.registros_rejeitados, l.registros_duplicados,
              coalesce(a.arquivos, 0), coalesce(a.lidos, 0), coalesce(a.carregados, 0),
              coalesce(a.rejeitados, 0), coalesce(a.duplicados, 0)) AS detalhe
FROM lote l
LEFT JOIN (SELECT lote_id, count(*)::integer AS arquivos, sum(tamanho)::bigint AS bytes,
                  sum(registros_lidos)::bigint AS lidos,
                  sum(registros_carregados)::bigint AS carregados,
                  sum(registros_rejeitados)::bigint AS rejeitados,
                  sum(registros_duplicados)::bigint AS duplicados
           FROM arquivo WHERE status <> 'reservado' GROUP BY lote_id) a ON a.lote_id = l.id
