#include "trace/things.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "gold/model_reader.h"

namespace gdo::trace {
namespace {

std::vector<Thing> known_things() {
  return {
      {.type = "caixa",
       .table = "service_caixas",
       .key = {"nr_unidade_desossa", "codigo_barras"},
       .behind = {{"ordem", "caixa_ordens"}},
       .after = {{"venda", "caixa_vendas"}},
       .levels_behind = 2,
       .shows_halves = true,
       .by_orders = true},
      {.type = "venda",
       .table = "service_vendas",
       .key = {"cnpj_local_estoque", "nr_pedido", "carga"},
       .behind = {{"caixa", "venda_caixas"}},
       .levels_behind = 3,
       .by_orders = true},
      {.type = "ordem",
       .table = "service_ordens_desossa",
       .key = {"nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate"},
       .behind = {{"lote", "ordem_lotes"}},
       .after = {{"caixa", "ordem_caixas"}},
       .levels_after = 2,
       .shows_halves = true,
       .by_orders = true,
       .sums = "ordem_vendas"},
      {.type = "lote",  // comes with its farm
       .table = "service_lotes_abate",
       .key = {"nr_unidade_abate", "dt_abate", "nr_lote_abate"},
       .after = {{"ordem", "lote_ordens"}},
       .levels_after = 3},
      {.type = "animal",
       .table = "service_animais",
       .key = {"id_animal"},
       .behind = {{"propriedade", "animal_propriedades"}, {"lote", "animal_lotes"}},
       .after = {{"carcaca", "animal_carcacas"}},
       .levels_after = 4},
      {.type = "carcaca",
       .table = "trusted_carcacas",
       .key = {"nr_unidade_abate", "dt_abate", "nr_sequencial", "nr_banda"},
       .behind = {{"lote", "carcaca_lotes"}, {"animal", "carcaca_animais"}},
       .after = {{"ordem", "carcaca_ordens"}},
       .levels_after = 3},
      {.type = "fazenda",
       .table = "service_lotes_abate",
       .key = {"chave_fazenda"},
       .after = {{.type = "lote", .link = "fazenda_lotes", .leads_back = true}},
       .levels_after = 2},
      {.type = "propriedade", .table = "service_animais", .key = {"id_propriedade"}},
  };
}

// How far things of a model are followed: to the lots of what stands before them.
constexpr int kLevelsOfModels = 4;

Thing thing_of(const gold::Model& model) {
  Thing thing{.type = model.thing.type, .table = model.name};
  thing.key = {model.key.begin() + 1, model.key.end()};
  for (const gold::ModelThing::Link& link : model.thing.links) {
    thing.behind.push_back({.type = link.type, .link = "", .way = link.way});
  }
  thing.levels_behind = kLevelsOfModels;
  thing.by_orders = true;
  thing.model = &model;
  return thing;
}

}  // namespace

Things::Things(const gold::Models& models)
    : things_(known_things()),
      kinds_{"caixa", "pedido", "ordem", "lote", "animal", "fazenda"},
      forms_(key_forms()) {
  gold::ModelFaults faults;
  for (const gold::Model& model : models) {
    if (model.thing.type.empty()) continue;
    if (find(model.thing.type) != nullptr || model.thing.type == "pedido") {
      faults.add(model.file, model.thing.line,
                 fmt::format("traces know a {} already; say another `coisa`", model.thing.type));
    }
    for (const gold::ModelThing::Link& link : model.thing.links) {
      if (find(link.type) != nullptr) continue;
      faults.add(
          model.file, link.line,
          fmt::format("there is no thing {} to lead to; there are {}, and the coisa of models "
                      "that this one follows",
                      link.type, fmt::join(kinds_, ", ")));
    }
    things_.push_back(thing_of(model));
    kinds_.push_back(model.thing.type);
    for (KeyForm& form : forms_of(model)) forms_.push_back(std::move(form));
  }
  faults.raise();
}

const Thing* Things::find(std::string_view type) const {
  const auto found = std::find_if(things_.begin(), things_.end(),
                                  [&](const Thing& thing) { return thing.type == type; });
  return found == things_.end() ? nullptr : &*found;
}

const Things& built_in_things() {
  static const Things things(gold::built_in_models());
  return things;
}

}  // namespace gdo::trace
