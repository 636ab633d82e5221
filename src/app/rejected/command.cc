#include "app/rejected/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/arguments.h"
#include "app/commands.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::app {
namespace {

// motivos that hold one with this rule, and of this field when it names one.
pg::Param rule_param(const std::string& rule) {
  if (rule.empty()) return std::nullopt;
  const std::size_t colon = rule.find(':');
  nlohmann::json reason = {{"regra", rule.substr(0, colon)}};
  if (colon != std::string::npos) reason["campo"] = rule.substr(colon + 1);
  const nlohmann::json reasons = nlohmann::json::array({reason});
  return reasons.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// --payload --rule --cliente --layer --status, writing into `filter`.
std::vector<Option> filter_options(RejectedFilter& filter) {
  return {{"--payload", "P", tr("only of this payload"), &filter.payload},
          {"--rule", "R", tr("only with this reason: faixa:peso_liquido, or faixa for any field"),
           &filter.rule},
          {"--cliente", "TOKEN", tr("only of this tenant"), &filter.tenant},
          {"--layer", "L", tr("only refused by this layer"), &filter.layer, {"raw", "trusted"}},
          {"--status",
           "S",
           tr("default aberto"),
           &filter.status,
           {"aberto", "corrigido", "descartado", "todos"}}};
}

}  // namespace

RejectedFilter resolved(RejectedFilter filter, Context& context) {
  if (!filter.payload.empty()) {
    const auto catalog = contract::load_catalog(context.settings().contracts);
    filter.payload = payload_named(catalog, filter.payload).name;
  }
  if (filter.status == "todos") filter.status.clear();
  return filter;
}

std::vector<pg::Param> filter_params(const RejectedFilter& filter) {
  return {given(filter.payload), rule_param(filter.rule), given(filter.tenant), given(filter.layer),
          given(filter.status)};
}

std::string reason_codes(std::string_view reasons_json) {
  std::vector<std::string> codes;
  for (const nlohmann::json& reason : nlohmann::json::parse(reasons_json)) {
    const std::string field = reason.value("campo", nlohmann::json(nullptr)).is_string()
                                  ? reason["campo"].get<std::string>()
                                  : std::string();
    std::string code = reason.value("regra", "") + (field.empty() ? "" : ":" + field);
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
      codes.push_back(std::move(code));
    }
  }
  return fmt::format("{}", fmt::join(codes, ", "));
}

namespace {

Command rejected_list_command(Context& context) {
  const auto request = std::make_shared<RejectedListRequest>();
  Command command;
  command.name = "list";
  command.summary = tr("Which records and items were refused and why, the newest first");
  command.options = filter_options(request->filter);
  command.options.insert(command.options.end(),
                         {{"--limit", "N", tr("at most N rows; 0 = all; default 50"),
                           WholeNumber{&request->limit, 0, INT64_MAX}},
                          {"--offset", "N", tr("leaves out the first N rows"),
                           WholeNumber{&request->offset, 0, INT64_MAX}},
                          {"--json", "", tr("one JSON document on stdout"), &request->json}});
  command.examples = {"gdo rejected list", "gdo rejected list --payload caixas --rule faixa"};
  command.run = [request, &context] { return list_rejected(*request, context); };
  return command;
}

Command rejected_show_command(Context& context) {
  const auto request = std::make_shared<RejectedShowRequest>();
  Command command;
  command.name = "show";
  command.summary = tr("One of them: every reason, and the original bytes");
  command.details =
      tr("What is shown may hold personal data: log_processamento notes first who reads what.");
  command.arguments = {{"ID", "", tr("as `gdo rejected list` shows it"), &request->id, {}, true}};
  command.options = {
      {"--raw", "", tr("only the record's bytes, exactly as they came"), &request->raw},
      {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo rejected show 12", "gdo rejected show 12 --raw > record.json"};
  command.run = [request, &context] { return show_rejected(*request, context); };
  return command;
}

Command rejected_export_command(Context& context) {
  const auto request = std::make_shared<RejectedExportRequest>();
  Command command;
  command.name = "export";
  command.summary = tr("All of them with their original bytes, as JSON Lines or CSV");
  command.details =
      tr("For the producer who must fix them. What comes out may hold personal data: "
         "log_processamento "
         "notes first who takes what.");
  command.options = filter_options(request->filter);
  command.options.push_back(
      {"--format", "F", tr("default jsonl"), &request->format, {"jsonl", "csv"}});
  command.examples = {"gdo rejected export --payload caixas > rejeitados.jsonl",
                      "gdo rejected export --format csv --cliente a1b2c3 > rejeitados.csv"};
  command.run = [request, &context] { return export_rejected(*request, context); };
  return command;
}

Command discard_command(Context& context) {
  const auto request = std::make_shared<RejectedDiscardRequest>();
  Command command;
  command.name = "discard";
  command.summary = tr("Closes rejections that need no fixing, with a reason");
  command.details = tr("Their bytes and reasons stay. Exit 1 when one was not open.");
  command.arguments = {
      {"ID", "", tr("as `gdo rejected list` shows them"), &request->ids, {}, true}};
  command.options = {
      {"--why", "TEXT", tr("the reason, for those who ask later"), &request->why, {}, true}};
  command.examples = {"gdo rejected discard 12 13 --why 'caixas de teste da balança'"};
  command.run = [request, &context] { return discard_rejected(*request, context); };
  return command;
}

Command rejected_retry_command(Context& context) {
  const auto request = std::make_shared<RejectedRetryRequest>();
  Command command;
  command.name = "retry";
  command.summary = tr("Judges open rejections again, after a contract was changed");
  command.details =
      tr("What is accepted now is published with its file's version; nothing else moves. Again: "
         "nothing changes.");
  command.arguments = {
      {"ID", "", tr("only these; default all that the options mean"), &request->ids}};
  command.options = filter_options(request->filter);
  std::erase_if(command.options, [](const Option& option) { return option.name == "--status"; });
  command.options.push_back({"--json", "", tr("one JSON document on stdout"), &request->json});
  command.examples = {"gdo rejected retry --rule faixa:peso_liquido", "gdo rejected retry 12 13"};
  command.run = [request, &context] { return retry_rejected(*request, context); };
  return command;
}

}  // namespace

Command rejected_command(Context& context) {
  Command command;
  command.name = "rejected";
  command.summary =
      tr("Records and items that were refused: reasons, bytes, and what to do with them");
  command.examples = {"gdo rejected list --rule faixa:peso_liquido", "gdo rejected show 12"};
  command.commands = {rejected_list_command(context), rejected_show_command(context),
                      rejected_export_command(context), rejected_retry_command(context),
                      discard_command(context)};
  return command;
}

}  // namespace gdo::app
