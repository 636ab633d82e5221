#include "gold/model_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "base/error.h"
#include "base/words.h"
#include "gold/model_head.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

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
