#include "raw/raw_fixture.h"

#include <fstream>
#include <iterator>

#include "base/log.h"
#include "raw/schema.h"

namespace gdo::raw {

namespace fs = std::filesystem;

RawFixture::RawFixture()
    : store_(store::open_store(lake_.path().string(), {})), connection_(database_.connect()) {
  log::set_level(log::Level::error);
  options_.lote = {.bytes = 1U << 20U, .files = 100};
}

const test::TestDatabase& RawFixture::with_tables() {
  static const auto model = [] {
    auto database = std::make_unique<test::TestDatabase>();
    pg::Connection connection = database->connect();
    apply_schema(connection, contract::load_catalog());
    return database;
  }();
  return *model;
}

RawReport RawFixture::run() {
  RunProgress progress;
  return run_raw(database_.options(), *store_, catalog_, options_, stop_, progress);
}

void RawFixture::put(const std::string& name, const std::string& bytes) const {
  const fs::path file = lake_.path() / name;
  fs::create_directories(file.parent_path());
  const fs::path hidden = lake_.path() / ".new";
  std::ofstream(hidden, std::ios::binary) << bytes;
  fs::rename(hidden, file);
}

std::string RawFixture::get(const std::string& name) const {
  std::ifstream stream(lake_.path() / name, std::ios::binary);
  if (!stream) return "(none)";
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string RawFixture::ask(const std::string& sql) {
  const auto result = connection_.query(sql);
  if (result.rows() == 0 || result.is_null(0, 0)) return {};
  return std::string(result.text(0, 0));
}

std::int64_t RawFixture::count(const std::string& sql) {
  return connection_.query("SELECT count(*) FROM " + sql).integer(0, 0);
}

void RawFixture::forget_move(const std::string& file_name) {
  const auto file = connection_.query(
      "UPDATE arquivo SET movido_em = NULL, caminho_final = NULL, geracao_final = NULL "
      "WHERE nome_arquivo = $1 RETURNING tipo_payload, destino",
      {file_name});
  const fs::path done = lake_.path() / std::string(file.text(0, 1));
  const fs::path pending = lake_.path() / "pending" / std::string(file.text(0, 0)) / file_name;
  fs::create_directories(pending.parent_path());
  fs::rename(done, pending);
}

std::string sale(const std::string& order_number, const std::string& more) {
  return R"({"cnpj_local_estoque":"1","dt_venda":"2026-01-31","nr_pedido":")" + order_number +
         "\"" + more + "}";
}

}  // namespace gdo::raw
