-- What is known of farms, by their latest slaughter lot. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('chave_fazenda', k.chave_fazenda) AS chave,
       json_build_object(
         'rastreavel', f.motivo IS NULL, 'motivo', f.motivo,
         'faz_nome', u.faz_nome, 'faz_cidade', u.faz_cidade, 'faz_estado', u.faz_estado,
         'faz_nr_car', u.faz_nr_car, 'faz_geo_latitude', u.faz_geo_latitude,
         'faz_geo_longitude', u.faz_geo_longitude,
         'status_analise_propriedade', u.status_analise_propriedade,
         'prod_nome_razaosocial', u.prod_nome_razaosocial, 'prod_cpf_cnpj', u.prod_cpf_cnpj,
         'prod_nr_ie', u.prod_nr_ie,
         'qtde_lotes', t.qtde_lotes, 'qtde_animais', t.qtde_animais,
         'primeiro_abate', t.primeiro_abate, 'ultimo_abate', t.ultimo_abate) AS dados
FROM json_to_recordset($2::json) k (chave_fazenda text)
CROSS JOIN LATERAL (
  SELECT l.* FROM service_lotes_abate l
  WHERE l.token_cliente = $1 AND l.chave_fazenda = k.chave_fazenda
  ORDER BY l.dt_abate DESC, l.nr_unidade_abate, l.nr_lote_abate DESC LIMIT 1) u
CROSS JOIN LATERAL (
  SELECT count(*) AS qtde_lotes, sum(l.qtde_animais) AS qtde_animais,
         min(l.dt_abate) AS primeiro_abate, max(l.dt_abate) AS ultimo_abate,
         bool_and(l.flag_documento) AS flag_documento,
         bool_and(l.flag_propriedade) AS flag_propriedade
  FROM service_lotes_abate l
  WHERE l.token_cliente = $1 AND l.chave_fazenda = k.chave_fazenda) t
CROSS JOIN LATERAL (
  SELECT CASE WHEN NOT t.flag_documento THEN 'produtor_sem_documento'
              WHEN NOT t.flag_propriedade THEN 'propriedade_nao_identificada' END AS motivo) f
