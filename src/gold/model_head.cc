#include "gold/model_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/words.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

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

}  // namespace

bool is_about_reading(std::string_view name) {
  return std::find(kOfReading.begin(), kOfReading.end(), name) != kOfReading.end();
}

void read_head_line(std::string_view text, int line, Model& model, const Refusal& refuse) {
  if (!text.starts_with("-- ")) return;
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) {
    refuse(line, fmt::format("no value in `{}`; a line of the head is `-- name: value`", text));
    return;
  }
  HeadLine(line, model, refuse).read(text.substr(3, colon - 3), trimmed(text.substr(colon + 2)));
}

}  // namespace gdo::gold
