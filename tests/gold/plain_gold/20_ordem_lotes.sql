CREATE TEMP TABLE plain_ordem_lotes AS
SELECT o.*, coalesce(l.tem_escala, false) AS tem_escala,
  coalesce(l.flag_documento, false) AS flag_documento,
  coalesce(l.flag_propriedade, false) AS flag_propriedade,
  coalesce(l.qtde_animais, 0) AS qtde_animais,
  coalesce(l.qtde_meias_carcacas, 0) AS qtde_meias_carcacas, l.chave_fazenda, l.prod_cpf_cnpj
FROM (SELECT DISTINCT token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate,
        nr_unidade_abate_lote, dt_abate_lote, coalesce(nr_lote_abate, 0) AS nr_lote_abate
      FROM trusted_desossa_lotes) o
LEFT JOIN plain_lotes_abate l
  ON (l.token_cliente, l.nr_unidade_abate, l.dt_abate, l.nr_lote_abate)
   = (o.token_cliente, o.nr_unidade_abate_lote, o.dt_abate_lote, o.nr_lote_abate);
