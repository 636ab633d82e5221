#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdint>
#include <ctime>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/bi_login.h"
#include "api/keys.h"
#include "app/arguments.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/context.h"
#include "app/result_json.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "base/error.h"
#include "base/translation.h"
#include "control/log_manager.h"
#include "embedded/app_sql.h"
#include "monitor/data_tables.h"

namespace gdo::app {
namespace {

struct CreateKeyRequest {
  std::string tenant;
  std::string role;
  std::vector<std::string> cnpjs;
  std::string cnpj_file;  // one a line
  std::string name;
  std::string expires;
  std::string networks;  // separated by commas
  bool bi = false;
  bool json = false;
};

struct RotateKeyRequest {
  std::string id;
  std::int64_t overlap_days = 7;
  bool json = false;
};

struct ListKeysRequest {
  std::string tenant;
  bool all = false;  // dead ones, too
  bool json = false;
};

using Json = nlohmann::ordered_json;

enum KeyField {
  key_id,
  key_tenant,
  key_role,
  key_name,
  key_cnpjs,
  key_networks,
  key_created,
  key_expires,
  key_used,
  key_state,
  key_replaces
};

Json key_json(const pg::Result& rows, int row) {
  return {{"id", rows.text(row, key_id)},
          {"token_cliente", rows.text(row, key_tenant)},
          {"papel", rows.text(row, key_role)},
          {"nome", rows.text(row, key_name)},
          {"cnpjs", rows.integer(row, key_cnpjs)},
          {"redes", rows.text(row, key_networks)},
          {"estado", rows.text(row, key_state)},
          {"criada_em", text_or_null(rows, row, key_created)},
          {"expira", text_or_null(rows, row, key_expires)},
          {"usada_em", text_or_null(rows, row, key_used)},
          {"substitui", text_or_null(rows, row, key_replaces)}};
}

std::string keys_text(const pg::Result& rows, const Terminal& terminal) {
  Table table({{tr("id"), Align::left, Narrow::keep},
               {tr("tenant"), Align::left, Narrow::keep},
               {tr("role"), Align::left, Narrow::keep},
               {tr("name"), Align::left, Narrow::wrap},
               {tr("state"), Align::left, Narrow::keep},
               {trf("expires ({})", plants_zone()), Align::left, Narrow::leave},
               {trf("last used ({})", plants_zone()), Align::left, Narrow::leave},
               {tr("networks"), Align::left, Narrow::leave}});
  for (int row = 0; row < rows.rows(); ++row) {
    const bool alive = rows.text(row, key_state) == "viva";
    table.row({{std::string(rows.text(row, key_id)), Style::accent},
               std::string(rows.text(row, key_tenant)),
               std::string(rows.text(row, key_role)),
               std::string(rows.text(row, key_name)),
               {std::string(rows.text(row, key_state)), alive ? Style::plain : Style::dim},
               plants_time(rows.text(row, key_expires)),
               {plants_time(rows.text(row, key_used)), Style::dim},
               std::string(rows.text(row, key_networks))});
  }
  return table.render(terminal);
}

std::vector<std::string> all_cnpjs(const CreateKeyRequest& request) {
  std::vector<std::string> all = request.cnpjs;
  if (request.cnpj_file.empty()) return all;
  std::ifstream file(request.cnpj_file);
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) all.push_back(line);
  }
  if (!file.eof()) {
    throw Error(ErrorKind::config, trf("cannot read {}", request.cnpj_file));
  }
  return all;
}

std::vector<std::string> split_networks(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    std::string part = text.substr(start, comma - start);
    std::erase(part, ' ');
    if (!part.empty()) parts.push_back(std::move(part));
    start = comma + 1;
  }
  return parts;
}

Json given_or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

void show_key(const api::CreatedKey& key, bool json, Context& context) {
  if (json) {
    context.print(json_text({{"id", key.id},
                             {"chave", key.text},
                             {"papel", api::to_text(key.role)},
                             {"token_cliente", key.tenant},
                             {"expira", given_or_null(key.expires)}}));
    return;
  }
  context.print(key.text + "\n");
  context.say(trf("key {} of role {}; it is not shown again", key.id, api::to_text(key.role)));
}

void show_login(const api::BiLogin& login, bool json, Context& context) {
  if (json) {
    context.print(json_text({{"id", login.role},
                             {"chave", login.password},
                             {"papel", "bi"},
                             {"token_cliente", login.role.substr(api::bi_role("x").size() - 1)},
                             {"expira", given_or_null(login.expires)},
                             {"usuario", login.role},
                             {"senha", login.password}}));
    return;
  }
  context.print(trf("user {}\npassword {}\n", login.role, login.password));
  context.say(tr("it reads the views of schema gdo; the password is not shown again"));
}

// A key that is never valid is a slip of the year.
void require_future(const std::string& day) {
  if (day.empty() || day >= fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)))) return;
  throw Error(ErrorKind::config, trf("--expira {} is past: the key would never be valid", day));
}

int create_key(const CreateKeyRequest& request, Context& context) {
  if (request.bi != request.role.empty()) {
    throw Error(ErrorKind::config, request.bi ? tr("--bi has no --papel: a BI login only reads")
                                              : tr("--papel says what the key may do, or --bi"));
  }
  if (request.bi && (!request.cnpjs.empty() || !request.networks.empty())) {
    throw Error(ErrorKind::config,
                tr("--bi has no --cnpj and no --redes: pg_hba.conf limits where logins come from"));
  }
  require_future(request.expires);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  if (request.bi) {
    show_login(api::create_bi_login(connection, request.tenant, request.expires), request.json,
               context);
    return 0;
  }
  const api::NewKey wanted{.tenant = request.tenant,
                           .role = api::role_named(request.role).value_or(api::Role::tenant),
                           .name = request.name,
                           .cnpjs = all_cnpjs(request),
                           .networks = split_networks(request.networks),
                           .expires = request.expires};
  show_key(api::create_key(connection, wanted, control::this_process().user), request.json,
           context);
  return 0;
}

int rotate_key(const RotateKeyRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  if (api::is_bi_role(request.id)) {
    show_login(api::rotate_bi_login(connection, request.id), request.json, context);
    return 0;
  }
  show_key(api::rotate_key(connection, request.id, static_cast<int>(request.overlap_days),
                           control::this_process().user),
           request.json, context);
  context.say(trf("key {} lives on for {} days at the most: gdo keys revoke {}", request.id,
                  request.overlap_days, request.id));
  return 0;
}

int revoke_keys(const std::vector<std::string>& ids, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  int code = 0;
  for (const std::string& one : ids) {
    try {
      bool alive = true;
      if (api::is_bi_role(one)) {
        api::revoke_bi_login(connection, one);
      } else {
        alive = api::revoke_key(connection, one, control::this_process().user);
      }
      context.print(fmt::format("{} {}\n", one, alive ? tr("revoked") : tr("was revoked before")));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::not_found) throw;
      context.say(error.what());
      code = 1;
    }
  }
  return code;
}

int list_keys(const ListKeysRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const pg::Result rows = connection.query(fmt::format(app_sql::filtered_keys, app_sql::keys),
                                           {given(request.tenant), request.all});
  if (request.json) {
    Json keys = Json::array();
    for (int row = 0; row < rows.rows(); ++row) keys.push_back(key_json(rows, row));
    context.print(json_text({{"chaves", keys}}));
    return 0;
  }
  if (rows.rows() == 0) {
    context.say(tr("no such keys: gdo keys create"));
    return 0;
  }
  context.print(keys_text(rows, context.out()));
  return 0;
}

Command create_key_command(Context& context) {
  const auto request = std::make_shared<CreateKeyRequest>();
  Command command;
  command.name = "create";
  command.summary = tr("Makes a key; it is shown once");
  command.details = tr(
      "An application sends it as `Authorization: Bearer gdo_…`. Roles: cliente sees all of its "
      "tenant, industria the rows of its plants (--cnpj), varejo what was sold to it (--cnpj), "
      "operador also what runs and fails, admin everything. --bi makes a login role of PostgreSQL "
      "instead, for BI tools, which reads the masked views of schema gdo.");
  command.options = {
      {"--cliente",
       "TOKEN",
       tr("the tenant; '*' = all, of operador and admin only"),
       &request->tenant,
       {},
       true},
      {"--papel",
       "ROLE",
       tr("what the key may do"),
       &request->role,
       {"cliente", "industria", "varejo", "operador", "admin"}},
      {"--cnpj", "C", tr("a CNPJ of industria or varejo"), &request->cnpjs},
      {"--cnpj-file", "FILE", tr("a file of CNPJs, one a line"), &request->cnpj_file},
      {"--nome", "TEXT", tr("a remark for people"), &request->name},
      {"--expira", "DATE", tr("valid through that day (UTC); default: for ever"),
       &request->expires},
      {"--redes", "CIDR,…", tr("only from these networks"), &request->networks},
      {"--bi", "", tr("a login of PostgreSQL for BI tools"), &request->bi},
      {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo keys create --cliente a1b2c3 --papel cliente --nome portal",
                      "gdo keys create --cliente '*' --papel operador --redes 10.0.0.0/8",
                      "gdo keys create --cliente a1b2c3 --bi"};
  command.run = [request, &context] { return create_key(*request, context); };
  return command;
}

Command list_keys_command(Context& context) {
  const auto request = std::make_shared<ListKeysRequest>();
  Command command;
  command.name = "list";
  command.summary = tr("Keys, what they may do and when they were last used; never their text");
  command.options = {{"--cliente", "TOKEN", tr("of this tenant only"), &request->tenant},
                     {"--all", "", tr("revoked and expired ones, too"), &request->all},
                     {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo keys list", "gdo keys list --all --json"};
  command.run = [request, &context] { return list_keys(*request, context); };
  return command;
}

Command rotate_key_command(Context& context) {
  const auto request = std::make_shared<RotateKeyRequest>();
  Command command;
  command.name = "rotate";
  command.summary = tr("Makes a second key with the same rights; the old one lives on for a while");
  command.details =
      tr("Revoke the old one as soon as the application uses the new one. The password "
         "of a BI login is replaced at once.");
  command.options = {{"--dias", "N", tr("how long the old key still lives (default 7)"),
                      WholeNumber{&request->overlap_days, 0, 365}},
                     {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.arguments = {{"ID", "", tr("as `gdo keys list` shows it"), &request->id, {}, true}};
  command.examples = {"gdo keys rotate 3fQz81kLmP0a"};
  command.run = [request, &context] { return rotate_key(*request, context); };
  return command;
}

Command revoke_keys_command(Context& context) {
  const auto ids = std::make_shared<std::vector<std::string>>();
  Command command;
  command.name = "revoke";
  command.summary = tr("Kills keys: within 5 seconds no server takes them");
  command.arguments = {{"ID", "", tr("as `gdo keys list` shows them"), ids.get(), {}, true}};
  command.examples = {"gdo keys revoke 3fQz81kLmP0a"};
  command.run = [ids, &context] { return revoke_keys(*ids, context); };
  return command;
}

}  // namespace

Command keys_command(Context& context) {
  Command command;
  command.name = "keys";
  command.summary = tr("Keys of applications that use the API, and logins of BI tools");
  command.examples = {"gdo keys create --cliente a1b2c3 --papel cliente", "gdo keys list"};
  command.commands = {create_key_command(context), list_keys_command(context),
                      rotate_key_command(context), revoke_keys_command(context)};
  return command;
}

}  // namespace gdo::app
