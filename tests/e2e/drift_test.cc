// New, vanished and retyped members are reported once, with the lote that brought them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

std::string animals(int first, int count, const std::string& more) {
  std::string array = "[";
  for (int i = first; i < first + count; ++i) {
    array += std::string(i > first ? "," : "") + R"({"id_animal": ")" + std::to_string(i) +
             R"(", "id_propriedade": "F", "data_nascimento": "2023-03-15")" + more + "}";
  }
  return array + "]";
}

class DriftTest : public ::testing::Test {
 protected:
  void load(const std::string& name, const std::string& content) {
    site_.put("pending/animais/cliente=aaa111/" + name, content);
    for (const char* const layer : {"raw", "trusted"}) {
      const Ended ended = run_gdo({"run", layer}, site_.environment);
      ASSERT_EQ(ended.exit_code, 0) << ended.err;
    }
  }
  nlohmann::json last_report() const {
    return nlohmann::json::parse(site_.ask(
        "SELECT coalesce((SELECT detalhes::text FROM log_processamento WHERE mensagem LIKE "
        "'campos:%' ORDER BY id DESC LIMIT 1), '{}')"));
  }
  std::string reports() const {
    return site_.ask("SELECT count(*) FROM log_processamento WHERE mensagem LIKE 'campos:%'");
  }

  RawSite site_;
};

TEST_F(DriftTest, IsReportedOncePerChange) {
  load("a.json", animals(1, 100, R"(, "peso_nascimento": 32.5)"));
  EXPECT_EQ(reports(), "0") << last_report();
  load("b.json", animals(200, 100, R"(, "peso_nascimento": 33.5, "piquete": "P-1")"));
  EXPECT_EQ(reports(), "1");
  EXPECT_EQ(last_report()["novos"][0]["campo"], "piquete");
  load("c.json", animals(400, 100, R"(, "peso_nascimento": "34,5", "piquete": "P-1")"));
  EXPECT_EQ(reports(), "2");
  EXPECT_EQ(last_report()["mudaram_de_tipo"][0]["campo"], "peso_nascimento");
  EXPECT_EQ(last_report()["mudaram_de_tipo"][0]["tipos_antes"], nlohmann::json({"numero"}));
  load("d.json", animals(600, 100, R"(, "piquete": "P-2")"));
  EXPECT_EQ(reports(), "3");
  EXPECT_EQ(last_report()["sumidos"][0]["campo"], "peso_nascimento");
  load("e.json", animals(800, 100, R"(, "piquete": "P-3")"));
  EXPECT_EQ(reports(), "3") << last_report();
}

}  // namespace
}  // namespace gdo::test
