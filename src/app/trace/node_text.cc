#include "app/trace/node_text.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/stored_words.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using trace::TraceNode;

std::string value_text(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string member(const Json& data, const char* name) {
  const auto found = data.find(name);
  return found == data.end() ? std::string() : value_text(*found);
}

std::int64_t number(const Json& data, const char* name) {
  const auto found = data.find(name);
  return found == data.end() || !found->is_number() ? 0 : found->get<std::int64_t>();
}

bool flag(const Json& data, const char* name) {
  const auto found = data.find(name);
  return found != data.end() && found->is_boolean() && found->get<bool>();
}

std::string kilos(const Json& data, const char* name) {
  const auto found = data.find(name);
  if (found == data.end() || !found->is_number()) return "";
  return decimal_text(found->get<double>(), 3) + " kg";
}

// The parts that are not empty, with a dot between them.
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : " · ") + part;
  }
  return text;
}

std::string named(const char* name, const std::string& value) {
  return value.empty() ? "" : fmt::format("{} {}", name, value);
}

std::string place(const std::string& city, const std::string& state) {
  if (city.empty() || state.empty()) return city + state;
  return city + "/" + state;
}

std::string plus_more(const Json& list) {
  if (!list.is_array() || list.empty()) return "";
  const std::string first = value_text(list.front());
  return list.size() == 1 ? first : fmt::format("{} +{}", first, list.size() - 1);
}

std::string half_count(const Json& data) {
  return fmt::format("{}, {}", counted(number(data, "qtde_animais"), "animal", "animals"),
                     halves_text(number(data, "qtde_meias_carcacas")));
}

std::string box_facts(const TraceNode& node) {
  const Json& data = node.data;
  return listed({named(tr("order"), member(data, "nr_op_desossa")), member(data, "sku_descricao"),
                 kilos(data, "peso_liquido"), named(tr("produced"), member(data, "dt_producao"))});
}

std::string order_facts(const TraceNode& node) {
  const Json& data = node.data;
  std::string link = member(data, "vinculo");
  if (link == "exato") {
    link = trf("names {} of it", counted(number(data, "quartos"), "quarter", "quarters"));
  } else if (link == "lote") {
    link = tr("draws from its lot");
  }
  const std::int64_t boxes = number(data, "qtde_caixas");
  return listed({named(tr("slaughter"), member(node.key, "nr_unidade_abate")) + " " +
                     member(node.key, "dt_abate"),
                 named(tr("deboned"), member(data, "dt_producao")), link,
                 trf("{} in", counted(number(data, "qtde_quartos"), "quarter", "quarters")),
                 counted(boxes, "box", "boxes"),
                 data.contains("qtde_caixas_vendidas")
                     ? trf("{} sold in {}", count_text(number(data, "qtde_caixas_vendidas")),
                           counted(number(data, "qtde_vendas"), "sale", "sales"))
                     : std::string()});
}

std::string lot_facts(const TraceNode& node) {
  const Json& data = node.data;
  const bool agrees = !data.contains("flag_quantidade_confere") ||
                      !data["flag_quantidade_confere"].is_boolean() ||
                      data["flag_quantidade_confere"].get<bool>();
  return listed({half_count(data),
                 agrees ? "" : trf("{} scheduled", number(data, "qtde_animais_escala")),
                 named(tr("GTA"), data.contains("gtas") ? plus_more(data["gtas"]) : "")});
}

std::string farm_facts(const TraceNode& node) {
  const Json& data = node.data;
  const std::string producer =
      listed({member(data, "prod_nome_razaosocial"), member(data, "prod_cpf_cnpj")});
  std::string screening = member(data, "status_analise_propriedade");
  const std::string entered = member(data, "data_entrada");
  return listed({place(member(data, "faz_cidade"), member(data, "faz_estado")),
                 named(tr("CAR"), member(data, "faz_nr_car")), named(tr("producer"), producer),
                 std::move(screening), named(tr("from"), entered),
                 named(tr("to"), member(data, "data_saida")),
                 data.contains("qtde_lotes")
                     ? fmt::format("{}, {}", counted(number(data, "qtde_lotes"), "lot", "lots"),
                                   counted(number(data, "qtde_animais"), "animal", "animals"))
                     : std::string()});
}

// Why the sale's line cannot be of the box above it.
std::string line_fault(const Json& data) {
  const std::string reason = member(data, "motivo_da_linha");
  if (reason.empty()) return "";
  if (reason == "codigo_em_duas_unidades") return tr("this box or another unit's");
  return trf("not of this box: {}", reason_text(reason));
}

std::string sale_facts(const TraceNode& node) {
  const Json& data = node.data;
  const std::string customer =
      listed({member(data, "nf_destino_nome_razaosocial"), member(data, "nf_cnpj_destino"),
              place(member(data, "nf_destino_cidade"), member(data, "nf_destino_estado"))});
  const std::int64_t boxes = number(data, "quantidade");
  return listed({member(data, "dt_venda"), named(tr("to"), customer),
                 named(tr("NF"), data.contains("notas") ? plus_more(data["notas"]) : ""),
                 trf("{} of {} {} traceable", number(data, "qtde_rastreaveis"), boxes,
                     boxes == 1 ? tr("box") : tr("boxes")),
                 flag(data, "flag_venda_dupla") ? tr("sold twice") : "", line_fault(data)});
}

std::string animal_facts(const TraceNode& node) {
  const Json& data = node.data;
  return listed({member(data, "raca"), member(data, "sexo"),
                 named(tr("born"), member(data, "data_nascimento")),
                 named(tr("farm"), member(data, "id_propriedade")),
                 named(tr("slaughtered"), member(data, "dt_abate"))});
}

std::string half_facts(const TraceNode& node) {
  const Json& data = node.data;
  return listed({named(tr("lot"), member(data, "nr_lote_abate")), kilos(data, "peso_carcaca"),
                 member(data, "sexo")});
}

// Things that the program does not know are rows of a gold model: their columns, as they are named.
std::string column_facts(const TraceNode& node) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : node.data.items()) {
    const bool handled = name == "rastreavel" || name == "motivo" || value.is_structured();
    if (!handled && !value.is_null()) parts.push_back(name + " " + value_text(value));
  }
  return listed(parts);
}

struct Words {
  std::string noun;
  std::string name;
  std::string facts;
};

Words words_of(const TraceNode& node) {
  const Json& key = node.key;
  const std::string& type = node.type;
  if (type == "caixa") return {tr("box"), member(key, "codigo_barras"), box_facts(node)};
  if (type == "ordem") {
    return {tr("order"), member(key, "nr_unidade_desossa") + "/" + member(key, "nr_op_desossa"),
            order_facts(node)};
  }
  if (type == "lote") return {tr("lot"), key_text(key), lot_facts(node)};
  if (type == "venda") {
    return {tr("sale"), member(key, "nr_pedido") + "/" + member(key, "carga"), sale_facts(node)};
  }
  if (type == "carcaca")
    return {tr("half-carcass"), member(node.data, "etiqueta"), half_facts(node)};
  if (type == "animal") return {"animal", member(key, "id_animal"), animal_facts(node)};
  if (type != "fazenda") return {type, key_text(key), column_facts(node)};
  std::string name = member(node.data, "faz_nome");
  if (name.empty()) name = key.contains("id_propriedade") ? key_text(key) : tr("without a name");
  return {tr("farm"), std::move(name), farm_facts(node)};
}

// What is wrong, said once: a lot says what it lacks, others give the reason.
std::string value_error(const TraceNode& node) {
  if (node.type == "lote") return fmt::format("{}", fmt::join(lacks_of_lot(node.data), ", "));
  if (node.type == "venda") return reasons_of_sale(node.data);
  const std::string reason = member(node.data, "motivo");
  return reason.empty() ? tr("not traceable") : reason_text(reason);
}

}  // namespace

std::string halves_text(std::int64_t number) {
  return counted(number, "half-carcass", "half-carcasses");
}

std::string key_text(const Json& key) {
  std::string text;
  for (const auto& [name, value] : key.items()) {
    if (value.is_null()) continue;
    text += (text.empty() ? "" : "/") + value_text(value);
  }
  return text;
}

std::optional<bool> proven(const TraceNode& node) {
  const auto found = node.data.find("rastreavel");
  if (found == node.data.end() || !found->is_boolean()) return std::nullopt;
  return found->get<bool>();
}

std::vector<Piece> node_pieces(const TraceNode& node) {
  const Words words = words_of(node);
  std::vector<Piece> pieces;
  const std::optional<bool> good = proven(node);
  if (good) pieces.push_back(*good ? Piece{"✔ ", Style::good} : Piece{"✘ ", Style::bad});
  pieces.push_back({words.noun + " ", Style::dim});
  pieces.push_back({words.name, Style::bold});
  if (!words.facts.empty()) pieces.push_back({"  " + words.facts, Style::plain});
  if (good && !*good) pieces.push_back({"  " + value_error(node), Style::bad});
  return pieces;
}

namespace {

constexpr std::array<monitor::CodeWords, 11> kReasons = {{
    {"sem_ordem_desossa", tr_later("no deboning order of its unit, number and slaughter day")},
    {"ordem_sem_lotes", tr_later("the deboning order names no source lot")},
    {"lote_sem_escala", tr_later("a source lot is in no slaughter schedule (escala)")},
    {"produtor_sem_documento", tr_later("the producer of a source lot has no valid CPF or CNPJ")},
    {"propriedade_nao_identificada", tr_later("the farm of a source lot has no name or no state")},
    {"lote_sem_animais", tr_later("a source lot has no half-carcass")},
    {"sem_caixa", tr_later("no file of caixas brought the barcode")},
    {"codigo_em_duas_unidades", tr_later("two units made a box of this barcode")},
    {"cronologia_impossivel", tr_later("the box of the barcode was made after the sale")},
    {"produto_diferente",
     tr_later("the box of the barcode is of another product or production day")},
    {"animal_sem_abate", tr_later("no slaughtered animal bears its name, or more than one does")},
}};

bool is_true(const nlohmann::ordered_json& data, const char* member) {
  const auto found = data.find(member);
  return found != data.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::string reason_text(std::string_view reason) { return monitor::code_words(kReasons, reason); }

std::string reasons_of_sale(const nlohmann::ordered_json& data) {
  const auto reasons = data.find("motivos");
  if (reasons == data.end() || !reasons->is_object()) return tr("no box is listed");
  std::string text;
  for (const auto& [reason, boxes] : reasons->items()) {
    text += trf("{}{} of {} {}: {}", text.empty() ? "" : "; ", boxes.get<std::int64_t>(),
                data.value("quantidade", std::int64_t{0}),
                data.value("quantidade", std::int64_t{0}) == 1 ? tr("box") : tr("boxes"),
                reason_text(reason));
  }
  return text;
}

std::vector<std::string> lacks_of_lot(const nlohmann::ordered_json& data) {
  std::vector<std::string> lacks;
  if (!is_true(data, "tem_escala")) {
    lacks.emplace_back(tr("no row of escala"));
  } else {
    if (!is_true(data, "flag_documento")) lacks.emplace_back(tr("producer without valid document"));
    if (!is_true(data, "flag_propriedade")) lacks.emplace_back(tr("farm without name or state"));
  }
  if (data.value("qtde_meias_carcacas", 0) == 0) lacks.emplace_back(tr("no half-carcass"));
  return lacks;
}

}  // namespace gdo::app
