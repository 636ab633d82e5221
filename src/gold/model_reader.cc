#include "gold/model_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/words.h"
#include "gold/model.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

// Notes what is wrong with a model's file, and where.
using Refusal = std::function<void(int line, std::string_view what)>;

constexpr std::string_view kSample = "(amostra)";

constexpr std::array<std::string_view, 7> kOfReading = {"origem", "soma",  "dia",      "coisa",
                                                        "forma",  "atras", "registros"};

// "caixas", or "service_caixas [codigo_barras]": the name and what is in the brackets.
struct Bracketed {
  std::string_view name;
  std::optional<std::string_view> inside;
};

std::optional<Bracketed> bracketed(std::string_view text) {
  text = trimmed(text);
  const auto open = text.find('[');
  if (open == std::string_view::npos) {
    if (!is_plain_name(text)) return std::nullopt;
    return Bracketed{text, std::nullopt};
  }
  const std::string_view name = trimmed(text.substr(0, open));
  if (!is_plain_name(name) || !text.ends_with(']')) return std::nullopt;
  return Bracketed{name, text.substr(open + 1, text.size() - open - 2)};
}

// A head's line that is being read.
class HeadLine {
 public:
  HeadLine(int line, Model& model, const Refusal& refuse)
      : line_(line), model_(model), refuse_(refuse) {}

  void read(std::string_view name, std::string_view value) {
    if (name == "modelo") {
      model_.name = value;
    } else if (name == "descricao") {
      model_.description = value;
    } else if (name == "chave") {
      model_.key = columns(value);
    } else if (name == "grupo") {
      model_.group = columns(value);
    } else if (name == "entrada") {
      input(value);
    } else if (name == "sempre") {
      model_.always = value == "sim";
    } else if (name == "parametros") {
      model_.parameters = value;
    } else if (name == "pessoal") {
      model_.personal = columns(value);
    } else if (!read_of_reading(name, value) && name != "grao") {
      refuse_(line_, fmt::format("there is no `{}` in a model's head; there are modelo, descricao, "
                                 "grao, chave, grupo, entrada, origem, pessoal, dia, sempre, "
                                 "parametros, coisa, forma, atras",
                                 name));
    }
  }

 private:
  bool read_of_reading(std::string_view name, std::string_view value) {
    if (name == "origem") {
      origin(value);
    } else if (name == "soma") {
      model_.sums = value;
    } else if (name == "dia") {
      model_.day = value;
    } else if (name == "coisa") {
      model_.thing.type = value;
      model_.thing.line = line_;
    } else if (name == "forma") {
      model_.thing.forms.push_back(columns(value));
    } else if (name == "atras") {
      link(value);
    } else {
      return false;
    }
    return true;
  }

  std::vector<std::string> columns(std::string_view list) {
    std::vector<std::string> all;
    for (const std::string_view one : split(list, ',')) {
      if (is_plain_name(trimmed(one))) {
        all.emplace_back(trimmed(one));
      } else {
        refuse_(line_, fmt::format("`{}` is not a column: write names, with commas between them",
                                   trimmed(one)));
      }
    }
    return all;
  }

  void input(std::string_view value) {
    const auto read = bracketed(value);
    if (!read) {
      refuse_(line_, "write `entrada: entity`, or `entrada: service_x [column, column]`");
      return;
    }
    model_.inputs.push_back({std::string(read->name),
                             read->inside ? columns(*read->inside) : std::vector<std::string>{},
                             line_});
  }

  // "a [b, c = d]"
  std::optional<OriginStep> step(std::string_view text) {
    const auto read = bracketed(text);
    if (!read) return std::nullopt;
    OriginStep made{std::string(read->name), {}};
    if (!read->inside) return made;
    for (const std::string_view pair : split(*read->inside, ',')) {
      const std::vector<std::string_view> sides = split(pair, '=');
      const std::string_view column = trimmed(sides.front());
      const std::string_view equals = trimmed(sides.back());
      if (sides.size() > 2 || !is_plain_name(column) || !is_plain_name(equals)) return std::nullopt;
      made.columns.push_back({std::string(column), std::string(equals)});
    }
    return made;
  }

  // "a [b] > c > d [e]"; nothing, and refused, when it is none.
  std::vector<OriginStep> way(std::string_view value) {
    std::vector<OriginStep> steps;
    for (const std::string_view part : split(value, '>')) {
      const auto read = step(part);
      if (!read) {
        refuse_(line_, fmt::format("`{}` is not part of a way: write `table [its column = column "
                                   "before, …]`, parts with `>` between them",
                                   trimmed(part)));
        return {};
      }
      steps.push_back(*read);
    }
    if (steps.size() == 1 && steps.front().columns.empty()) {
      refuse_(line_, fmt::format("say by which columns: {} [column, …]", steps.front().name));
      return {};
    }
    return steps;
  }

  void origin(std::string_view value) {
    const bool sample = value.ends_with(kSample);
    if (sample) value = trimmed(value.substr(0, value.size() - kSample.size()));
    std::vector<OriginStep> steps = way(value);
    if (steps.empty()) return;
    ModelOrigin made{.way = {}, .to = std::move(steps.back()), .sample = sample, .line = line_};
    steps.pop_back();
    made.way = std::move(steps);
    model_.origins.push_back(std::move(made));
  }

  void link(std::string_view value) {
    std::vector<OriginStep> steps = way(value);
    if (steps.empty()) return;
    model_.thing.links.push_back({steps.back().name, std::move(steps), line_});
  }

  int line_;
  Model& model_;
  const Refusal& refuse_;
};

// Whether a line of the head, or a section, says how rows are read and not how they are made:
// another text of it leaves them as they are.
bool is_about_reading(std::string_view name) {
  return std::find(kOfReading.begin(), kOfReading.end(), name) != kOfReading.end();
}

// Takes one line of a model's head, `-- name: value`, into the model.
void read_head_line(std::string_view text, int line, Model& model, const Refusal& refuse) {
  if (!text.starts_with("-- ")) return;
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) {
    refuse(line, fmt::format("no value in `{}`; a line of the head is `-- name: value`", text));
    return;
  }
  HeadLine(line, model, refuse).read(text.substr(3, colon - 3), trimmed(text.substr(colon + 2)));
}

constexpr std::string_view kSection = "-- == ";
constexpr std::string_view kService = "service_";

class ModelReader {
 public:
  ModelReader(std::string_view file, std::string_view text, ModelFaults& faults)
      : text_(text), refuse_([this, &faults](int line, std::string_view what) {
          faults.add(model_.file, line, what);
        }) {
    model_.file = file;
  }

  Model read() {
    std::string_view rest = text_;
    for (int line = 1; !rest.empty(); ++line) {
      const auto end = rest.find('\n');
      const auto length = end == std::string_view::npos ? rest.size() : end + 1;
      take_line(rest.substr(0, length), line);
      rest.remove_prefix(length);
    }
    end_section();
    require_all();
    return std::move(model_);
  }

 private:
  void take_line(std::string_view whole, int line) {
    const std::string_view text = trimmed(whole);
    bool of_reading = false;
    if (whole.starts_with(kSection)) {
      end_section();
      section_ = trimmed(text.substr(kSection.size()));
      section_line_ = line;
      of_reading = is_about_reading(section_);
    } else if (section_line_ > 0) {
      body_ += whole;
      of_reading = is_about_reading(section_);
    } else {
      read_head_line(text, line, model_, refuse_);
      of_reading = text.starts_with("-- ") && is_about_reading(text.substr(3, text.find(": ") - 3));
    }
    if (!of_reading) model_.text += whole;
  }

  void end_section() {
    if (section_line_ == 0) return;
    const std::string body(trimmed(body_));
    body_.clear();
    if (body.empty()) refuse_(section_line_, fmt::format("section {} is empty", section_));
    if (!seen_.insert(section_).second) {
      refuse_(section_line_, fmt::format("section {} is there twice", section_));
    }
    if (section_ == "tabela") {
      keep(body, model_.table_sql, model_.lines.table);
    } else if (section_ == "chaves") {
      keep(body, model_.keys_sql, model_.lines.keys);
    } else if (section_ == "periodo") {
      keep(body, model_.period_sql, model_.lines.period);
    } else if (section_ == "linhas") {
      keep(body, model_.rows_sql, model_.lines.rows);
    } else if (section_ == "registros") {
      keep(body, model_.records_sql, model_.lines.records);
    } else if (section_.starts_with("verificacao ")) {
      read_check(section_.substr(section_.find(' ') + 1), body);
    } else {
      refuse_(section_line_,
              fmt::format("there is no section `{}`; there are tabela, chaves, periodo, linhas, "
                          "registros and verificacao bloqueia|avisa name",
                          section_));
    }
  }

  void keep(const std::string& body, std::string& place, int& line) const {
    place = body;
    line = section_line_;
  }

  void read_check(std::string_view kind_and_name, const std::string& body) {
    const auto space = kind_and_name.find(' ');
    const std::string_view kind = kind_and_name.substr(0, space);
    if (space == std::string_view::npos || (kind != "bloqueia" && kind != "avisa")) {
      refuse_(section_line_, "a check is `-- == verificacao bloqueia|avisa name`");
      return;
    }
    model_.checks.push_back({.name = std::string(kind_and_name.substr(space + 1)),
                             .blocking = kind == "bloqueia",
                             .sql = body,
                             .line = section_line_});
  }

  void require_all() const {
    std::vector<std::string_view> lacking;
    const auto want = [&](bool there, std::string_view what) {
      if (!there) lacking.push_back(what);
    };
    want(!model_.name.empty(), "`-- modelo: service_…`");
    want(!model_.key.empty(), "`-- chave: token_cliente, …`");
    want(!model_.group.empty(), "`-- grupo: token_cliente, …`");
    want(!model_.inputs.empty(), "`-- entrada: …`");
    want(!model_.origins.empty() || !model_.sums.empty(), "`-- origem: trusted_… [column, …]`");
    want(!model_.table_sql.empty(), "section tabela");
    want(!model_.keys_sql.empty(), "section chaves");
    want(!model_.period_sql.empty(), "section periodo");
    want(!model_.rows_sql.empty(), "section linhas");
    if (!lacking.empty()) {
      refuse_(1, fmt::format("the model lacks {}", fmt::join(lacking, ", ")));
    }
    require_form();
  }

  void require_form() const {
    const bool named = model_.name.starts_with(kService) && model_.name.size() > kService.size() &&
                       is_plain_name(model_.name);
    if (!model_.name.empty() && !named) {
      refuse_(1, fmt::format("`{}` cannot be a gold table; write modelo: service_ and small "
                             "letters, digits or _",
                             model_.name));
    }
    for (const auto* columns : {&model_.key, &model_.group}) {
      if (!columns->empty() && columns->front() != "token_cliente") {
        refuse_(1, "chave and grupo begin with token_cliente: rows are of one tenant");
      }
    }
    if (named && !model_.table_sql.empty() &&
        model_.table_sql.find(fmt::format("CREATE TABLE IF NOT EXISTS {} (", model_.name)) ==
            std::string::npos) {
      refuse_(model_.lines.table,
              fmt::format("the section makes the model's table: CREATE TABLE IF "
                          "NOT EXISTS {} (…)",
                          model_.name));
    }
    if (model_.thing.type.empty() && !(model_.thing.forms.empty() && model_.thing.links.empty())) {
      refuse_(1, "forma and atras are of a thing that traces know: say which, `-- coisa: pallet`");
    }
  }

  std::string_view text_;
  Refusal refuse_;
  Model model_;
  std::string section_;
  int section_line_ = 0;  // 0 in the head
  std::string body_;
  std::set<std::string, std::less<>> seen_;
};

}  // namespace

void ModelFaults::add(std::string_view file, int line, std::string_view what) {
  lines_.push_back(fmt::format("{}:{}: {}", file, line, what));
}

void ModelFaults::add(const ModelFaults& more) {
  lines_.insert(lines_.end(), more.lines_.begin(), more.lines_.end());
}

void ModelFaults::raise() const {
  if (!empty()) throw Error(ErrorKind::config, fmt::format("{}", fmt::join(lines_, "\n")));
}

Model read_model(std::string_view file, std::string_view text, ModelFaults& faults) {
  return ModelReader(file, text, faults).read();
}

}  // namespace gdo::gold
