-- modelo: service_pallets
-- descricao: pallets: caixas, pesos e se toda caixa está provada até a fazenda
-- grao: um pallet
-- chave: token_cliente, nr_unidade, nr_pallet
-- grupo: token_cliente, nr_unidade, nr_pallet
-- entrada: pallets
-- entrada: service_caixas [nr_unidade_desossa, codigo_barras]
-- origem: trusted_pallets [nr_unidade, nr_pallet]
-- origem: trusted_pallets_caixas [nr_unidade, nr_pallet] > service_caixas [nr_unidade_desossa, codigo_barras]
-- pessoal: nome_conferente
-- dia: dt_montagem
-- coisa: pallet
-- forma: nr_pallet
-- forma: nr_unidade, nr_pallet
-- atras: trusted_pallets_caixas [nr_unidade, nr_pallet] > caixa [nr_unidade_desossa, codigo_barras]

-- == tabela
CREATE TABLE IF NOT EXISTS service_pallets (
  token_cliente         text NOT NULL,     -- Cliente
  nr_unidade            text NOT NULL,     -- Número SIF da unidade que montou o pallet
  nr_pallet             text NOT NULL,     -- Etiqueta do pallet
  dt_montagem           date NOT NULL,     -- Dia em que o pallet foi fechado
  nome_conferente       text,              -- Quem conferiu o pallet
  peso_bruto            numeric(10,3),     -- Peso do pallet fechado (kg)
  peso_liquido          numeric(12,3),     -- Soma das caixas que gdo conhece (kg)
  qtde_caixas           integer NOT NULL,  -- Caixas que o arquivo lista
  qtde_conhecidas       integer NOT NULL,  -- Das quais há uma linha em service_caixas
  qtde_rastreaveis      integer NOT NULL,  -- Das quais a origem está provada
  flag_rastreavel       boolean NOT NULL,  -- Todas as caixas estão provadas
  motivo_nao_rastreavel text,              -- caixa_desconhecida, ou o primeiro motivo das caixas
  PRIMARY KEY (token_cliente, nr_unidade, nr_pallet)
);
CREATE INDEX IF NOT EXISTS service_pallets_por_dia ON service_pallets (token_cliente, dt_montagem);

-- == chaves
SELECT $1::text AS token_cliente, ligacao ->> 'nr_unidade' AS nr_unidade,
       ligacao ->> 'nr_pallet' AS nr_pallet
FROM mudancas WHERE entidade = 'pallets'
UNION
SELECT p.token_cliente, p.nr_unidade, p.nr_pallet
FROM mudancas m
JOIN trusted_pallets_caixas p
  ON p.nr_unidade_desossa = m.ligacao ->> 'nr_unidade_desossa'
 AND p.codigo_barras = m.ligacao ->> 'codigo_barras'
WHERE m.entidade = 'service_caixas' AND p.token_cliente = $1

-- == periodo
SELECT token_cliente, nr_unidade, nr_pallet
FROM trusted_pallets WHERE token_cliente = $1 AND dt_montagem BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade, nr_pallet
FROM service_pallets WHERE token_cliente = $1 AND dt_montagem BETWEEN $2::date AND $3::date

-- == linhas
WITH caixas AS (
  SELECT p.nr_unidade, p.nr_pallet, count(*) AS qtde_caixas,
         count(c.codigo_barras) AS qtde_conhecidas,
         count(*) FILTER (WHERE c.flag_rastreavel) AS qtde_rastreaveis,
         sum(c.peso_liquido) AS peso_liquido, min(c.motivo_nao_rastreavel) AS motivo
  FROM trusted_pallets_caixas p
  JOIN chaves k USING (token_cliente, nr_unidade, nr_pallet) --@chaves
  LEFT JOIN service_caixas c
    ON c.token_cliente = p.token_cliente AND c.nr_unidade_desossa = p.nr_unidade_desossa
   AND c.codigo_barras = p.codigo_barras
  WHERE p.token_cliente = $1
  GROUP BY 1, 2
)
SELECT p.token_cliente, p.nr_unidade, p.nr_pallet, p.dt_montagem, p.nome_conferente, p.peso_bruto,
       c.peso_liquido, coalesce(c.qtde_caixas, 0) AS qtde_caixas,
       coalesce(c.qtde_conhecidas, 0) AS qtde_conhecidas,
       coalesce(c.qtde_rastreaveis, 0) AS qtde_rastreaveis,
       coalesce(c.qtde_rastreaveis = c.qtde_caixas, false) AS flag_rastreavel,
       CASE WHEN c.qtde_caixas IS NULL OR c.qtde_conhecidas < c.qtde_caixas THEN 'caixa_desconhecida'
            ELSE c.motivo END AS motivo_nao_rastreavel
FROM trusted_pallets p
JOIN chaves k USING (token_cliente, nr_unidade, nr_pallet) --@chaves
LEFT JOIN caixas c USING (nr_unidade, nr_pallet)
WHERE p.token_cliente = $1

-- == verificacao bloqueia motivo_e_flag
SELECT concat_ws('/', nr_unidade, nr_pallet) AS chave
FROM service_pallets p
JOIN chaves k USING (token_cliente, nr_unidade, nr_pallet) --@chaves
WHERE p.token_cliente = $1 AND flag_rastreavel <> (motivo_nao_rastreavel IS NULL)

-- == verificacao avisa peso_menor_que_as_caixas
SELECT concat_ws('/', nr_unidade, nr_pallet) AS chave
FROM service_pallets p
JOIN chaves k USING (token_cliente, nr_unidade, nr_pallet) --@chaves
WHERE p.token_cliente = $1 AND peso_bruto < peso_liquido
