#include "app/trace/reason_text.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/translation.h"

namespace gdo::app {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kReasons = {{
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

std::string reason_text(std::string_view reason) {
  for (const auto& [code, words] : kReasons) {
    if (code == reason) return tr(words.data());
  }
  return std::string(reason);
}

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
