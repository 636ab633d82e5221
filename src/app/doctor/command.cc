#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/connections.h"
#include "app/doctor/checks.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "base/version.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::app {
namespace {

using Level = Finding::Level;

Findings check_settings(const config::LoadedSettings& loaded) {
  Findings findings;
  for (const std::string& warning : loaded.warnings) {
    findings.push_back({"settings", Level::remark, warning});
  }
  if (loaded.settings.tenant.empty()) {
    findings.push_back(
        {"settings", Level::remark,
         tr("GDO_TOKEN_CLIENTE is not set: only files under cliente=<token>/ can load"),
         tr("set it when the plants' folders name no tenant")});
  }
  return findings;
}

// The contracts are read without a database, too.
Finding check_contracts(Context& context) {
  try {
    const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
    return {
        "contracts", Level::fine,
        trf("{} for {}",
            counted(static_cast<std::int64_t>(catalog.contracts().size()), "contract", "contracts"),
            counted(static_cast<std::int64_t>(catalog.payloads().size()), "payload", "payloads"))};
  } catch (const Error& error) {
    return {"contracts", Level::broken, error.what(), tr("fix them, or unset GDO_CONTRACTS"),
            exit_code(error.kind())};
  }
}

// Gold models of a folder: nothing to say where none is named, or the contracts are broken.
Findings check_models(Context& context) {
  const config::Settings& settings = context.settings();
  if (settings.models.empty()) return {};
  try {
    std::int64_t of_folder = 0;
    for (const gold::Model& model : models_in_use(settings)) of_folder += model.built_in ? 0 : 1;
    return {{"models", Level::fine,
             fmt::format("{} of {}", counted(of_folder, "model", "models"), settings.models)}};
  } catch (const Error& error) {
    return {{"models", Level::broken, error.what(), tr("fix them, or unset GDO_MODELS"),
             exit_code(error.kind())}};
  }
}

Findings all_findings(Context& context) {
  Findings findings = check_settings(context.loaded_settings());
  findings.push_back(check_contracts(context));
  for (Finding& finding : check_models(context)) findings.push_back(std::move(finding));
  for (auto* const check : {check_database, check_lake}) {
    for (Finding& finding : check(context)) findings.push_back(std::move(finding));
  }
  return findings;
}

// What is worst for the user first: settings, database, lake, the rest.
int worst_code(const Findings& findings) {
  for (const int code : {2, 3, 4, 75, 1}) {
    for (const Finding& finding : findings) {
      if (finding.level == Level::broken && finding.code == code) return code;
    }
  }
  return 0;
}

// What findings are of.
[[maybe_unused]] constexpr std::array kSubjects = {tr_later("settings"), tr_later("contracts"),
                                                   tr_later("database"), tr_later("lake"),
                                                   tr_later("models"),   tr_later("files")};

std::string_view word_of(Level level) {
  switch (level) {
    case Level::fine:
      return tr("ok");
    case Level::remark:
      return tr("note");
    case Level::broken:
      return tr("FAIL");
  }
  return "";
}

Style style_of(Level level) {
  switch (level) {
    case Level::fine:
      return Style::good;
    case Level::remark:
      return Style::warning;
    case Level::broken:
      return Style::bad;
  }
  return Style::plain;
}

void print_settings(const config::LoadedSettings& loaded, Context& context) {
  Table table({{tr("setting"), Align::left, Narrow::keep},
               {tr("value"), Align::left, Narrow::wrap},
               {tr("from"), Align::left, Narrow::leave}});
  for (const config::SettingOrigin& origin : loaded.origins) {
    const bool unset = origin.value.empty();
    table.row({origin.name, Cell(unset ? "-" : origin.value, unset ? Style::dim : Style::plain),
               Cell(origin.origin, origin.origin == "default" ? Style::dim : Style::accent)});
  }
  context.print(table.render(context.out()) + "\n");
}

// Text in a column of its own, which begins at `indent`.
std::string indented(std::string_view text, std::size_t indent, const Terminal& terminal) {
  const auto columns = static_cast<std::size_t>(terminal.columns);
  const std::size_t room = columns > indent + 20 ? columns - indent : 0;
  std::string result;
  for (const std::string& line : wrap(one_line(text), room)) {
    if (!result.empty()) result += "\n" + std::string(indent, ' ');
    result += line;
  }
  return result;
}

void print_findings(const Findings& findings, Context& context) {
  const Terminal& terminal = context.out();
  for (const Finding& finding : findings) {
    context.print(fmt::format("{}  {:<9} {}\n",
                              styled(fmt::format("{:<4}", word_of(finding.level)),
                                     style_of(finding.level), terminal.colour),
                              tr(finding.subject.c_str()), indented(finding.text, 16, terminal)));
    if (finding.advice.empty()) continue;
    context.print(fmt::format(
        "{:16}{}\n", "",
        styled("→ " + indented(finding.advice, 18, terminal), Style::bold, terminal.colour)));
  }
}

void print_json(const config::LoadedSettings& loaded, const Findings& findings, Context& context) {
  nlohmann::ordered_json document = {{"version", kVersion},
                                     {"settings", nlohmann::ordered_json::array()},
                                     {"findings", nlohmann::ordered_json::array()},
                                     {"exit_code", worst_code(findings)}};
  for (const config::SettingOrigin& origin : loaded.origins) {
    document["settings"].push_back(
        {{"name", origin.name}, {"value", origin.value}, {"origin", origin.origin}});
  }
  for (const Finding& finding : findings) {
    document["findings"].push_back({{"subject", finding.subject},
                                    {"level", word_of(finding.level)},
                                    {"text", finding.text},
                                    {"advice", finding.advice}});
  }
  context.print(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

int doctor(bool json, Context& context) {
  const config::LoadedSettings& loaded = context.loaded_settings();
  const Findings findings = all_findings(context);
  if (json) {
    print_json(loaded, findings, context);
  } else {
    context.print(fmt::format("gdo {}\n\n", kVersion));
    print_settings(loaded, context);
    print_findings(findings, context);
    const bool healthy = worst_code(findings) == 0;
    context.print(healthy ? tr("\nReady.\n")
                          : tr("\nMend what says FAIL, then run `gdo doctor` again.\n"));
  }
  return worst_code(findings);
}

}  // namespace

Command doctor_command(Context& context) {
  const auto json = std::make_shared<bool>(false);
  Command command;
  command.name = "doctor";
  command.summary = tr("Checks configuration, database and lake, and says what to fix");
  command.details = tr(
      "Shows every setting with where it came from, then tries the database and the lake. Exit 2: "
      "fix the settings; 3: the database does not answer; 4: the lake does not answer.");
  command.options = {{"--json", "", tr("one JSON document on stdout"), json.get()}};
  command.examples = {"gdo doctor", "GDO_LAKE=file://$PWD/lake gdo doctor"};
  command.run = [json, &context] { return doctor(*json, context); };
  return command;
}

}  // namespace gdo::app
