CREATE TEMP TABLE plain_box_order AS
SELECT x.token_cliente, x.nr_unidade_desossa, x.codigo_barras, d.nr_op_desossa, d.nr_unidade_abate,
       d.dt_abate, d.qtde_quartos, d.qtde_quartos_vinculados, d.qtde_animais_exatos,
       d.aviso_balanco
FROM trusted_caixas x
JOIN plain_ordens_desossa d USING (token_cliente, nr_unidade_desossa, nr_op_desossa)
WHERE x.dt_abate IS NULL OR x.dt_abate = d.dt_abate;

-- A lot that two of a box's orders draw from counts once.
CREATE TEMP TABLE plain_box_lot AS
SELECT DISTINCT o.token_cliente, o.nr_unidade_desossa, o.codigo_barras, l.nr_unidade_abate_lote,
       l.dt_abate_lote, l.nr_lote_abate, l.tem_escala, l.flag_documento, l.flag_propriedade,
       l.qtde_animais, l.qtde_meias_carcacas, l.chave_fazenda
FROM plain_box_order o
JOIN plain_ordem_lotes l
  USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate);

CREATE TEMP TABLE plain_caixas AS
WITH orders AS (
  SELECT token_cliente, nr_unidade_desossa, codigo_barras, count(*) AS n,
    array_agg(DISTINCT nr_unidade_abate) AS units, array_agg(DISTINCT dt_abate) AS days,
    sum(qtde_quartos) AS quarters, sum(qtde_quartos_vinculados) AS linked,
    sum(qtde_animais_exatos) AS exact, bool_or(aviso_balanco) AS aviso_balanco
  FROM plain_box_order GROUP BY 1, 2, 3),
lots AS (
  SELECT token_cliente, nr_unidade_desossa, codigo_barras, count(*) AS n,
    count(*) FILTER (WHERE tem_escala) AS scheduled,
    count(*) FILTER (WHERE flag_documento) AS documented,
    count(*) FILTER (WHERE flag_propriedade) AS located,
    count(*) FILTER (WHERE qtde_meias_carcacas > 0) AS slaughtered,
    count(DISTINCT chave_fazenda) AS farms, sum(qtde_animais) AS head
  FROM plain_box_lot GROUP BY 1, 2, 3)
SELECT x.token_cliente, x.codigo_barras, x.nr_unidade_desossa, x.nr_op_desossa,
  CASE WHEN cardinality(units) = 1 THEN units[1] END AS nr_unidade_abate,
  CASE WHEN x.dt_abate IS NOT NULL THEN x.dt_abate
       WHEN cardinality(days) = 1 THEN days[1] END AS dt_abate,
  x.dt_producao, x.dt_embalagem, x.dt_validade, x.dt_hora_pesagem, x.cod_empresa,
  x.cnpj_industria_abate, x.cnpj_industria_desossa, x.codigo_rastreabilidade_ind, x.sku_codigo,
  x.sku_descricao, x.tipo_armazenamento, x.peso_liquido, x.peso_bruto, x.tara_total,
  x.tara_primaria, x.qtde_pecas, x.id_habilitacao_mercado,
  coalesce(o.n, 0) AS qtde_ordens, coalesce(l.n, 0) AS qtde_lotes,
  coalesce(l.farms, 0) AS qtde_fazendas, coalesce(l.head, 0) AS qtde_animais,
  coalesce(o.exact, 0) AS qtde_animais_exatos,
  CASE WHEN linked = quarters AND quarters > 0 THEN 'exato' WHEN linked > 0 THEN 'parcial'
       WHEN l.n > 0 THEN 'lote' END AS vinculo,
  o.n IS NOT NULL AS flag_desossa,
  coalesce(least(scheduled, documented, located) = l.n, false) AS flag_propriedades,
  coalesce(slaughtered = l.n, false) AS flag_animais,
  coalesce(least(scheduled, documented, located, slaughtered) = l.n, false) AS flag_rastreavel,
  CASE WHEN o.n IS NULL THEN 'sem_ordem_desossa'
       ELSE pg_temp.reason(coalesce(l.n, 0), scheduled, documented, located, slaughtered) END
    AS motivo_nao_rastreavel,
  o.aviso_balanco,
  coalesce(x.dt_abate > least(x.dt_producao, x.dt_embalagem), false)
    OR coalesce(x.dt_producao > x.dt_embalagem, false)
    OR coalesce(greatest(x.dt_abate, x.dt_producao, x.dt_embalagem) >= x.dt_validade, false)
    AS aviso_cronologia
FROM trusted_caixas x
LEFT JOIN orders o USING (token_cliente, nr_unidade_desossa, codigo_barras)
LEFT JOIN lots l USING (token_cliente, nr_unidade_desossa, codigo_barras);
