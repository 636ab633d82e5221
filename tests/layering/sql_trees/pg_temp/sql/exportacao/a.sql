SELECT pg_temp.uri('a') FROM service_a
