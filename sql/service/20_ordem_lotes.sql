-- modelo: service_ordem_lotes
-- descricao: lotes de origem das ordens de desossa e o que se sabe de cada um: a ponte da caixa às fazendas
-- grao: um lote de abate distinto de uma ordem de desossa
-- chave: token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, nr_unidade_abate_lote, dt_abate_lote, nr_lote_abate
-- grupo: token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
-- entrada: desossa
-- entrada: service_lotes_abate [nr_unidade_abate, dt_abate, nr_lote_abate]
-- pessoal: chave_fazenda, prod_cpf_cnpj
-- origem: trusted_desossa [nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate]
-- origem: service_lotes_abate [nr_unidade_abate = nr_unidade_abate_lote, dt_abate = dt_abate_lote, nr_lote_abate]

-- == tabela
CREATE TABLE IF NOT EXISTS service_ordem_lotes (
  token_cliente         text NOT NULL,
  nr_unidade_desossa    text NOT NULL,
  nr_op_desossa         text NOT NULL,
  nr_unidade_abate      text NOT NULL,
  dt_abate              date NOT NULL,
  nr_unidade_abate_lote text NOT NULL,
  dt_abate_lote         date NOT NULL,
  nr_lote_abate         integer NOT NULL,
  tem_escala            boolean NOT NULL,
  flag_documento        boolean NOT NULL,
  flag_propriedade      boolean NOT NULL,
  qtde_animais          integer NOT NULL,
  qtde_meias_carcacas   integer NOT NULL,
  chave_fazenda         text,
  prod_cpf_cnpj         text,
  atualizado_em         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate,
               nr_unidade_abate_lote, dt_abate_lote, nr_lote_abate)
);
CREATE INDEX IF NOT EXISTS service_ordem_lotes_por_lote
  ON service_ordem_lotes (token_cliente, nr_unidade_abate_lote, dt_abate_lote, nr_lote_abate);

-- == chaves
SELECT DISTINCT $1::text AS token_cliente, ligacao ->> 'nr_unidade_desossa' AS nr_unidade_desossa,
       ligacao ->> 'nr_op_desossa' AS nr_op_desossa,
       ligacao ->> 'nr_unidade_abate' AS nr_unidade_abate,
       (ligacao ->> 'dt_abate')::date AS dt_abate
FROM mudancas WHERE entidade = 'desossa'
UNION
SELECT l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate, l.dt_abate
FROM mudancas m
JOIN trusted_desossa_lotes l
  ON l.nr_unidade_abate_lote = m.ligacao ->> 'nr_unidade_abate'
 AND l.dt_abate_lote = (m.ligacao ->> 'dt_abate')::date
 AND l.nr_lote_abate = (m.ligacao ->> 'nr_lote_abate')::integer
WHERE m.entidade = 'service_lotes_abate' AND l.token_cliente = $1

-- == periodo
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
FROM trusted_desossa WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date
UNION
SELECT token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate
FROM service_ordem_lotes WHERE token_cliente = $1 AND dt_abate BETWEEN $2::date AND $3::date

-- == linhas
-- An element without a lot of its own stays a lot that nothing is known of.
WITH lotes AS (
  SELECT DISTINCT l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate,
         l.dt_abate, coalesce(l.nr_unidade_abate_lote, '') AS nr_unidade_abate_lote,
         coalesce(l.dt_abate_lote, l.dt_abate) AS dt_abate_lote,
         coalesce(l.nr_lote_abate, 0) AS nr_lote_abate
  FROM trusted_desossa_lotes l
  JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) --@chaves
  WHERE l.token_cliente = $1
)
SELECT l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate, l.dt_abate,
       l.nr_unidade_abate_lote, l.dt_abate_lote, l.nr_lote_abate,
       coalesce(s.tem_escala, false) AS tem_escala,
       coalesce(s.flag_documento, false) AS flag_documento,
       coalesce(s.flag_propriedade, false) AS flag_propriedade,
       coalesce(s.qtde_animais, 0) AS qtde_animais,
       coalesce(s.qtde_meias_carcacas, 0) AS qtde_meias_carcacas,
       s.chave_fazenda, s.prod_cpf_cnpj
FROM lotes l
LEFT JOIN service_lotes_abate s
  ON s.token_cliente = $1 AND s.nr_unidade_abate = l.nr_unidade_abate_lote
 AND s.dt_abate = l.dt_abate_lote AND s.nr_lote_abate = l.nr_lote_abate

-- == verificacao bloqueia ordem_existe
SELECT concat_ws('/', l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate, l.dt_abate) AS chave
FROM service_ordem_lotes l
JOIN chaves k USING (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate) --@chaves
LEFT JOIN trusted_desossa d
  ON d.token_cliente = l.token_cliente AND d.nr_unidade_desossa = l.nr_unidade_desossa
 AND d.nr_op_desossa = l.nr_op_desossa AND d.nr_unidade_abate = l.nr_unidade_abate
 AND d.dt_abate = l.dt_abate
WHERE l.token_cliente = $1 AND d.token_cliente IS NULL
