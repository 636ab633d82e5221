-- Half-carcasses become the quarters that went into an order. The other quarters of the same halves
-- are in other orders' events of the same transformation.
SELECT json_build_object(
  'type', 'TransformationEvent',
  'eventTime', exporta_iso(exporta_inicio(coalesce(o.dt_producao, o.dt_abate))),
  'eventTimeZoneOffset', exporta_deslocamento(exporta_inicio(coalesce(o.dt_producao, o.dt_abate))),
  'gdo:precisao', 'dia',
  'transformationID', exporta_uri('quarteio', o.nr_unidade_abate, o.dt_abate::text),
  'inputEPCList', json_agg(DISTINCT exporta_uri('carcaca', left(q.cod_barra_corte, 18))),
  'outputEPCList', json_agg(DISTINCT exporta_uri('quarto', q.cod_barra_corte)),
  'bizStep', exporta_uri('voc', 'quarteio'), 'disposition', 'in_progress',
  'readPoint', json_build_object('id', exporta_uri('unidade', o.nr_unidade_abate)),
  'bizLocation', json_build_object('id', exporta_uri('unidade', o.nr_unidade_abate))) AS dados
FROM exporta_parte_ordens
JOIN service_ordens_desossa o USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
JOIN trusted_desossa_quartos q USING (token_cliente, nr_unidade_desossa, nr_op_desossa,
                                      nr_unidade_abate, dt_abate)
WHERE o.token_cliente = current_setting('gdo.exporta_cliente')
  AND length(q.cod_barra_corte) = 19
GROUP BY o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate, o.dt_producao
ORDER BY o.dt_abate, o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate
