-- Boxes leave for the customer. A customer who is a person is not named.
SELECT json_build_object(
  'type', 'ObjectEvent',
  'eventTime', pg_temp.iso(pg_temp.inicio(coalesce(v.dt_expedicao, v.dt_venda))),
  'eventTimeZoneOffset', pg_temp.deslocamento(pg_temp.inicio(coalesce(v.dt_expedicao, v.dt_venda))),
  'gdo:precisao', 'dia',
  'action', 'OBSERVE', 'bizStep', 'shipping', 'disposition', 'in_transit',
  'epcList', coalesce((
    SELECT json_agg(DISTINCT pg_temp.uri('caixa', c.nr_unidade_desossa, c.codigo_barras))
    FROM service_venda_caixas c
    WHERE c.token_cliente = v.token_cliente AND c.cnpj_local_estoque = v.cnpj_local_estoque
      AND c.nr_pedido = v.nr_pedido AND c.carga = v.carga AND c.nr_unidade_desossa IS NOT NULL), '[]'),
  'readPoint', json_build_object('id', pg_temp.uri('empresa', v.cnpj_local_estoque)),
  'bizTransactionList', (
    SELECT json_agg(json_build_object('type', tipo, 'bizTransaction', uri) ORDER BY tipo, uri)
    FROM (SELECT 'inv' AS tipo, pg_temp.uri('nfe', n.chave) AS uri
          FROM trusted_venda_notas n
          WHERE n.token_cliente = v.token_cliente AND n.cnpj_local_estoque = v.cnpj_local_estoque
            AND n.nr_pedido = v.nr_pedido AND n.carga = v.carga AND n.chave IS NOT NULL
          UNION
          SELECT 'po', pg_temp.uri('pedido', v.cnpj_local_estoque, v.nr_pedido, v.carga)) t),
  'sourceList', json_build_array(json_build_object(
    'type', 'possessing_party', 'source', pg_temp.uri('empresa', v.cnpj_local_estoque))),
  'destinationList', CASE WHEN length(v.nf_cnpj_destino) = 14 THEN json_build_array(
    json_build_object('type', 'owning_party',
                      'destination', pg_temp.uri('empresa', v.nf_cnpj_destino))) END,
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
