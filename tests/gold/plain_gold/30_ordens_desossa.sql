-- What is missing at one source lot, and the first of it at several: the same for orders and boxes.
CREATE FUNCTION pg_temp.reason(lots bigint, scheduled bigint, documented bigint, located bigint,
                               slaughtered bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN lots = 0 THEN 'ordem_sem_lotes' WHEN scheduled < lots THEN 'lote_sem_escala'
              WHEN documented < lots THEN 'produtor_sem_documento'
              WHEN located < lots THEN 'propriedade_nao_identificada'
              WHEN slaughtered < lots THEN 'lote_sem_animais' END $$;

-- A quarter and the half-carcass whose label it bears, of the order's day or one of its lots' days.
CREATE TEMP TABLE plain_quarter AS
SELECT q.token_cliente, q.nr_unidade_desossa, q.nr_op_desossa, q.nr_unidade_abate, q.dt_abate,
       q.nr_item, (c.nr_unidade_abate, c.dt_abate, c.nr_sequencial)::text AS animal,
       c.codigo_barra_etiqueta AS half,
       EXISTS (SELECT FROM plain_ordem_lotes l
               WHERE (l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate,
                      l.dt_abate, l.nr_unidade_abate_lote, l.dt_abate_lote, l.nr_lote_abate)
                   = (q.token_cliente, q.nr_unidade_desossa, q.nr_op_desossa, q.nr_unidade_abate,
                      q.dt_abate, c.nr_unidade_abate, c.dt_abate, c.nr_lote_abate)) AS named
FROM trusted_desossa_quartos q
JOIN trusted_carcacas c
  ON c.token_cliente = q.token_cliente AND c.codigo_barra_etiqueta = left(q.cod_barra_corte, 18)
WHERE (c.nr_unidade_abate, c.dt_abate) = (q.nr_unidade_abate, q.dt_abate)
   OR (c.nr_unidade_abate, c.dt_abate) IN (
     SELECT l.nr_unidade_abate_lote, l.dt_abate_lote FROM plain_ordem_lotes l
     WHERE (l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate, l.dt_abate)
         = (q.token_cliente, q.nr_unidade_desossa, q.nr_op_desossa, q.nr_unidade_abate,
            q.dt_abate));

CREATE TEMP TABLE plain_ordens_desossa AS
SELECT d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate,
  d.cod_empresa, d.dt_producao, d.cnpj_industria_abate, d.cnpj_industria_desossa,
  d.id_mercado_destino, l.*, motivo_nao_rastreavel,
  l.qtde_lotes > 0 AND least(qtde_lotes_com_escala, qtde_lotes_com_documento,
    qtde_lotes_com_propriedade) = qtde_lotes AS flag_propriedades,
  l.qtde_lotes > 0 AND qtde_lotes_com_animais = qtde_lotes AS flag_animais,
  motivo_nao_rastreavel IS NULL AS flag_rastreavel,
  q.*, v.*, b.*, 100 * peso_caixas / nullif(peso_quartos, 0) AS rendimento_pct,
  peso_quartos - peso_caixas AS balanco_massa, peso_caixas > peso_quartos * 1.01 AS aviso_balanco,
  coalesce(d.dt_producao < d.dt_abate OR d.dt_producao - d.dt_abate > 10, false)
    AS aviso_cronologia
FROM trusted_desossa d
CROSS JOIN LATERAL (
  SELECT count(*) AS qtde_lotes, count(*) FILTER (WHERE tem_escala) AS qtde_lotes_com_escala,
    count(*) FILTER (WHERE flag_documento) AS qtde_lotes_com_documento,
    count(*) FILTER (WHERE flag_propriedade) AS qtde_lotes_com_propriedade,
    count(*) FILTER (WHERE qtde_meias_carcacas > 0) AS qtde_lotes_com_animais,
    count(DISTINCT chave_fazenda) AS qtde_fazendas,
    count(DISTINCT prod_cpf_cnpj) AS qtde_produtores,
    coalesce(sum(qtde_animais), 0) AS qtde_animais
  FROM plain_ordem_lotes s
  WHERE (s.token_cliente, s.nr_unidade_desossa, s.nr_op_desossa, s.nr_unidade_abate, s.dt_abate)
      = (d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate)) l
CROSS JOIN LATERAL pg_temp.reason(qtde_lotes, qtde_lotes_com_escala, qtde_lotes_com_documento,
  qtde_lotes_com_propriedade, qtde_lotes_com_animais) AS motivo_nao_rastreavel
CROSS JOIN LATERAL (
  SELECT coalesce(sum(n), 0) AS qtde_quartos, sum(weight) AS peso_quartos,
    coalesce(jsonb_object_agg(coalesce(tipo_corte, '?'),
      jsonb_build_object('qtde', n, 'peso', weight)), '{}') AS quartos_por_tipo
  FROM (SELECT tipo_corte, count(*) AS n, sum(peso_corte) AS weight FROM trusted_desossa_quartos s
        WHERE (s.token_cliente, s.nr_unidade_desossa, s.nr_op_desossa, s.nr_unidade_abate,
               s.dt_abate) = (d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa,
               d.nr_unidade_abate, d.dt_abate) GROUP BY 1) t) q
CROSS JOIN LATERAL (
  SELECT count(DISTINCT nr_item) AS qtde_quartos_vinculados,
    count(DISTINCT nr_item) FILTER (WHERE NOT named) AS qtde_quartos_fora_dos_lotes,
    count(DISTINCT half) AS qtde_meias_exatas, count(DISTINCT animal) AS qtde_animais_exatos
  FROM plain_quarter s
  WHERE (s.token_cliente, s.nr_unidade_desossa, s.nr_op_desossa, s.nr_unidade_abate, s.dt_abate)
      = (d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate)) v
CROSS JOIN LATERAL (
  SELECT count(*) AS qtde_caixas, sum(peso_liquido) AS peso_caixas FROM trusted_caixas x
  WHERE (x.token_cliente, x.nr_unidade_desossa, x.nr_op_desossa)
      = (d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa)
    AND (x.dt_abate IS NULL OR x.dt_abate = d.dt_abate)) b;
