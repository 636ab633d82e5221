-- Animals of a lot become half-carcasses.
SELECT json_build_object(
  'type', 'TransformationEvent',
  'eventTime', exporta_iso(coalesce(max(c.hr_ultima_pesagem), exporta_inicio(c.dt_abate))),
  'eventTimeZoneOffset', exporta_deslocamento(coalesce(max(c.hr_ultima_pesagem),
                                                       exporta_inicio(c.dt_abate))),
  'gdo:precisao', CASE WHEN max(c.hr_ultima_pesagem) IS NULL THEN 'dia' ELSE 'momento' END,
  'transformationID', exporta_uri('abate', c.nr_unidade_abate, c.dt_abate::text,
                                  c.nr_lote_abate::text),
  'inputEPCList', json_agg(DISTINCT exporta_uri('animal', c.nr_unidade_abate, c.dt_abate::text,
                                                c.nr_sequencial::text)),
  'outputEPCList', json_agg(DISTINCT exporta_uri('carcaca', coalesce(
    c.codigo_barra_etiqueta, concat_ws('.', c.nr_unidade_abate, c.dt_abate, c.nr_sequencial,
                                       c.nr_banda)))),
  'bizStep', 'killing', 'disposition', 'active',
  'readPoint', json_build_object('id', exporta_uri('unidade', c.nr_unidade_abate)),
  'bizLocation', json_build_object('id', exporta_uri('unidade', c.nr_unidade_abate)),
  'ilmd', json_build_object('cbvmda:lotNumber', c.nr_lote_abate::text,
                            'gdo:dt_abate', c.dt_abate,
                            'gdo:peso_carcaca', sum(c.peso_carcaca))) AS dados
FROM exporta_parte_lotes
JOIN trusted_carcacas c USING (nr_unidade_abate, dt_abate, nr_lote_abate)
WHERE c.token_cliente = current_setting('gdo.exporta_cliente')
GROUP BY c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate
ORDER BY c.dt_abate, c.nr_unidade_abate, c.nr_lote_abate
