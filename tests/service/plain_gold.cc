#include "service/plain_gold.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gdo::service::test {
namespace {

struct PlainTable {
  const char* table;
  const char* columns;  // those that are worked out again
  const char* query;    // gives them, in that order
};

// Lots: each number asked for by itself.
constexpr const char* kLots = R"(
SELECT u.t, u.unit, u.d, u.lot, e.nr_lote_abate IS NOT NULL,
  (SELECT count(DISTINCT nr_sequencial) FROM trusted_carcacas c WHERE c.token_cliente = u.t
     AND c.nr_unidade_abate = u.unit AND c.dt_abate = u.d AND c.nr_lote_abate = u.lot),
  (SELECT count(*) FROM trusted_carcacas c WHERE c.token_cliente = u.t
     AND c.nr_unidade_abate = u.unit AND c.dt_abate = u.d AND c.nr_lote_abate = u.lot),
  (SELECT sum(peso_carcaca) FROM trusted_carcacas c WHERE c.token_cliente = u.t
     AND c.nr_unidade_abate = u.unit AND c.dt_abate = u.d AND c.nr_lote_abate = u.lot),
  (SELECT round(avg(valor_ph), 3) FROM trusted_carcacas c WHERE c.token_cliente = u.t
     AND c.nr_unidade_abate = u.unit AND c.dt_abate = u.d AND c.nr_lote_abate = u.lot),
  (SELECT count(*) FROM trusted_carcacas c WHERE c.token_cliente = u.t AND c.valor_ph >= 6.0
     AND c.nr_unidade_abate = u.unit AND c.dt_abate = u.d AND c.nr_lote_abate = u.lot),
  (SELECT count(*) FROM trusted_carcacas c WHERE c.token_cliente = u.t AND c.flag_contusao
     AND c.nr_unidade_abate = u.unit AND c.dt_abate = u.d AND c.nr_lote_abate = u.lot),
  e.prod_cpf_cnpj, e.faz_nome, e.qtde_animais
FROM (SELECT token_cliente AS t, nr_unidade_abate AS unit, dt_abate AS d, nr_lote_abate AS lot
      FROM trusted_escala
      UNION SELECT token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate FROM trusted_carcacas) u
LEFT JOIN trusted_escala e ON (e.token_cliente, e.nr_unidade_abate, e.dt_abate, e.nr_lote_abate)
  = (u.t, u.unit, u.d, u.lot))";

// Boxes: the sources of each box, then what is wrong with the first of them.
constexpr const char* kBoxes = R"(
SELECT x.token_cliente, x.nr_unidade_desossa, x.codigo_barras, o.n, f.n,
  o.n > 0,
  o.n > 0 AND f.n > 0 AND f.farms = f.n,
  o.n > 0 AND f.n > 0 AND f.animals = f.n,
  o.n > 0 AND f.n > 0 AND f.farms = f.n AND f.animals = f.n,
  CASE WHEN o.n = 0 THEN 'sem_ordem_desossa' WHEN f.n = 0 THEN 'ordem_sem_lotes'
       WHEN f.scheduled < f.n THEN 'lote_sem_escala'
       WHEN f.documented < f.n THEN 'produtor_sem_documento'
       WHEN f.farms < f.n THEN 'propriedade_nao_identificada'
       WHEN f.animals < f.n THEN 'lote_sem_animais' END
FROM trusted_caixas x
CROSS JOIN LATERAL (SELECT count(*) AS n FROM trusted_desossa d
  WHERE d.token_cliente = x.token_cliente AND d.nr_unidade_desossa = x.nr_unidade_desossa
    AND d.nr_op_desossa = x.nr_op_desossa
    AND (x.dt_abate IS NULL OR x.dt_abate = d.dt_abate)) o
CROSS JOIN LATERAL (
  SELECT count(*) AS n, count(e.token_cliente) AS scheduled, count(e.prod_cpf_cnpj) AS documented,
         count(*) FILTER (WHERE e.prod_cpf_cnpj IS NOT NULL AND e.faz_nome IS NOT NULL
                            AND e.faz_estado IS NOT NULL) AS farms,
         count(*) FILTER (WHERE EXISTS (SELECT FROM trusted_carcacas c
           WHERE c.token_cliente = x.token_cliente AND c.nr_unidade_abate = l.unit
             AND c.dt_abate = l.d AND c.nr_lote_abate = l.lot)) AS animals
  FROM (SELECT DISTINCT nr_unidade_abate_lote AS unit, dt_abate_lote AS d, nr_lote_abate AS lot
        FROM trusted_desossa_lotes s
        WHERE s.token_cliente = x.token_cliente AND s.nr_unidade_desossa = x.nr_unidade_desossa
          AND s.nr_op_desossa = x.nr_op_desossa
          AND (x.dt_abate IS NULL OR x.dt_abate = s.dt_abate)) l
  LEFT JOIN trusted_escala e ON e.token_cliente = x.token_cliente AND e.nr_unidade_abate = l.unit
    AND e.dt_abate = l.d AND e.nr_lote_abate = l.lot) f)";

constexpr const char* kOrders = R"(
SELECT d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate,
  (SELECT count(DISTINCT (nr_unidade_abate_lote, dt_abate_lote, nr_lote_abate))
   FROM trusted_desossa_lotes l WHERE (l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa,
     l.nr_unidade_abate, l.dt_abate) = (d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa,
     d.nr_unidade_abate, d.dt_abate)),
  (SELECT count(*) FROM trusted_caixas x WHERE x.token_cliente = d.token_cliente
     AND x.nr_unidade_desossa = d.nr_unidade_desossa AND x.nr_op_desossa = d.nr_op_desossa
     AND (x.dt_abate IS NULL OR x.dt_abate = d.dt_abate)),
  (SELECT count(*) FROM trusted_desossa_quartos q WHERE (q.token_cliente, q.nr_unidade_desossa,
     q.nr_op_desossa, q.nr_unidade_abate, q.dt_abate) = (d.token_cliente, d.nr_unidade_desossa,
     d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate)),
  (SELECT count(*) FROM trusted_desossa_quartos q WHERE (q.token_cliente, q.nr_unidade_desossa,
     q.nr_op_desossa, q.nr_unidade_abate, q.dt_abate) = (d.token_cliente, d.nr_unidade_desossa,
     d.nr_op_desossa, d.nr_unidade_abate, d.dt_abate)
     AND EXISTS (SELECT FROM trusted_carcacas c WHERE c.token_cliente = d.token_cliente
       AND lpad(c.nr_unidade_abate, 5, '0') = substr(q.cod_barra_corte, 1, 5)
       AND c.dt_abate = to_date(substr(q.cod_barra_corte, 6, 8), 'DDMMYYYY')
       AND c.nr_sequencial = substr(q.cod_barra_corte, 14, 4)::int
       AND c.nr_banda = substr(q.cod_barra_corte, 18, 1)::int
       AND ((c.nr_unidade_abate, c.dt_abate) = (d.nr_unidade_abate, d.dt_abate)
            OR (c.nr_unidade_abate, c.dt_abate) IN (
              SELECT l.nr_unidade_abate_lote, l.dt_abate_lote FROM trusted_desossa_lotes l
              WHERE (l.token_cliente, l.nr_unidade_desossa, l.nr_op_desossa, l.nr_unidade_abate,
                l.dt_abate) = (d.token_cliente, d.nr_unidade_desossa, d.nr_op_desossa,
                d.nr_unidade_abate, d.dt_abate)))))
FROM trusted_desossa d)";

constexpr const char* kSaleLines = R"(
SELECT t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga, t.nr_item, t.codigo_barras,
  (SELECT count(*) FROM trusted_caixas x WHERE x.token_cliente = t.token_cliente
     AND x.codigo_barras = t.codigo_barras),
  (SELECT count(*) FROM trusted_venda_caixas o WHERE o.token_cliente = t.token_cliente
     AND o.codigo_barras = t.codigo_barras),
  (SELECT CASE count(*) WHEN 1 THEN min(x.peso_liquido) END FROM trusted_caixas x
   WHERE x.token_cliente = t.token_cliente AND x.codigo_barras = t.codigo_barras),
  (SELECT CASE count(*) WHEN 0 THEN 'sem_caixa' WHEN 1 THEN min(b.motivo_nao_rastreavel)
          ELSE 'codigo_em_duas_unidades' END FROM service_caixas b
   WHERE b.token_cliente = t.token_cliente AND b.codigo_barras = t.codigo_barras)
FROM trusted_venda_caixas t)";

constexpr const char* kSales = R"(
SELECT r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga,
  (SELECT count(*) FROM trusted_venda_caixas t WHERE (t.token_cliente, t.cnpj_local_estoque,
     t.nr_pedido, t.carga) = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)),
  (SELECT coalesce(sum((SELECT CASE count(*) WHEN 1 THEN min(x.peso_liquido) END
     FROM trusted_caixas x WHERE x.token_cliente = t.token_cliente
       AND x.codigo_barras = t.codigo_barras)), 0)
   FROM trusted_venda_caixas t WHERE (t.token_cliente, t.cnpj_local_estoque, t.nr_pedido, t.carga)
     = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)),
  (SELECT n.numero FROM trusted_venda_notas n WHERE (n.token_cliente, n.cnpj_local_estoque,
     n.nr_pedido, n.carga) = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)
   ORDER BY n.dt_emissao, n.nr_item LIMIT 1),
  (SELECT count(DISTINCT numero) FROM trusted_venda_notas n WHERE (n.token_cliente,
     n.cnpj_local_estoque, n.nr_pedido, n.carga) = (r.token_cliente, r.cnpj_local_estoque,
     r.nr_pedido, r.carga))
FROM trusted_registro_venda r)";

constexpr const char* kAnimals = R"(
SELECT a.token_cliente, a.id_animal, a.id_propriedade, m.vinculo, m.d, m.seq
FROM trusted_animais a
LEFT JOIN LATERAL (
  SELECT v.vinculo, min(v.d) AS d, min(v.seq) AS seq
  FROM (SELECT DISTINCT n.k, n.vinculo, c.nr_unidade_abate, c.dt_abate AS d, c.nr_sequencial AS seq
        FROM trusted_carcacas c
        CROSS JOIN LATERAL (VALUES (1, 'nr_sisbov', c.nr_sisbov),
                                   (2, 'nr_identificacao', c.nr_identificacao),
                                   (3, 'nr_chip', c.nr_chip)) n (k, vinculo, id)
        WHERE c.token_cliente = a.token_cliente AND n.id = a.id_animal) v
  GROUP BY v.k, v.vinculo HAVING count(*) = 1 ORDER BY v.k LIMIT 1) m ON true
WHERE NOT EXISTS (SELECT FROM trusted_animais b WHERE b.token_cliente = a.token_cliente
  AND b.id_animal = a.id_animal AND b.id_propriedade <> a.id_propriedade
  AND (coalesce(b.data_entrada, '-infinity'), b.nr_registro)
    > (coalesce(a.data_entrada, '-infinity'), a.nr_registro)))";

constexpr const char* kMonths = R"(
SELECT token_cliente, date_trunc('month', dt_abate)::date, 'abate', nr_unidade_abate,
  count(DISTINCT (dt_abate, nr_sequencial, nr_lote_abate)), NULL::bigint, NULL::bigint
FROM trusted_carcacas GROUP BY 1, 2, 4
UNION ALL SELECT token_cliente, date_trunc('month', dt_abate)::date, 'abate', nr_unidade_abate,
  0, NULL, NULL
FROM trusted_escala e WHERE NOT EXISTS (SELECT FROM trusted_carcacas c
  WHERE c.token_cliente = e.token_cliente AND c.nr_unidade_abate = e.nr_unidade_abate
    AND date_trunc('month', c.dt_abate) = date_trunc('month', e.dt_abate)) GROUP BY 1, 2, 4
UNION ALL SELECT token_cliente, date_trunc('month', dt_producao)::date, 'desossa',
  nr_unidade_desossa, NULL, count(*), NULL
FROM trusted_caixas GROUP BY 1, 2, 4
UNION ALL SELECT r.token_cliente, date_trunc('month', n.d)::date, 'estoque', r.cnpj_local_estoque,
  NULL, NULL, count(*)
FROM trusted_registro_venda r JOIN LATERAL (SELECT min(dt_emissao) AS d FROM trusted_venda_notas n
  WHERE (n.token_cliente, n.cnpj_local_estoque, n.nr_pedido, n.carga)
    = (r.token_cliente, r.cnpj_local_estoque, r.nr_pedido, r.carga)) n ON n.d IS NOT NULL
GROUP BY 1, 2, 4)";

constexpr PlainTable kTables[] = {
    {"service_lotes_abate",
     "token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate, tem_escala, qtde_animais, "
     "qtde_meias_carcacas, peso_carcaca, ph_medio, qtde_meias_ph_bloqueio, "
     "qtde_meias_com_contusao, prod_cpf_cnpj, faz_nome, qtde_animais_escala",
     kLots},
    {"service_ordens_desossa",
     "token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, qtde_lotes, "
     "qtde_caixas, qtde_quartos, qtde_quartos_vinculados",
     kOrders},
    {"service_caixas",
     "token_cliente, nr_unidade_desossa, codigo_barras, qtde_ordens, qtde_lotes, flag_desossa, "
     "flag_propriedades, flag_animais, flag_rastreavel, motivo_nao_rastreavel",
     kBoxes},
    {"service_venda_caixas",
     "token_cliente, cnpj_local_estoque, nr_pedido, carga, nr_item, codigo_barras, qtde_unidades, "
     "qtde_vendas, peso_liquido, motivo_nao_rastreavel",
     kSaleLines},
    {"service_vendas",
     "token_cliente, cnpj_local_estoque, nr_pedido, carga, quantidade, peso_liquido, nf_numero, "
     "qtde_notas",
     kSales},
    {"service_animais",
     "token_cliente, id_animal, id_propriedade, vinculo, dt_abate, nr_sequencial", kAnimals},
    {"service_resumo_mensal", "token_cliente, mes, tipo_planta, planta, animais, caixas, pedidos",
     kMonths},
};

}  // namespace

void expect_plain_gold(TrustedWorld& world) {
  for (const PlainTable& plain : kTables) {
    const std::string gold = fmt::format("SELECT {} FROM {}", plain.columns, plain.table);
    EXPECT_EQ(world.text(
                  fmt::format("SELECT string_agg(q::text, chr(10)) FROM (({0}) EXCEPT ALL ({1})) q",
                              gold, plain.query)),
              "(null)")
        << plain.table << " has rows that plain SQL has not";
    EXPECT_EQ(world.text(
                  fmt::format("SELECT string_agg(q::text, chr(10)) FROM (({1}) EXCEPT ALL ({0})) q",
                              gold, plain.query)),
              "(null)")
        << plain.table << " lacks rows that plain SQL has";
  }
}

}  // namespace gdo::service::test
