-- What is known of slaughter lots, and the farm each came from (NULL without a schedule). A lot of
-- which nothing is known is listed all the same. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('nr_unidade_abate', k.nr_unidade_abate, 'dt_abate', k.dt_abate,
                         'nr_lote_abate', k.nr_lote_abate) AS chave,
       json_build_object(
         'rastreavel', f.motivo IS NULL, 'motivo', f.motivo,
         'tem_escala', coalesce(l.tem_escala, false),
         'flag_documento', coalesce(l.flag_documento, false),
         'flag_propriedade', coalesce(l.flag_propriedade, false),
         'qtde_animais_escala', l.qtde_animais_escala,
         'qtde_animais', coalesce(l.qtde_animais, 0),
         'qtde_meias_carcacas', coalesce(l.qtde_meias_carcacas, 0),
         'flag_quantidade_confere', l.flag_quantidade_confere,
         'peso_carcaca', l.peso_carcaca, 'dt_compra', l.dt_compra,
         'nr_ordem_compra', l.nr_ordem_compra, 'gtas', l.gtas, 'notas', l.notas) AS dados,
       CASE WHEN l.tem_escala THEN json_build_object(
         'chave', json_build_object('chave_fazenda', l.chave_fazenda),
         'dados', json_build_object(
           'faz_nome', l.faz_nome, 'faz_cidade', l.faz_cidade, 'faz_estado', l.faz_estado,
           'faz_nr_car', l.faz_nr_car, 'faz_geo_latitude', l.faz_geo_latitude,
           'faz_geo_longitude', l.faz_geo_longitude,
           'status_analise_propriedade', l.status_analise_propriedade,
           'prod_nome_razaosocial', l.prod_nome_razaosocial, 'prod_cpf_cnpj', l.prod_cpf_cnpj,
           'prod_nr_ie', l.prod_nr_ie)) END AS fazenda
FROM json_to_recordset($2::json) k (nr_unidade_abate text, dt_abate date, nr_lote_abate integer)
LEFT JOIN service_lotes_abate l
  ON l.token_cliente = $1 AND l.nr_unidade_abate = k.nr_unidade_abate
 AND l.dt_abate = k.dt_abate AND l.nr_lote_abate = k.nr_lote_abate
CROSS JOIN LATERAL (
  SELECT CASE WHEN l.tem_escala IS NOT TRUE THEN 'lote_sem_escala'
              WHEN NOT l.flag_documento THEN 'produtor_sem_documento'
              WHEN NOT l.flag_propriedade THEN 'propriedade_nao_identificada'
              WHEN l.qtde_meias_carcacas = 0 THEN 'lote_sem_animais' END AS motivo) f
