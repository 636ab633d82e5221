-- A child lives and dies with its parent row.
SELECT sem_pai = 0 AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'trusted_%s: %s rows without their row of trusted_%s'
              ELSE 'trusted_%s: %s linha(s) sem a linha de trusted_%s' END, filho, sem_pai, entidade) AS detalhe
FROM contagem_filho
