"SELECT (SELECT count(*) FROM {0}), {1} FROM {0} t"
