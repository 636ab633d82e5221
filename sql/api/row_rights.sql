-- name: plant_animal
EXISTS (SELECT FROM service_lotes_abate l WHERE l.token_cliente = t.token_cliente
    AND l.nr_unidade_abate = t.nr_unidade_abate AND l.dt_abate = t.dt_abate
    AND l.nr_lote_abate = t.nr_lote_abate AND l.cnpj_industria_abate = ANY ({0}))

-- name: plant_box
(t.cnpj_industria_abate = ANY ({0}) OR t.cnpj_industria_desossa = ANY ({0}) OR EXISTS (SELECT
    FROM service_venda_caixas c WHERE c.token_cliente = t.token_cliente
    AND c.codigo_barras = t.codigo_barras AND c.cnpj_local_estoque = ANY ({0})
    AND (c.nr_unidade_desossa IS NULL OR c.nr_unidade_desossa = t.nr_unidade_desossa)))

-- A plant of slaughter or deboning is known by its number: its CNPJ is that of its lots and boxes.
-- name: plant_month
((t.tipo_planta = 'estoque' AND t.planta = ANY ({0})) OR (t.tipo_planta = 'abate'
    AND EXISTS (SELECT FROM service_lotes_abate l WHERE l.token_cliente = t.token_cliente
    AND l.nr_unidade_abate = t.planta AND l.cnpj_industria_abate = ANY ({0})))
    OR (t.tipo_planta = 'desossa' AND EXISTS (SELECT FROM service_ordens_desossa o
    WHERE o.token_cliente = t.token_cliente AND o.nr_unidade_desossa = t.planta
    AND o.cnpj_industria_desossa = ANY ({0}))))

-- name: buyer_box
EXISTS (SELECT FROM service_venda_caixas c JOIN service_vendas v
    ON v.token_cliente = c.token_cliente AND v.cnpj_local_estoque = c.cnpj_local_estoque
    AND v.nr_pedido = c.nr_pedido AND v.carga = c.carga
    WHERE c.token_cliente = t.token_cliente AND c.codigo_barras = t.codigo_barras
    AND (c.nr_unidade_desossa IS NULL OR c.nr_unidade_desossa = t.nr_unidade_desossa)
    AND v.nf_cnpj_destino = ANY ({0}))
