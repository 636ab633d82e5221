#include "app/alerts/alert_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "app/result_json.h"
#include "app/terminal/quantities.h"
#include "app/terminal/stored_words.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

// One alert's members, each empty or 0 where it is not there.
class AlertFigures {
 public:
  explicit AlertFigures(const nlohmann::ordered_json& alert)
      : alert_(alert), details_(alert.at("detalhes")) {}

  std::string text(const char* name) const { return text_in(details_, name); }
  std::string own(const char* name) const { return text_in(alert_, name); }
  double number(const char* name) const {
    const auto found = details_.find(name);
    return found != details_.end() && found->is_number() ? found->get<double>() : 0;
  }
  std::int64_t whole(const char* name) const { return static_cast<std::int64_t>(number(name)); }
  // The fields that a list of them names: three, and how many more there are.
  std::string fields(const char* name) const {
    constexpr std::size_t kNamed = 3;
    const auto found = details_.find(name);
    if (found == details_.end() || !found->is_array()) return {};
    std::string text;
    for (std::size_t i = 0; i < std::min(found->size(), kNamed); ++i) {
      text += (text.empty() ? "" : ", ") + (*found)[i].value("campo", "?");
    }
    if (found->size() > kNamed) text += trf(" and {} more", found->size() - kNamed);
    return text;
  }
  double number_at(const char* name, std::size_t place) const {
    const auto found = details_.find(name);
    if (found == details_.end() || !found->is_array() || place >= found->size()) return 0;
    return (*found)[place].is_number() ? (*found)[place].get<double>() : 0;
  }
  std::string day() const { return day_and_time(text("dia")); }
  std::string file() const {
    const std::string name = text("nome_arquivo");
    return name.substr(name.rfind('/') + 1);
  }
  // A part of "nada_chegou/T/caixas/2026-07-05", counted from 0.
  std::string key_part(int place) const {
    std::string key = own("chave");
    for (; place > 0 && !key.empty(); --place) {
      const std::size_t slash = key.find('/');
      key = slash == std::string::npos ? "" : key.substr(slash + 1);
    }
    return key.substr(0, key.find('/'));
  }

 private:
  static std::string text_in(const nlohmann::ordered_json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
  }

  const nlohmann::ordered_json& alert_;
  const nlohmann::ordered_json& details_;
};

std::string broken_file(const AlertFigures& of) {
  const std::string fault = file_fault(of.text("codigo"), "");
  if (of.whole("linha") == 0) return trf("{} could not be read: {}", of.file(), fault);
  return trf("{} could not be read: {} (line {}, column {})", of.file(), fault, of.whole("linha"),
             of.whole("coluna"));
}

std::string stuck_file(const AlertFigures& of) {
  return of.text("status") == "reservado"
             ? trf("{} has been loading for more than an hour", of.file())
             : trf("{} is loaded and has not left pending/ for more than an hour", of.file());
}

// "caixas: new: tara, cod_esteira; gone: lote"
std::string drift(const AlertFigures& of) {
  std::string changes;
  const auto add = [&](const char* what, const char* member) {
    const std::string fields = of.fields(member);
    if (fields.empty()) return;
    changes += fmt::format("{}{}: {}", changes.empty() ? "" : "; ", what, fields);
  };
  add(tr("new"), "novos");
  add(tr("gone"), "sumidos");
  add(tr("of another type"), "mudaram_de_tipo");
  return trf("the data of {} changed shape ({})", of.text("tipo_payload"), changes);
}

std::string mass(const AlertFigures& of) {
  const double boxes = of.number("kg_caixas");
  return trf("plant {} on {}: boxes of {} kg from quarters of {} kg", of.text("planta"), of.day(),
             decimal_text(boxes, 1), decimal_text(boxes - of.number("tamanho"), 1));
}

// A day's figure in what its kind is counted in.
std::string measured(const std::string& kind, double value) {
  if (kind.starts_with("rejeicao")) return decimal_text(100 * value, 2) + " %";
  if (kind.starts_with("rendimento")) return decimal_text(value, 1) + " %";
  if (kind.starts_with("duracao")) return decimal_text(value, 2) + " ms";
  return decimal_text(value, 0);
}

std::string out_of_band(const AlertFigures& of) {
  const auto figure = [kind = of.own("tipo")](double value) { return measured(kind, value); };
  return trf("{} on {}: {}, expected {} (between {} and {})", of.text("serie"), of.day(),
             figure(of.number("valor")), figure(of.number("esperado")),
             figure(of.number_at("faixa", 0)), figure(of.number_at("faixa", 1)));
}

std::string refused_file(const AlertFigures& of) {
  return trf("{}: {} of {} items rejected, over the contract's limit; nothing of it is published",
             of.file(), count_text(of.whole("rejeitados")), count_text(of.whole("itens")));
}

// What a check of gold found, in words; one of a folder of models has its name alone.
std::string check_text(const AlertFigures& of) {
  constexpr std::array<CodeWords, 7> kChecks = {{
      {"analise_da_propriedade", tr_later("lots of farms whose screening is not APTA")},
      {"balanco_de_massa", tr_later("orders whose boxes do not weigh what their quarters did")},
      {"codigo_em_duas_unidades", tr_later("barcodes that two plants have")},
      {"cronologia_impossivel", tr_later("sale lines of before the box was made")},
      {"produto_diferente", tr_later("sale lines whose product is not the box's")},
      {"quantidade_de_animais", tr_later("lots whose animals are not those of the schedule")},
      {"venda_dupla", tr_later("boxes sold more than once")},
  }};
  const std::string check = of.text("verificacao");
  const std::string words = code_words(kChecks, check);
  return words == check ? check : fmt::format("{} ({})", words, check);
}

std::string check_that_failed(const AlertFigures& of) {
  return trf("{}: check {} failed; the rows of before stay", of.text("modelo"),
             of.text("verificacao"));
}

std::string check_that_warns(const AlertFigures& of) {
  return fmt::format("{}: {}: {}", of.text("modelo"), check_text(of),
                     counted(of.whole("linhas"), "row", "rows"));
}

struct Sentence {
  std::string_view kind;
  std::string (*of)(const AlertFigures&);
  bool stored_says_more = false;  // to those who read Portuguese
};

constexpr std::array<Sentence, 20> kSentences = {{
    {"arquivo_com_erro", broken_file, true},
    {"arquivo_parado", stuck_file},
    {"canal_mudo",
     [](const AlertFigures& of) {
       const std::string channel = of.text("canal");
       return trf("the alert channel {} takes nothing", channel.substr(0, channel.find(':')));
     }},
    {"cliente_em_silencio",
     [](const AlertFigures&) { return std::string(tr("nothing of the tenant came today")); }},
    {"deriva", drift},
    {"duracao_fora_da_faixa", out_of_band},
    {"execucao_com_erro",
     [](const AlertFigures& of) { return trf("a run of {} failed", of.text("camada")); }, true},
    {"execucao_parada",
     [](const AlertFigures&) {
       return std::string(tr("a gdo run --watch cannot work and tries again"));
     }},
    {"limite_rejeicao", refused_file},
    {"livros_fora_do_balanco",
     [](const AlertFigures& of) {
       return trf("the books of lote {} are not the sum of its files' books", of.whole("lote_id"));
     }},
    {"massa_fora_do_balanco", mass},
    {"modelo_aviso", check_that_warns},
    {"modelo_bloqueado", check_that_failed},
    {"nada_chegou",
     [](const AlertFigures& of) {
       return trf("nothing of {} came by the usual hour", of.key_part(2));
     }},
    {"nome_no_futuro",
     [](const AlertFigures& of) {
       return trf("the time in the name of {} is after the file's own: it is not believed",
                  of.file());
     }},
    {"pasta_desconhecida",
     [](const AlertFigures& of) {
       return trf("no contract reads the folder pending/{}", of.key_part(2));
     },
     true},
    {"rejeicao_fora_da_faixa", out_of_band},
    {"rendimento_fora_da_faixa", out_of_band},
    {"sem_cliente",
     [](const AlertFigures&) { return std::string(tr("files in pending/ have no tenant")); }, true},
    {"volume_fora_da_faixa", out_of_band},
}};

}  // namespace

std::string alert_sentence(const nlohmann::ordered_json& alert) {
  const AlertFigures figures(alert);
  const bool portuguese = language() == Language::portuguese;
  for (const Sentence& sentence : kSentences) {
    if (sentence.kind != figures.own("tipo")) continue;
    if (portuguese && sentence.stored_says_more) break;
    return sentence.of(figures);
  }
  return figures.own("mensagem");
}

}  // namespace gdo::app
