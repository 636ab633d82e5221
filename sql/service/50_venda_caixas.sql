-- modelo: service_venda_caixas
-- descricao: caixas vendidas, cada uma com a sua origem, as que não podem ser a da linha e as vendidas duas vezes
-- grao: uma linha de um pedido
-- chave: token_cliente, cnpj_local_estoque, nr_pedido, carga, nr_item
-- grupo: token_cliente, cnpj_local_estoque, nr_pedido, carga
-- entrada: registro_venda
-- entrada: service_caixas [codigo_barras]
-- origem: trusted_registro_venda [cnpj_local_estoque, nr_pedido, carga]
-- origem: service_caixas [nr_unidade_desossa, codigo_barras] > trusted_caixas [nr_unidade_desossa, codigo_barras]
-- origem: service_caixas [nr_unidade_desossa, codigo_barras] > caixa_ordens > trusted_desossa (amostra)
-- origem: service_caixas [nr_unidade_desossa, codigo_barras] > caixa_ordens > ordem_lotes > trusted_escala (amostra)
-- origem: service_caixas [nr_unidade_desossa, codigo_barras] > caixa_ordens > ordem_lotes > trusted_carcacas (amostra)

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
  flag_repetida_no_mes  boolean NOT NULL,
  aviso_validade        boolean NOT NULL,
  aviso_cronologia      boolean NOT NULL,
  atualizado_em         timestamptz NOT NULL DEFAULT now(),
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
WITH codigos AS MATERIALIZED (
  SELECT DISTINCT t.token_cliente, t.codigo_barras
  FROM trusted_venda_caixas t
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  WHERE t.token_cliente = $1
),
-- min() is the box itself wherever it counts: where there is one. Its latest day of making says
-- which sales it cannot have been in.
caixas AS MATERIALIZED (
  SELECT c.codigo_barras, count(*) AS qtde_unidades,
         min(c.nr_unidade_desossa) AS nr_unidade_desossa, min(c.nr_op_desossa) AS nr_op_desossa,
         min(c.nr_unidade_abate) AS nr_unidade_abate, min(c.dt_abate) AS dt_abate,
         min(c.peso_liquido) AS peso_liquido, min(c.sku_codigo) AS sku_codigo,
         min(c.dt_producao) AS dt_producao,
         min(greatest(c.dt_abate, c.dt_producao, c.dt_embalagem)) AS dt_pronta,
         bool_and(c.flag_rastreavel) AS flag_rastreavel,
         min(c.motivo_nao_rastreavel) AS motivo_nao_rastreavel
  FROM service_caixas c
  JOIN codigos USING (token_cliente, codigo_barras)
  WHERE c.token_cliente = $1
  GROUP BY 1
),
vendas AS MATERIALIZED (
  SELECT t.codigo_barras, count(*) AS qtde_vendas
  FROM trusted_venda_caixas t
  JOIN codigos USING (token_cliente, codigo_barras) --@chaves
  WHERE t.token_cliente = $1
  GROUP BY 1
),
-- Lines whose box another line of the same month has counted, by the earliest invoice of each sale.
repetidas AS MATERIALIZED (
  SELECT cnpj_local_estoque, nr_pedido, carga, nr_item
  FROM (SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item,
               row_number() OVER (PARTITION BY t.codigo_barras, date_trunc('month', n.dt_emissao)
                                  ORDER BY n.dt_emissao, t.cnpj_local_estoque, t.nr_pedido, t.carga,
                                           t.nr_item) AS vez
        FROM vendas v
        JOIN caixas c USING (codigo_barras)
        JOIN trusted_venda_caixas t USING (codigo_barras)
        JOIN trusted_registro_venda r USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
        CROSS JOIN LATERAL (
          SELECT min(o.dt_emissao) AS dt_emissao
          FROM trusted_venda_notas o
          WHERE o.token_cliente = $1 AND o.cnpj_local_estoque = t.cnpj_local_estoque
            AND o.nr_pedido = t.nr_pedido AND o.carga = t.carga) n
        WHERE v.qtde_vendas > 1 AND c.qtde_unidades = 1 AND t.token_cliente = $1
          AND n.dt_emissao IS NOT NULL
          AND (c.dt_pronta > r.dt_venda) IS NOT TRUE
          AND (c.sku_codigo <> t.sku_codigo OR c.dt_producao <> t.dt_producao) IS NOT TRUE) q
  WHERE vez > 1
),
-- A box made after the sale, or of another product or production day, is not the line's box: nothing
-- of it is told of the line.
linhas AS (
  SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item, t.codigo_barras,
         t.sku_codigo, t.sku_descricao, t.qtde_pecas, t.dt_entrada_estoque, t.dt_producao,
         t.dt_embalagem, t.dt_validade, t.flag_industrializado, t.flag_revenda, r.dt_expedicao,
         coalesce(c.qtde_unidades, 0) AS qtde_unidades, c.nr_unidade_desossa, c.nr_op_desossa,
         c.nr_unidade_abate, c.dt_abate, c.peso_liquido,
         CASE WHEN c.qtde_unidades IS NULL THEN 'sem_caixa'
              WHEN c.qtde_unidades > 1 THEN 'codigo_em_duas_unidades'
              WHEN c.dt_pronta > r.dt_venda THEN 'cronologia_impossivel'
              WHEN c.sku_codigo <> t.sku_codigo OR c.dt_producao <> t.dt_producao
                THEN 'produto_diferente' END AS sem_a_caixa,
         c.motivo_nao_rastreavel, coalesce(v.qtde_vendas, 1) AS qtde_vendas
  FROM trusted_venda_caixas t
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  JOIN trusted_registro_venda r USING (token_cliente, cnpj_local_estoque, nr_pedido, carga)
  LEFT JOIN caixas c ON c.codigo_barras = t.codigo_barras
  LEFT JOIN vendas v ON v.codigo_barras = t.codigo_barras
  WHERE t.token_cliente = $1
)
SELECT l.token_cliente, l.cnpj_local_estoque, l.nr_pedido, l.carga, l.nr_item, l.codigo_barras,
       l.sku_codigo, l.sku_descricao, l.qtde_pecas, l.dt_entrada_estoque, l.dt_producao,
       l.dt_embalagem, l.dt_validade, l.flag_industrializado, l.flag_revenda, l.qtde_unidades,
       CASE WHEN l.sem_a_caixa IS NULL THEN l.nr_unidade_desossa END AS nr_unidade_desossa,
       CASE WHEN l.sem_a_caixa IS NULL THEN l.nr_op_desossa END AS nr_op_desossa,
       CASE WHEN l.sem_a_caixa IS NULL THEN l.nr_unidade_abate END AS nr_unidade_abate,
       CASE WHEN l.sem_a_caixa IS NULL THEN l.dt_abate END AS dt_abate,
       CASE WHEN l.sem_a_caixa IS NULL THEN l.peso_liquido END AS peso_liquido,
       coalesce(l.sem_a_caixa, l.motivo_nao_rastreavel) IS NULL AS flag_rastreavel,
       coalesce(l.sem_a_caixa, l.motivo_nao_rastreavel) AS motivo_nao_rastreavel,
       l.qtde_vendas, l.qtde_vendas > 1 AS flag_venda_dupla,
       p.nr_item IS NOT NULL AS flag_repetida_no_mes,
       coalesce(l.dt_validade <= l.dt_expedicao, false) AS aviso_validade,
       coalesce(l.sem_a_caixa = 'cronologia_impossivel', false) AS aviso_cronologia
FROM linhas l
LEFT JOIN repetidas p USING (cnpj_local_estoque, nr_pedido, carga, nr_item)

-- == registros
-- Records of caixas that hold a box of the line's barcode, of any unit: of a line that no box can be
-- of they are all that there is. $2 the row's key, a JSON object, $3 at most so many, the newest.
WITH registros AS MATERIALIZED (
  SELECT r.lote_id, r.arquivo_id, r.nr_registro
  FROM raw_caixas r
  WHERE r.token_cliente = $1
    AND position('"' || (SELECT i.codigo_barras FROM service_venda_caixas i
                         WHERE i.token_cliente = $1
                           AND i.cnpj_local_estoque = $2::json ->> 'cnpj_local_estoque'
                           AND i.nr_pedido = $2::json ->> 'nr_pedido'
                           AND i.carga = $2::json ->> 'carga'
                           AND i.nr_item = ($2::json ->> 'nr_item')::integer) || '"'
                 IN r.dados_completos::text) > 0
    AND EXISTS (SELECT 1 FROM lote_entidade e
                WHERE e.token_cliente = $1 AND e.entidade = 'caixas'
                  AND e.atualizados + e.superados > 0)
)
SELECT r.lote_id, r.arquivo_id, r.nr_registro
FROM registros r
JOIN arquivo a ON a.id = r.arquivo_id AND a.status IN ('carregado', 'substituido')
ORDER BY a.versao_em DESC, a.versao_hash DESC, r.nr_registro DESC LIMIT $3::bigint

-- == verificacao bloqueia motivo_e_flag
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga, nr_item) AS chave
FROM service_venda_caixas s
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE s.token_cliente = $1
  AND (flag_rastreavel <> (motivo_nao_rastreavel IS NULL)
       OR (flag_rastreavel AND (qtde_unidades <> 1 OR nr_unidade_desossa IS NULL OR aviso_cronologia)))

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

-- == verificacao avisa cronologia_impossivel
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga, nr_item) AS chave
FROM service_venda_caixas s
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE s.token_cliente = $1 AND aviso_cronologia

-- == verificacao avisa produto_diferente
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga, nr_item) AS chave
FROM service_venda_caixas s
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE s.token_cliente = $1 AND motivo_nao_rastreavel = 'produto_diferente'
