-- What is known of animals on farms. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('id_animal', a.id_animal) AS chave,
       json_build_object(
         'rastreavel', f.motivo IS NULL, 'motivo', f.motivo,
         'id_propriedade', a.id_propriedade, 'qtde_propriedades', a.qtde_propriedades,
         'data_nascimento', a.data_nascimento, 'sexo', a.sexo, 'raca', a.raca,
         'data_entrada', a.data_entrada, 'data_saida', a.data_saida, 'status', a.status,
         'vinculo', a.vinculo, 'nr_unidade_abate', a.nr_unidade_abate, 'dt_abate', a.dt_abate,
         'nr_lote_abate', a.nr_lote_abate, 'nr_sequencial', a.nr_sequencial,
         'idade_meses', a.idade_meses, 'peso_carcaca', a.peso_carcaca,
         'aviso_cronologia', a.aviso_cronologia) AS dados
FROM json_to_recordset($2::json) k (id_animal text)
JOIN service_animais a ON a.token_cliente = $1 AND a.id_animal = k.id_animal
LEFT JOIN service_lotes_abate l
  ON l.token_cliente = $1 AND l.nr_unidade_abate = a.nr_unidade_abate
 AND l.dt_abate = a.dt_abate AND l.nr_lote_abate = a.nr_lote_abate
CROSS JOIN LATERAL (
  SELECT CASE WHEN a.vinculo IS NULL THEN 'animal_sem_abate'
              WHEN l.tem_escala IS NOT TRUE THEN 'lote_sem_escala'
              WHEN NOT l.flag_documento THEN 'produtor_sem_documento'
              WHEN NOT l.flag_propriedade THEN 'propriedade_nao_identificada' END AS motivo) f
