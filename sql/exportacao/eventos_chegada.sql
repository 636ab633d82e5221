-- Animals of a scheduled lot arrive at the plant.
WITH animais AS MATERIALIZED (
  SELECT c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate,
         json_agg(DISTINCT exporta_uri('animal', c.nr_unidade_abate, c.dt_abate::text,
                                       c.nr_sequencial::text)) AS lista
  FROM exporta_parte_lotes
  JOIN trusted_carcacas c USING (nr_unidade_abate, dt_abate, nr_lote_abate)
  WHERE c.token_cliente = current_setting('gdo.exporta_cliente')
  GROUP BY 1, 2, 3
)
SELECT json_build_object(
  'type', 'ObjectEvent',
  'eventTime', exporta_iso(exporta_inicio(l.dt_abate)),
  'eventTimeZoneOffset', exporta_deslocamento(exporta_inicio(l.dt_abate)),
  'gdo:precisao', 'dia',
  'action', 'OBSERVE', 'bizStep', 'receiving', 'disposition', 'active',
  'epcList', coalesce(a.lista, '[]'),
  'readPoint', json_build_object('id', exporta_uri('unidade', l.nr_unidade_abate)),
  'bizLocation', json_build_object('id', exporta_uri('unidade', l.nr_unidade_abate)),
  'bizTransactionList', (
    SELECT json_agg(json_build_object('type', exporta_uri('voc', 'gta'),
                                      'bizTransaction', exporta_uri('gta', g)) ORDER BY g)
    FROM unnest(l.gtas) g),
  'sourceList', json_build_array(json_build_object(
    'type', 'location',
    'source', CASE WHEN l.faz_nr_car IS NOT NULL THEN exporta_uri('fazenda', l.faz_nr_car)
                   ELSE exporta_uri('lote', l.nr_unidade_abate, l.dt_abate::text,
                                    l.nr_lote_abate::text, 'fazenda') END)),
  'destinationList', json_build_array(json_build_object(
    'type', 'location', 'destination', exporta_uri('unidade', l.nr_unidade_abate))),
  'gdo:cabecas_escala', l.qtde_animais_escala) AS dados
FROM exporta_parte_lotes
JOIN service_lotes_abate l USING (nr_unidade_abate, dt_abate, nr_lote_abate)
LEFT JOIN animais a USING (nr_unidade_abate, dt_abate, nr_lote_abate)
WHERE l.token_cliente = current_setting('gdo.exporta_cliente') AND l.tem_escala
ORDER BY l.dt_abate, l.nr_unidade_abate, l.nr_lote_abate
