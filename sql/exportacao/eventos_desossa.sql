-- Quarters become boxes: one event per order, all its boxes. What the parts hold is worked out once,
-- not for each order anew.
WITH quartos AS MATERIALIZED (
  SELECT q.nr_unidade_desossa, q.nr_op_desossa, q.nr_unidade_abate, q.dt_abate,
         json_agg(DISTINCT exporta_uri('quarto', q.cod_barra_corte))
           FILTER (WHERE q.cod_barra_corte IS NOT NULL) AS codigos
  FROM exporta_parte_ordens
  JOIN trusted_desossa_quartos q USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
  WHERE q.token_cliente = current_setting('gdo.exporta_cliente')
  GROUP BY 1, 2, 3, 4
),
-- What entered without a code of its own is given by its weight.
classes AS MATERIALIZED (
  SELECT nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate,
         json_agg(json_build_object('epcClass', exporta_uri('classe', 'quarto', tipo_corte),
                                    'quantity', peso, 'uom', 'KGM') ORDER BY tipo_corte) AS lista
  FROM (SELECT q.nr_unidade_desossa, q.nr_op_desossa, q.nr_unidade_abate, q.dt_abate,
               q.tipo_corte, sum(q.peso_corte) AS peso
        FROM exporta_parte_ordens
        JOIN trusted_desossa_quartos q USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
        WHERE q.token_cliente = current_setting('gdo.exporta_cliente')
          AND q.cod_barra_corte IS NULL AND q.peso_corte IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5) x
  GROUP BY 1, 2, 3, 4
),
caixas AS MATERIALIZED (
  SELECT o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate,
         json_agg(exporta_uri('caixa', c.nr_unidade_desossa, c.codigo_barras)
                  ORDER BY c.codigo_barras) AS codigos,
         json_agg(DISTINCT c.dt_producao) FILTER (WHERE c.dt_producao IS NOT NULL) AS producao,
         json_agg(DISTINCT c.dt_validade) FILTER (WHERE c.dt_validade IS NOT NULL) AS validade,
         json_agg(json_build_object(
           'gdo:caixa', exporta_uri('caixa', c.nr_unidade_desossa, c.codigo_barras),
           'gdo:sku', c.sku_codigo, 'gdo:peso_liquido', c.peso_liquido,
           'gdo:dt_producao', c.dt_producao, 'gdo:dt_validade', c.dt_validade)
           ORDER BY c.codigo_barras) AS itens
  FROM exporta_parte_ordens o
  JOIN service_caixas c ON c.token_cliente = current_setting('gdo.exporta_cliente')
                       AND c.nr_unidade_desossa = o.nr_unidade_desossa
                       AND c.nr_op_desossa = o.nr_op_desossa
                       AND (c.dt_abate IS NULL OR c.dt_abate = o.dt_abate)
  GROUP BY 1, 2, 3, 4
)
SELECT json_build_object(
  'type', 'TransformationEvent',
  'eventTime', exporta_iso(exporta_inicio(coalesce(o.dt_producao, o.dt_abate))),
  'eventTimeZoneOffset', exporta_deslocamento(exporta_inicio(coalesce(o.dt_producao, o.dt_abate))),
  'gdo:precisao', 'dia',
  'transformationID', exporta_uri('ordem', o.nr_unidade_desossa, o.nr_op_desossa,
                                  o.nr_unidade_abate, o.dt_abate::text),
  'inputEPCList', q.codigos, 'inputQuantityList', k.lista, 'outputEPCList', c.codigos,
  'bizStep', 'commissioning', 'disposition', 'active',
  'readPoint', json_build_object('id', exporta_uri('unidade', o.nr_unidade_desossa)),
  'bizLocation', json_build_object('id', exporta_uri('unidade', o.nr_unidade_desossa)),
  'gdo:lotes', (
    SELECT json_agg(exporta_uri('abate', l.nr_unidade_abate_lote, l.dt_abate_lote::text,
                                l.nr_lote_abate::text)
                    ORDER BY l.dt_abate_lote, l.nr_unidade_abate_lote, l.nr_lote_abate)
    FROM service_ordem_lotes l
    WHERE l.token_cliente = o.token_cliente AND l.nr_unidade_desossa = o.nr_unidade_desossa
      AND l.nr_op_desossa = o.nr_op_desossa AND l.nr_unidade_abate = o.nr_unidade_abate
      AND l.dt_abate = o.dt_abate),
  'ilmd', json_build_object('cbvmda:lotNumber', o.nr_op_desossa,
                            'cbvmda:productionDate', c.producao,
                            'cbvmda:itemExpirationDate', c.validade,
                            'gdo:caixas', c.itens)) AS dados
FROM exporta_parte_ordens
JOIN service_ordens_desossa o USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
LEFT JOIN quartos q USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
LEFT JOIN classes k USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
LEFT JOIN caixas c USING (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate)
WHERE o.token_cliente = current_setting('gdo.exporta_cliente')
  AND (q.codigos IS NOT NULL OR k.lista IS NOT NULL OR c.codigos IS NOT NULL)
ORDER BY o.dt_abate, o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate
