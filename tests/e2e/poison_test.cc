// Every kind of poison in every field of every payload, down to PostgreSQL: nothing that holds it
// stops a lote or a model, everything else is published, and each is named.

#include "judge/poison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/reader/catalog_loader.h"
#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

struct Delivery {
  const char* payload;
  const char* entity;
  const char* file;
};

constexpr Delivery kDeliveries[] = {
    {"animais", "animais", "animais_2025_01_31_10_00_00_000Z.json"},
    {"animais", "carcacas", "animais_2025_01_31_11_00_00_000Z.json"},
    {"escala", "escala", "escalas_2025_01_31_10_00_00_000Z.json"},
    {"desossa", "desossa", "desossas_2025_01_31_10_00_00_000Z.json"},
    {"caixas", "caixas", "caixas_2025_01_31_10_00_00_000Z.json"},
    {"registro_venda", "registro_venda", "movimentacoes_2025_01_31_10_00_00_000Z.json"}};

class PoisonTest : public testing::Test {
 protected:
  PoisonTest() { site_.environment["GDO_TOKEN_CLIENTE"] = "a1b2c3"; }

  // The first and the last record are good; each between has one poison. What is poison to some
  // type stands in fields of all.
  int deliver(const Delivery& delivery) {
    int number = 1;
    std::string document = "[" + poison::good_record(delivery.entity, number++).dump();
    for (const auto& place : poison::places_of(*catalog_.contract(delivery.entity))) {
      for (const auto& each : poison::poisons()) {
        document += ",\n" + poison::poisoned(delivery.entity, number, place, each);
        if (each.harms(place.type)) harmed_.emplace_back(delivery.file, number, place.field);
        ++number;
      }
    }
    document += ",\n" + poison::good_record(delivery.entity, number).dump() + "]";
    site_.put(std::string("pending/") + delivery.payload + "/" + delivery.file, document);
    return number;
  }

  std::int64_t count(const std::string& sql) { return std::stoll(site_.ask(sql)); }

  struct Harm {
    Harm(std::string file_name, int record, std::string member)
        : file(std::move(file_name)), number(record), field(std::move(member)) {}
    std::string file;
    int number;
    std::string field;
  };

  contract::Catalog catalog_ = contract::load_catalog();
  RawSite site_;
  std::vector<Harm> harmed_;
};

// What was said of each record: notes of its row and reasons of its rejections.
constexpr const char* kSaid =
    "SELECT a.nome_arquivo || ' ' || s.nr_registro, string_agg(s.texto, ' ') FROM ("
    "  SELECT arquivo_id, nr_registro, motivos::text AS texto FROM registro_rejeitado"
    "  UNION ALL SELECT arquivo_id, nr_registro, avisos::text FROM trusted_animais"
    "  UNION ALL SELECT arquivo_id, nr_registro, avisos::text FROM trusted_carcacas"
    "  UNION ALL SELECT arquivo_id, nr_registro, avisos::text FROM trusted_escala"
    "  UNION ALL SELECT arquivo_id, nr_registro, avisos::text FROM trusted_desossa"
    "  UNION ALL SELECT arquivo_id, nr_registro, avisos::text FROM trusted_caixas"
    "  UNION ALL SELECT arquivo_id, nr_registro, avisos::text FROM trusted_registro_venda) s "
    "JOIN arquivo a ON a.id = s.arquivo_id GROUP BY 1";

TEST_F(PoisonTest, EverythingElseIsPublishedAndEachIsNamed) {
  std::map<std::string, int> delivered;
  for (const Delivery& delivery : kDeliveries) delivered[delivery.entity] = deliver(delivery);
  const Ended ended = run_gdo({"run", "--json"}, site_.environment);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  for (const Delivery& delivery : kDeliveries) {
    const std::string table = std::string("trusted_") + delivery.entity;
    const std::string of_file =
        "(SELECT id FROM arquivo WHERE nome_arquivo = '" + std::string(delivery.file) + "')";
    const auto rows = count("SELECT count(*) FROM " + table);
    const auto refused =
        count("SELECT count(*) FROM registro_rejeitado WHERE arquivo_id = " + of_file);
    EXPECT_EQ(rows + refused, delivered[delivery.entity]) << delivery.entity;
    for (const int number : {1, delivered[delivery.entity]}) {
      EXPECT_EQ(count("SELECT count(*) FROM " + table +
                      " WHERE avisos IS NULL AND nr_registro = " + std::to_string(number)),
                1)
          << delivery.entity << " " << number;
    }
  }
  std::map<std::string, std::string> said;
  pg::Connection connection = site_.connect();
  const pg::Result rows = connection.query(kSaid);
  for (int row = 0; row < rows.rows(); ++row) {
    said[std::string(rows.text(row, 0))] = rows.is_null(row, 1) ? "" : rows.text(row, 1);
  }
  int silent = 0;
  for (const Harm& harm : harmed_) {
    const std::string& text = said[harm.file + " " + std::to_string(harm.number)];
    if (text.find('"' + harm.field + '"') != std::string::npos) continue;
    if (++silent <= 10) ADD_FAILURE() << harm.file << " " << harm.number << " " << harm.field;
  }
  EXPECT_EQ(silent, 0);
}

TEST_F(PoisonTest, GoldIsMadeOfTheRest) {
  for (const Delivery& delivery : kDeliveries) (void)deliver(delivery);
  const Ended ended = run_gdo({"run"}, site_.environment);
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  for (const char* model : {"lotes_abate", "animais", "ordens_desossa", "caixas", "venda_caixas",
                            "vendas", "resumo_mensal"}) {
    EXPECT_GT(count(std::string("SELECT count(*) FROM service_") + model), 0) << model;
  }
  EXPECT_EQ(count("SELECT count(*) FROM mudanca"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM service_caixas WHERE codigo_barras = '00000001ZZ'"), 1);
}

}  // namespace
}  // namespace gdo::test
