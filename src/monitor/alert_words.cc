#include "monitor/alert_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/stored_words.h"

namespace gdo::monitor {
namespace {

// One alert's members, each empty or 0 where it is not there.
class AlertFigures {
 public:
  explicit AlertFigures(const nlohmann::ordered_json& alert)
      : alert_(alert), details_(alert.at("detalhes")) {}

  std::string text(const char* name) const { return member_text(details_, name); }
  std::string own(const char* name) const { return member_text(alert_, name); }
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

// What a series counts, how a figure of it is shown, and what is said of a day.
struct Measure {
  std::string_view kind;
  const char* sentence;
  double factor;
  int digits;  // after the point; 0 = a count
  std::string_view unit;

  std::string figure(double value) const {
    if (digits == 0) return count_text(std::llround(value));
    return decimal_text(factor * value, digits) + std::string(unit);
  }
};

constexpr std::array<Measure, 4> kMeasures = {{
    {"volume_fora_da_faixa", tr_later("{} on {}: {} records, expected {} (between {} and {})"), 1,
     0, ""},
    {"duracao_fora_da_faixa", tr_later("{} on {}: {} a record, expected {} (between {} and {})"), 1,
     2, " ms"},
    {"rejeicao_fora_da_faixa", tr_later("{} on {}: {} rejected, expected {} (between {} and {})"),
     100, 2, " %"},
    {"rendimento_fora_da_faixa",
     tr_later("plant {} on {}: a yield of {}, expected {} (between {} and {})"), 1, 1, " %"},
}};

std::string out_of_band(const AlertFigures& of) {
  for (const Measure& measure : kMeasures) {
    if (measure.kind != of.own("tipo")) continue;
    const std::string series = of.text("serie");
    const std::string day = of.day();
    const std::string value = measure.figure(of.number("valor"));
    const std::string expected = measure.figure(of.number("esperado"));
    const std::string low = measure.figure(of.number_at("faixa", 0));
    const std::string high = measure.figure(of.number_at("faixa", 1));
    return fmt::vformat(tr(measure.sentence),
                        fmt::make_format_args(series, day, value, expected, low, high));
  }
  return of.own("mensagem");
}

std::string refused_file(const AlertFigures& of) {
  return trf("{}: {} of {} items rejected, over the contract's limit; nothing of it is published",
             of.file(), count_text(of.whole("rejeitados")), count_text(of.whole("itens")));
}

// What a check of gold found. A name that is another thing in one model is written with the
// model's.
constexpr std::array<CodeWords, 17> kChecks = {{
    {"analise_da_propriedade", tr_later("lots of farms whose screening is not APTA")},
    {"balanco_de_massa", tr_later("orders whose boxes do not weigh what their quarters did")},
    {"codigo_em_duas_unidades", tr_later("barcodes that two plants have")},
    {"contagens", tr_later("counts that are not those of the rows counted")},
    {"cronologia_impossivel", tr_later("sale lines of before the box was made")},
    {"execucao", tr_later("the model could not be computed")},
    {"motivo_e_flag", tr_later("rows whose reason contradicts the verdict")},
    {"ordem_existe", tr_later("lots of orders that do not exist")},
    {"parte_e_todo", tr_later("days with more traceable boxes than were produced")},
    {"partes_e_todo", tr_later("months whose parts are not the whole")},
    {"peso_positivo", tr_later("boxes without a positive weight")},
    {"produto_diferente", tr_later("sale lines whose product is not the box's")},
    {"quantidade_de_animais", tr_later("lots whose animals are not those of the schedule")},
    {"service_venda_caixas codigo_em_duas_unidades",
     tr_later("sale lines whose barcode two plants have")},
    {"valor_recusado", tr_later("keys whose rows hold a value that PostgreSQL refused")},
    {"venda_dupla", tr_later("boxes sold more than once")},
    {"vinculo", tr_later("animals linked to a slaughter that is not theirs")},
}};

// A check of a folder of models has its name alone.
std::string check_text(const AlertFigures& of) {
  const std::string check = of.text("verificacao");
  const std::string of_model = of.text("modelo") + " " + check;
  const std::string words = code_words(kChecks, of_model);
  return words == of_model ? code_words(kChecks, check) : words;
}

std::string check_that_failed(const AlertFigures& of) {
  return trf("{}: a check failed: {}; the rows of before stay", of.text("modelo"), check_text(of));
}

std::string check_that_warns(const AlertFigures& of) {
  return fmt::format("{}: {}: {}", of.text("modelo"), check_text(of),
                     counted(of.whole("linhas"), "row", "rows"));
}

std::string dead_channel(const AlertFigures& of) {
  const std::string channel = of.text("canal");
  return trf("the alert channel {} takes nothing", channel.substr(0, channel.find(':')));
}

// What alerts of a kind say, what their cause is, and what to do: the sentence is made of an
// alert's figures, the others hold for all of the kind.
struct Kind {
  std::string_view name;
  std::string (*sentence)(const AlertFigures&);
  const char* cause;
  const char* what_to_do;
  bool stored_says_more = false;  // to those who read Portuguese
};

constexpr std::array<Kind, 21> kKinds = {{
    {"arquivo_com_erro", broken_file,
     tr_later("the file could not be read: malformed JSON, empty or cut; nothing of it is loaded"),
     tr_later("ask the sender for the file again, or fix it in error/ and run gdo files retry"),
     true},
    {"arquivo_parado", stuck_file,
     tr_later("a process took the file and did not finish it, or it could not be moved"),
     tr_later("see gdo files list --status reservado and the lake's permissions; gdo run takes "
              "the work up again")},
    {"canal_mudo", dead_channel,
     tr_later("an alert channel has taken nothing for more than a minute"),
     tr_later("look at its address and the network; gdo alerts test tries again")},
    {"cliente_em_silencio",
     [](const AlertFigures& of) { return trf("nothing of the tenant came on {}", of.day()); },
     tr_later("nothing of the tenant came today"),
     tr_later("look at what the tenant sends; on a day off, gdo alerts expect ID")},
    {"deriva", drift, tr_later("the data changed its shape"),
     tr_later("look at the contract with the sender: gdo contract show")},
    {"duracao_fora_da_faixa", out_of_band,
     tr_later("loading a record took far longer than expected"),
     tr_later("look at the server's load and gdo status")},
    {"execucao_com_erro",
     [](const AlertFigures& of) { return trf("a run of {} failed", of.text("camada")); },
     tr_later("a layer stopped before its end"), tr_later("see the run's log, then gdo run again"),
     true},
    {"execucao_parada",
     [](const AlertFigures&) {
       return std::string(tr("a gdo run --watch cannot work and tries again"));
     },
     tr_later("a gdo run --watch cannot work and tries again"),
     tr_later("the details say why; run gdo doctor on that machine")},
    {"limite_rejeicao", refused_file,
     tr_later("a file is over the contract's rejection limit; nothing of it is published"),
     tr_later("see gdo rejected list; once it is corrected, gdo rejected retry")},
    {"livros_fora_do_balanco",
     [](const AlertFigures& of) {
       return trf("the books of lote {} are not the sum of its files' books", of.whole("lote_id"));
     },
     tr_later("the books of a lote are not the sum of the books of its files"),
     tr_later("run gdo audit; what it says of this lote is a defect: keep the log and tell who "
              "maintains gdo")},
    {"massa_fora_do_balanco", mass,
     tr_later("the boxes of a day of deboning weigh more than the quarters that went in"),
     tr_later("look at the plant's orders and boxes of that day: a file of desossa is missing, or "
              "there are boxes of another plant")},
    {"modelo_aviso", check_that_warns, tr_later("a check found strange rows, which were published"),
     tr_later("look at the keys named with gdo trace")},
    {"modelo_bloqueado", check_that_failed,
     tr_later("a check of the service model failed; the rows of before stay"),
     tr_later("correct the data of the keys named and run gdo run service")},
    {"nada_chegou",
     [](const AlertFigures& of) {
       return trf("nothing of {} came by the usual hour on {}", of.key_part(2), of.day());
     },
     tr_later("nothing came by the hour by which it always came"),
     tr_later("ask the plant whether it slaughtered; on a day off, gdo alerts expect ID")},
    {"nome_no_futuro",
     [](const AlertFigures& of) {
       return trf("the time in the name of {} is after the file's own: it is not believed",
                  of.file());
     },
     tr_later("the file's name says a time after the file's own"),
     tr_later("set the clock or the name where it is made; the name's time was not used")},
    {"pasta_desconhecida",
     [](const AlertFigures& of) {
       return trf("no contract reads the folder pending/{}", of.key_part(2));
     },
     tr_later("a folder of pending/ is of no contract"),
     tr_later("move its files to the right folder, or remove it"), true},
    {"rejeicao_fora_da_faixa", out_of_band,
     tr_later("the rejected part of the day is far from what was expected"),
     tr_later("see gdo rejected list: the rule that grew says what changed at the source")},
    {"rendimento_fora_da_faixa", out_of_band,
     tr_later("the deboning yield is far from what was expected"),
     tr_later("look at the plant's orders and boxes: gdo untraced --plant, the balance of mass")},
    {"sem_cliente",
     [](const AlertFigures&) { return std::string(tr("files in pending/ have no tenant")); },
     tr_later("there are files that do not say whose they are"),
     tr_later("put them below pending/…/cliente=TOKEN/"), true},
    {"teste", [](const AlertFigures&) { return std::string(tr("a test of the alert channel")); },
     tr_later("a test of the alert channel"),
     tr_later("nothing: if you read this, the channel works")},
    {"volume_fora_da_faixa", out_of_band,
     tr_later("the day's volume is far from what was expected"),
     tr_later("see whether files are missing: gdo untraced --day")},
}};

const Kind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

}  // namespace

std::string member_text(const nlohmann::ordered_json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string alert_sentence(const nlohmann::ordered_json& alert) {
  const AlertFigures figures(alert);
  const Kind* const kind = kind_named(figures.own("tipo"));
  const bool stored =
      kind == nullptr || (kind->stored_says_more && language() == Language::portuguese);
  return stored ? figures.own("mensagem") : kind->sentence(figures);
}

AlertAdvice alert_advice(std::string_view kind_name) {
  const Kind* const kind = kind_named(kind_name);
  if (kind != nullptr) return {tr(kind->cause), tr(kind->what_to_do)};
  return {tr("see the message and the details"), tr("see gdo alerts show and the run's log")};
}

void add_words(nlohmann::ordered_json& alert) {
  const AlertAdvice advice = alert_advice(alert.at("tipo").get<std::string>());
  alert["frase"] = alert_sentence(alert);
  alert["causa"] = advice.cause;
  alert["o_que_fazer"] = advice.what_to_do;
}

}  // namespace gdo::monitor
