-- Boxes are loaded together: the shipment is their parent. The payloads name no pallet.
SELECT json_build_object(
  'type', 'AggregationEvent',
  'eventTime', exporta_iso(exporta_inicio(coalesce(v.dt_expedicao, v.dt_venda))),
  'eventTimeZoneOffset', exporta_deslocamento(exporta_inicio(coalesce(v.dt_expedicao, v.dt_venda))),
  'gdo:precisao', 'dia',
  'action', 'ADD', 'bizStep', 'loading', 'disposition', 'in_progress',
  'parentID', exporta_uri('embarque', v.cnpj_local_estoque, v.nr_pedido, v.carga),
  'childEPCs', json_agg(DISTINCT exporta_uri('caixa', c.nr_unidade_desossa, c.codigo_barras)),
  'readPoint', json_build_object('id', exporta_uri('empresa', v.cnpj_local_estoque)),
  'bizLocation', json_build_object('id', exporta_uri('empresa', v.cnpj_local_estoque))) AS dados
FROM exporta_parte_vendas
JOIN service_vendas v USING (cnpj_local_estoque, nr_pedido, carga)
JOIN service_venda_caixas c USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
WHERE v.token_cliente = current_setting('gdo.exporta_cliente') AND c.nr_unidade_desossa IS NOT NULL
  AND coalesce(v.dt_expedicao, v.dt_venda) IS NOT NULL
GROUP BY v.cnpj_local_estoque, v.nr_pedido, v.carga, v.dt_expedicao, v.dt_venda
ORDER BY v.cnpj_local_estoque, v.nr_pedido, v.carga
