-- modelo: service_venda_caixas
-- descricao: caixas vendidas, cada uma com a sua origem, e as vendidas duas vezes
-- grao: uma linha de um pedido
-- chave: token_cliente, cnpj_local_estoque, nr_pedido, carga, nr_item
-- grupo: token_cliente, cnpj_local_estoque, nr_pedido, carga
-- entrada: registro_venda
-- entrada: service_caixas [codigo_barras]

-- == tabela
CREATE TABLE IF NOT EXISTS service_venda_caixas (
  token_cliente         text NOT NULL,
  cnpj_local_estoque    text NOT NULL,
  nr_pedido             text NOT NULL,
  carga                 text NOT NULL,
  nr_item               integer NOT NULL,
  codigo_barras         text,
  sku_codigo            bigint,
  sku_descricao         text,
  qtde_pecas            integer,
  dt_entrada_estoque    date,
  dt_producao           date,
  dt_embalagem          date,
  dt_validade           date,
  flag_industrializado  boolean,
  flag_revenda          boolean,
  qtde_unidades         integer NOT NULL,
  nr_unidade_desossa    text,
  nr_op_desossa         text,
  nr_unidade_abate      text,
  dt_abate              date,
  peso_liquido          numeric(8,3),
  flag_rastreavel       boolean NOT NULL,
  motivo_nao_rastreavel text,
  qtde_vendas           integer NOT NULL,
  flag_venda_dupla      boolean NOT NULL,
  aviso_validade        boolean NOT NULL,
  PRIMARY KEY (token_cliente, cnpj_local_estoque, nr_pedido, carga, nr_item)
);
CREATE INDEX IF NOT EXISTS service_venda_caixas_por_codigo
  ON service_venda_caixas (token_cliente, codigo_barras);

-- == chaves
-- A sale that takes or gives back a box changes how often the box is sold elsewhere.
WITH vendas AS (
  SELECT DISTINCT $1::text AS token_cliente, ligacao ->> 'cnpj_local_estoque' AS cnpj_local_estoque,
         ligacao ->> 'nr_pedido' AS nr_pedido, ligacao ->> 'carga' AS carga
  FROM mudancas WHERE entidade = 'registro_venda'
),
codigos AS (
  SELECT ligacao ->> 'codigo_barras' AS codigo_barras FROM mudancas WHERE entidade = 'service_caixas'
  UNION
  SELECT s.codigo_barras
  FROM service_venda_caixas s JOIN vendas v USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
  WHERE s.token_cliente = $1
  UNION
  SELECT t.codigo_barras
  FROM trusted_venda_caixas t JOIN vendas v USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
  WHERE t.token_cliente = $1
)
SELECT token_cliente, cnpj_local_estoque, nr_pedido, carga FROM vendas
UNION
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga
FROM codigos c
JOIN trusted_venda_caixas t USING (codigo_barras)
WHERE t.token_cliente = $1

-- == periodo
SELECT token_cliente, cnpj_local_estoque, nr_pedido, carga
FROM service_venda_caixas WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga
FROM trusted_caixas x
JOIN trusted_venda_caixas t USING (token_cliente, codigo_barras)
WHERE x.token_cliente = $1 AND x.dt_abate BETWEEN $2::date AND $3::date

-- == linhas
WITH codigos AS ( --@chaves
  SELECT DISTINCT t.token_cliente, t.codigo_barras --@chaves
  FROM trusted_venda_caixas t --@chaves
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  WHERE t.token_cliente = $1 --@chaves
), --@chaves
WITH --@tudo
-- min() is the box itself wherever it counts: where there is one.
caixas AS MATERIALIZED ( --@chaves
caixas AS ( --@tudo
  SELECT c.codigo_barras, count(*) AS qtde_unidades,
         min(c.nr_unidade_desossa) AS nr_unidade_desossa, min(c.nr_op_desossa) AS nr_op_desossa,
         min(c.nr_unidade_abate) AS nr_unidade_abate, min(c.dt_abate) AS dt_abate,
         min(c.peso_liquido) AS peso_liquido, bool_and(c.flag_rastreavel) AS flag_rastreavel,
         min(c.motivo_nao_rastreavel) AS motivo_nao_rastreavel
  FROM service_caixas c
  JOIN codigos USING (token_cliente, codigo_barras) --@chaves
  WHERE c.token_cliente = $1
  GROUP BY 1
),
vendas AS MATERIALIZED ( --@chaves
vendas AS ( --@tudo
  SELECT t.codigo_barras, count(*) AS qtde_vendas
  FROM trusted_venda_caixas t
  JOIN codigos USING (token_cliente, codigo_barras) --@chaves
  WHERE t.token_cliente = $1
  GROUP BY 1
)
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item, t.codigo_barras,
       t.sku_codigo, t.sku_descricao, t.qtde_pecas, t.dt_entrada_estoque, t.dt_producao,
       t.dt_embalagem, t.dt_validade, t.flag_industrializado, t.flag_revenda,
       coalesce(c.qtde_unidades, 0) AS qtde_unidades,
       CASE WHEN c.qtde_unidades = 1 THEN c.nr_unidade_desossa END AS nr_unidade_desossa,
       CASE WHEN c.qtde_unidades = 1 THEN c.nr_op_desossa END AS nr_op_desossa,
       CASE WHEN c.qtde_unidades = 1 THEN c.nr_unidade_abate END AS nr_unidade_abate,
       CASE WHEN c.qtde_unidades = 1 THEN c.dt_abate END AS dt_abate,
       CASE WHEN c.qtde_unidades = 1 THEN c.peso_liquido END AS peso_liquido,
       coalesce(c.qtde_unidades = 1 AND c.flag_rastreavel, false) AS flag_rastreavel,
       CASE WHEN c.qtde_unidades IS NULL THEN 'sem_caixa'
            WHEN c.qtde_unidades > 1 THEN 'codigo_em_duas_unidades'
            ELSE c.motivo_nao_rastreavel END AS motivo_nao_rastreavel,
       coalesce(v.qtde_vendas, 1) AS qtde_vendas,
       coalesce(v.qtde_vendas, 1) > 1 AS flag_venda_dupla,
       coalesce(t.dt_validade <= r.dt_expedicao, false) AS aviso_validade
FROM trusted_venda_caixas t
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
JOIN trusted_registro_venda r USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
LEFT JOIN caixas c ON c.codigo_barras = t.codigo_barras
LEFT JOIN vendas v ON v.codigo_barras = t.codigo_barras
WHERE t.token_cliente = $1

-- == verificacao bloqueia motivo_e_flag
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga, nr_item) AS chave
FROM service_venda_caixas s
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE s.token_cliente = $1
  AND (flag_rastreavel <> (motivo_nao_rastreavel IS NULL)
       OR (flag_rastreavel AND qtde_unidades <> 1))

-- == verificacao avisa venda_dupla
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga, nr_item) AS chave
FROM service_venda_caixas s
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE s.token_cliente = $1 AND flag_venda_dupla

-- == verificacao avisa codigo_em_duas_unidades
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga, nr_item) AS chave
FROM service_venda_caixas s
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE s.token_cliente = $1 AND qtde_unidades > 1
