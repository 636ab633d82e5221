#include <memory>

#include "app/commands.h"
#include "app/keys/keys.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

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
