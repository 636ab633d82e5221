#include "e2e/whole_site.h"

#include <gtest/gtest.h>

#include "e2e/raw_contents.h"

namespace gdo::test {

std::vector<std::string> contents_of(const RawSite& site) {
  pg::Connection connection = site.connect();
  std::vector<std::string> lines = raw_contents(connection);
  for (const std::string& defect : raw_defects(connection)) ADD_FAILURE() << defect;
  const Ended ended = run_gdo({"audit", "--json"}, site.environment);
  const auto report = nlohmann::json::parse(ended.out, nullptr, false);
  if (!report.is_object()) {
    ADD_FAILURE() << ended.err;
    return lines;
  }
  for (const auto& check : report["verificacoes"]) EXPECT_TRUE(check["ok"].get<bool>()) << check;
  for (const auto& table : report["tabelas"]) {
    const std::string name = table["tabela"];
    if (name.starts_with("raw_") || name == "registro_rejeitado") continue;
    lines.push_back(name + " " + table["linhas"].dump() + " " + table["soma"].get<std::string>());
  }
  return lines;
}

std::string server_socket(const RawSite& site) {
  return site.environment.at("DB_HOST") + "/.s.PGSQL." + site.environment.at("DB_PORT");
}

void lead_through(RawSite& site, int port) {
  site.environment["DB_HOST"] = "127.0.0.1";
  site.environment["DB_PORT"] = std::to_string(port);
}

}  // namespace gdo::test
