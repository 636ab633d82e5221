-- Boxes leave for the customer. A customer who is a person is not named.
WITH papeis AS (
  SELECT n.cnpj_local_estoque, n.nr_pedido, n.carga, 'inv' AS tipo,
         exporta_uri('nfe', n.chave) AS uri
  FROM exporta_parte_vendas
  JOIN trusted_venda_notas n USING (cnpj_local_estoque, nr_pedido, carga)
  WHERE n.token_cliente = current_setting('gdo.exporta_cliente') AND n.chave IS NOT NULL
  UNION
  SELECT cnpj_local_estoque, nr_pedido, carga, 'po',
         exporta_uri('pedido', cnpj_local_estoque, nr_pedido, carga)
  FROM exporta_parte_vendas
)
SELECT json_build_object(
  'type', 'ObjectEvent',
  'eventTime', exporta_iso(exporta_inicio(coalesce(v.dt_expedicao, v.dt_venda))),
  'eventTimeZoneOffset', exporta_deslocamento(exporta_inicio(coalesce(v.dt_expedicao, v.dt_venda))),
  'gdo:precisao', 'dia',
  'action', 'OBSERVE', 'bizStep', 'shipping', 'disposition', 'in_transit',
  'epcList', coalesce((
    SELECT json_agg(DISTINCT exporta_uri('caixa', c.nr_unidade_desossa, c.codigo_barras))
    FROM service_venda_caixas c
    WHERE c.token_cliente = v.token_cliente AND c.cnpj_local_estoque = v.cnpj_local_estoque
      AND c.nr_pedido = v.nr_pedido AND c.carga = v.carga AND c.nr_unidade_desossa IS NOT NULL), '[]'),
  'readPoint', json_build_object('id', exporta_uri('empresa', v.cnpj_local_estoque)),
  'bizTransactionList', (
    SELECT json_agg(json_build_object('type', tipo, 'bizTransaction', uri) ORDER BY tipo, uri)
    FROM papeis p
    WHERE p.cnpj_local_estoque = v.cnpj_local_estoque AND p.nr_pedido = v.nr_pedido
      AND p.carga = v.carga),
  'sourceList', json_build_array(json_build_object(
    'type', 'possessing_party', 'source', exporta_uri('empresa', v.cnpj_local_estoque))),
  'destinationList', CASE WHEN length(v.nf_cnpj_destino) = 14 THEN json_build_array(
    json_build_object('type', 'owning_party',
                      'destination', exporta_uri('empresa', v.nf_cnpj_destino))) END,
  'gdo:caixas_nao_identificadas', (
    SELECT json_agg(c.codigo_barras ORDER BY c.nr_item)
    FROM service_venda_caixas c
    WHERE c.token_cliente = v.token_cliente AND c.cnpj_local_estoque = v.cnpj_local_estoque
      AND c.nr_pedido = v.nr_pedido AND c.carga = v.carga AND c.nr_unidade_desossa IS NULL)) AS dados
FROM exporta_parte_vendas
JOIN service_vendas v USING (cnpj_local_estoque, nr_pedido, carga)
WHERE v.token_cliente = current_setting('gdo.exporta_cliente')
  AND coalesce(v.dt_expedicao, v.dt_venda) IS NOT NULL
ORDER BY v.cnpj_local_estoque, v.nr_pedido, v.carga
