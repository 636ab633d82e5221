-- The farms behind the lots, each once: $1 tenant. Only the last farm of the animals is known.
SELECT l.chave_fazenda, min(l.prod_cpf_cnpj) AS prod_cpf_cnpj,
       min(l.prod_nome_razaosocial) AS prod_nome_razaosocial, min(l.faz_nome) AS faz_nome,
       min(l.faz_cidade) AS faz_cidade, min(l.faz_estado) AS faz_estado,
       min(l.faz_nr_car) AS faz_nr_car,
       (array_agg(l.faz_geo_latitude::text ORDER BY l.dt_abate DESC, l.nr_unidade_abate, l.nr_lote_abate)
        FILTER (WHERE l.faz_geo_latitude IS NOT NULL AND l.faz_geo_longitude IS NOT NULL))[1] AS lat,
       (array_agg(l.faz_geo_longitude::text ORDER BY l.dt_abate DESC, l.nr_unidade_abate, l.nr_lote_abate)
        FILTER (WHERE l.faz_geo_latitude IS NOT NULL AND l.faz_geo_longitude IS NOT NULL))[1] AS lon,
       json_agg(concat_ws('/', l.nr_unidade_abate, l.dt_abate, l.nr_lote_abate)
                ORDER BY l.dt_abate, l.nr_unidade_abate, l.nr_lote_abate)::text AS lotes
FROM exporta_lotes
JOIN service_lotes_abate l USING (nr_unidade_abate, dt_abate, nr_lote_abate)
WHERE l.token_cliente = $1 AND l.tem_escala
GROUP BY l.chave_fazenda
ORDER BY l.chave_fazenda
