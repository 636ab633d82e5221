#include "app/serve/command.h"

#include <memory>

#include "app/serve/serving.h"
#include "base/translation.h"

namespace gdo::app {

Command serve_command(Context& context) {
  const auto request = std::make_shared<ServeRequest>();
  Command command;
  command.name = "serve";
  command.summary =
      tr("The API over HTTP and the dashboard, for applications and people with a key");
  command.details = tr(
      "Prints its address on stdout when it is ready. Keys: gdo keys create. The API's own "
      "description is at /api/v1/openapi.json, a page of it at /docs. Ends on SIGTERM or Ctrl-C, "
      "after the answers under way.");
  command.options = {
      {"--listen", "ADDR:PORT",
       tr("where to listen (GDO_LISTEN, 127.0.0.1:8080); port 0 = any free"), &request->listen},
      {"--tls-cert", "FILE", tr("certificate chain, PEM (GDO_TLS_CERT); read anew when it changes"),
       &request->tls_cert},
      {"--tls-key", "FILE", tr("its private key, PEM (GDO_TLS_KEY)"), &request->tls_key}};
  command.examples = {"gdo serve",
                      "gdo serve --listen 0.0.0.0:8443 --tls-cert c.pem --tls-key k.pem"};
  command.run = [request, &context] { return serve(*request, context); };
  return command;
}

}  // namespace gdo::app
