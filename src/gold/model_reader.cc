#include "gold/model_reader.h"

#include <fmt/format.h>

#include "base/error.h"

namespace gdo::service {
namespace {

constexpr std::string_view kSection = "-- == ";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string> names(std::string_view list) {
  std::vector<std::string> all;
  while (!list.empty()) {
    const auto comma = list.find(',');
    all.emplace_back(trimmed(list.substr(0, comma)));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  return all;
}

// "caixas", or "service_caixas [codigo_barras]".
ModelInput input(std::string_view value) {
  const auto bracket = value.find('[');
  if (bracket == std::string_view::npos) return {.entity = std::string(value), .link = {}};
  const auto end = value.find(']');
  return {.entity = std::string(trimmed(value.substr(0, bracket))),
          .link = names(value.substr(bracket + 1, end - bracket - 1))};
}

class ModelReader {
 public:
  ModelReader(std::string_view path, std::string_view text) : path_(path) { model_.text = text; }

  Model read() {
    std::string_view rest = model_.text;
    const auto end_of_head = rest.find(kSection);
    read_head(rest.substr(0, end_of_head));
    while (rest.find(kSection) != std::string_view::npos) {
      rest.remove_prefix(rest.find(kSection) + kSection.size());
      const auto line_end = rest.find('\n');
      const std::string_view body = rest.substr(line_end + 1);
      // The next section's mark stands at the start of a line.
      const auto next = body.find(fmt::format("\n{}", kSection));
      read_section(trimmed(rest.substr(0, line_end)), trimmed(body.substr(0, next)));
    }
    require_all();
    return std::move(model_);
  }

 private:
  void read_head(std::string_view head) {
    while (!head.empty()) {
      const auto end = head.find('\n');
      read_head_line(trimmed(head.substr(0, end)));
      head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 1);
    }
  }

  void read_head_line(std::string_view line) {
    if (!line.starts_with("-- ")) return;
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) refuse(fmt::format("no value in `{}`", line));
    const std::string_view name = line.substr(3, colon - 3);
    const std::string_view value = trimmed(line.substr(colon + 2));
    if (name == "modelo") {
      model_.name = value;
    } else if (name == "descricao") {
      model_.description = value;
    } else if (name == "chave") {
      model_.key = names(value);
    } else if (name == "grupo") {
      model_.group = names(value);
    } else if (name == "entrada") {
      model_.inputs.push_back(input(value));
    } else if (name == "sempre") {
      model_.always = value == "sim";
    } else if (name == "parametros") {
      model_.parameters = value;
    } else if (name == "pessoal") {
      model_.personal = names(value);
    } else if (name != "grao") {
      refuse(fmt::format("unknown line {}", name));
    }
  }

  void read_section(std::string_view name, std::string_view body) {
    if (name == "tabela") {
      model_.table_sql = body;
    } else if (name == "chaves") {
      model_.keys_sql = body;
    } else if (name == "periodo") {
      model_.period_sql = body;
    } else if (name == "linhas") {
      model_.rows_sql = body;
    } else if (name.starts_with("verificacao ")) {
      read_check(name.substr(name.find(' ') + 1), body);
    } else {
      refuse(fmt::format("unknown section {}", name));
    }
  }

  void read_check(std::string_view kind_and_name, std::string_view body) {
    const auto space = kind_and_name.find(' ');
    const std::string_view kind = kind_and_name.substr(0, space);
    if (space == std::string_view::npos || (kind != "bloqueia" && kind != "avisa")) {
      refuse("a check is `verificacao bloqueia|avisa name`");
    }
    model_.checks.push_back({.name = std::string(kind_and_name.substr(space + 1)),
                             .blocking = kind == "bloqueia",
                             .sql = std::string(body)});
  }

  void require_all() const {
    if (model_.name.empty() || model_.key.empty() || model_.group.empty() ||
        model_.inputs.empty() || model_.table_sql.empty() || model_.keys_sql.empty() ||
        model_.period_sql.empty() || model_.rows_sql.empty()) {
      refuse("a model says modelo, chave, grupo, entrada, tabela, chaves, periodo and linhas");
    }
    if (model_.key.front() != "token_cliente" || model_.group.front() != "token_cliente") {
      refuse("keys begin with token_cliente");
    }
  }

  [[noreturn]] void refuse(std::string_view what) const {
    throw Error(ErrorKind::internal, fmt::format("sql/service/{}: {}", path_, what));
  }

  std::string_view path_;
  Model model_;
};

}  // namespace

Model read_model(std::string_view path, std::string_view text) {
  return ModelReader(path, text).read();
}

}  // namespace gdo::service
