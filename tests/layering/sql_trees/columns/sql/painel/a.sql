SELECT count(*) FROM (SELECT FROM mudanca LIMIT 10) m
