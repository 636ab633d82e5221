-- modelo: service_vendas
-- descricao: pedidos: cliente, notas fiscais, caixas e quilos vendidos e rastreados
-- grao: um pedido com sua carga
-- chave: token_cliente, cnpj_local_estoque, nr_pedido, carga
-- grupo: token_cliente, cnpj_local_estoque, nr_pedido, carga
-- entrada: registro_venda
-- entrada: service_venda_caixas [cnpj_local_estoque, nr_pedido, carga]
-- pessoal: nome_transportadora, nf_origem_nome_razaosocial, nf_cnpj_origem, nf_destino_nome_razaosocial, nf_cnpj_destino
-- origem: trusted_registro_venda [cnpj_local_estoque, nr_pedido, carga]
-- origem: venda_caixas > trusted_caixas
-- origem: venda_caixas > caixa_ordens > trusted_desossa (amostra)
-- origem: venda_caixas > caixa_ordens > ordem_lotes > trusted_escala (amostra)
-- origem: venda_caixas > caixa_ordens > ordem_lotes > trusted_carcacas (amostra)

-- == tabela
CREATE TABLE IF NOT EXISTS service_vendas (
  token_cliente              text NOT NULL,
  cnpj_local_estoque         text NOT NULL,
  nr_pedido                  text NOT NULL,
  carga                      text NOT NULL,
  cod_empresa                integer,
  dt_venda                   date,
  dt_expedicao               date,
  nr_ordem_compra            text,
  nr_pedido_matriz           text,
  pais_destino               text,
  id_mercado_destino         jsonb,
  cnpj_transportadora        text,
  nome_transportadora        text,
  qtde_notas                 integer NOT NULL,
  notas                      text[] NOT NULL,
  nf_numero                  text,
  nf_natureza                text,
  nf_chave                   text,
  dt_emissao_nf              date,
  nf_dt_pedido               date,
  nf_origem_nome_razaosocial text,
  nf_cnpj_origem             text,
  nf_origem_cidade           text,
  nf_origem_estado           text,
  nf_destino_nome_razaosocial text,
  nf_cnpj_destino            text,
  nf_destino_cidade          text,
  nf_destino_estado          text,
  dt_validade                date,
  quantidade                 integer NOT NULL,
  qtde_com_caixa             integer NOT NULL,
  qtde_rastreaveis           integer NOT NULL,
  qtde_sem_caixa             integer NOT NULL,
  qtde_em_duas_unidades      integer NOT NULL,
  qtde_cronologia_impossivel integer NOT NULL,
  qtde_produto_diferente     integer NOT NULL,
  qtde_vendas_duplas         integer NOT NULL,
  peso_liquido               numeric(14,3) NOT NULL,
  peso_rastreavel            numeric(14,3) NOT NULL,
  peso_liquido_no_mes        numeric(14,3) NOT NULL,
  peso_rastreavel_no_mes     numeric(14,3) NOT NULL,
  rastreavel                 boolean NOT NULL,
  aviso_cronologia           boolean NOT NULL,
  atualizado_em              timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, cnpj_local_estoque, nr_pedido, carga)
);
CREATE INDEX IF NOT EXISTS service_vendas_por_emissao
  ON service_vendas (token_cliente, cnpj_local_estoque, dt_emissao_nf);
CREATE INDEX IF NOT EXISTS service_vendas_por_numero
  ON service_vendas (token_cliente, nr_pedido);
CREATE INDEX IF NOT EXISTS service_vendas_por_destino
  ON service_vendas (token_cliente, nf_cnpj_destino);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente, ligacao ->> 'cnpj_local_estoque' AS cnpj_local_estoque,
       ligacao ->> 'nr_pedido' AS nr_pedido, ligacao ->> 'carga' AS carga
FROM mudancas

-- == periodo
SELECT token_cliente, cnpj_local_estoque, nr_pedido, carga
FROM service_venda_caixas WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date

-- == linhas
WITH numeros AS MATERIALIZED (
  SELECT n.cnpj_local_estoque, n.nr_pedido, n.carga,
         array_agg(DISTINCT coalesce(n.numero, n.chave)) AS notas
  FROM trusted_venda_notas n
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  WHERE n.token_cliente = $1 AND coalesce(n.numero, n.chave) IS NOT NULL
  GROUP BY 1, 2, 3
),
-- The invoice that names the customer: the earliest.
principais AS MATERIALIZED (
  SELECT DISTINCT ON (n.cnpj_local_estoque, n.nr_pedido, n.carga) n.*
  FROM trusted_venda_notas n
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  WHERE n.token_cliente = $1
  ORDER BY n.cnpj_local_estoque, n.nr_pedido, n.carga, n.dt_emissao NULLS LAST, n.nr_item
),
ultimas AS MATERIALIZED (
  SELECT n.cnpj_local_estoque, n.nr_pedido, n.carga, max(n.dt_emissao) AS dt_emissao
  FROM trusted_venda_notas n
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  WHERE n.token_cliente = $1
  GROUP BY 1, 2, 3
),
caixas AS MATERIALIZED (
  SELECT s.cnpj_local_estoque, s.nr_pedido, s.carga, count(*) AS quantidade,
         min(s.dt_validade) AS dt_validade,
         count(s.nr_unidade_desossa) AS qtde_com_caixa,
         count(*) FILTER (WHERE s.flag_rastreavel) AS qtde_rastreaveis,
         count(*) FILTER (WHERE s.qtde_unidades = 0) AS qtde_sem_caixa,
         count(*) FILTER (WHERE s.qtde_unidades > 1) AS qtde_em_duas_unidades,
         count(*) FILTER (WHERE s.motivo_nao_rastreavel = 'cronologia_impossivel')
           AS qtde_cronologia_impossivel,
         count(*) FILTER (WHERE s.motivo_nao_rastreavel = 'produto_diferente')
           AS qtde_produto_diferente,
         count(*) FILTER (WHERE s.flag_venda_dupla) AS qtde_vendas_duplas,
         sum(s.peso_liquido) AS peso_liquido,
         sum(s.peso_liquido) FILTER (WHERE s.flag_rastreavel) AS peso_rastreavel,
         sum(s.peso_liquido) FILTER (WHERE NOT s.flag_repetida_no_mes) AS peso_liquido_no_mes,
         sum(s.peso_liquido) FILTER (WHERE s.flag_rastreavel AND NOT s.flag_repetida_no_mes)
           AS peso_rastreavel_no_mes,
         bool_or(s.aviso_cronologia) AS aviso_cronologia
  FROM service_venda_caixas s
  JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
  WHERE s.token_cliente = $1
  GROUP BY 1, 2, 3
)
SELECT r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga, r.cod_empresa, r.dt_venda,
       r.dt_expedicao, r.nr_ordem_compra, r.nr_pedido_matriz, r.pais_destino, r.id_mercado_destino,
       r.cnpj_transportadora, r.nome_transportadora,
       coalesce(cardinality(m.notas), 0) AS qtde_notas, coalesce(m.notas, '{}') AS notas,
       n.numero AS nf_numero, n.natureza AS nf_natureza, n.chave AS nf_chave,
       n.dt_emissao AS dt_emissao_nf, n.nf_dt_pedido,
       n.origem_nome_razaosocial AS nf_origem_nome_razaosocial, n.origem_cpf_cnpj AS nf_cnpj_origem,
       n.origem_cidade AS nf_origem_cidade, n.origem_estado AS nf_origem_estado,
       n.destino_nome_razaosocial AS nf_destino_nome_razaosocial,
       n.destino_cpf_cnpj AS nf_cnpj_destino, n.destino_cidade AS nf_destino_cidade,
       n.destino_estado AS nf_destino_estado, c.dt_validade,
       coalesce(c.quantidade, 0) AS quantidade,
       coalesce(c.qtde_com_caixa, 0) AS qtde_com_caixa,
       coalesce(c.qtde_rastreaveis, 0) AS qtde_rastreaveis,
       coalesce(c.qtde_sem_caixa, 0) AS qtde_sem_caixa,
       coalesce(c.qtde_em_duas_unidades, 0) AS qtde_em_duas_unidades,
       coalesce(c.qtde_cronologia_impossivel, 0) AS qtde_cronologia_impossivel,
       coalesce(c.qtde_produto_diferente, 0) AS qtde_produto_diferente,
       coalesce(c.qtde_vendas_duplas, 0) AS qtde_vendas_duplas,
       coalesce(c.peso_liquido, 0) AS peso_liquido,
       coalesce(c.peso_rastreavel, 0) AS peso_rastreavel,
       coalesce(c.peso_liquido_no_mes, 0) AS peso_liquido_no_mes,
       coalesce(c.peso_rastreavel_no_mes, 0) AS peso_rastreavel_no_mes,
       coalesce(c.quantidade = c.qtde_rastreaveis, false) AS rastreavel,
       coalesce(r.dt_venda > r.dt_expedicao, false)
         OR coalesce(u.dt_emissao > r.dt_expedicao + 1, false)
         OR coalesce(c.aviso_cronologia, false) AS aviso_cronologia
FROM trusted_registro_venda r
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
LEFT JOIN numeros m USING (cnpj_local_estoque, nr_pedido, carga)
LEFT JOIN principais n USING (cnpj_local_estoque, nr_pedido, carga)
LEFT JOIN ultimas u USING (cnpj_local_estoque, nr_pedido, carga)
LEFT JOIN caixas c USING (cnpj_local_estoque, nr_pedido, carga)
WHERE r.token_cliente = $1

-- == verificacao bloqueia contagens
SELECT concat_ws('/', cnpj_local_estoque, nr_pedido, carga) AS chave
FROM service_vendas v
JOIN chaves k USING (token_cliente, cnpj_local_estoque, nr_pedido, carga) --@chaves
WHERE v.token_cliente = $1
  AND (quantidade <> qtde_com_caixa + qtde_sem_caixa + qtde_em_duas_unidades
                       + qtde_cronologia_impossivel + qtde_produto_diferente
       OR qtde_rastreaveis > qtde_com_caixa OR peso_liquido_no_mes > peso_liquido)
