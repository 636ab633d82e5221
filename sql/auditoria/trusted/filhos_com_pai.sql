-- A child lives and dies with its parent row.
SELECT sem_pai = 0 AS ok,
       format('trusted_%s: %s linha(s) sem a linha de trusted_%s', filho, sem_pai, entidade) AS detalhe
FROM contagem_filho
