// Hostile JSON: nothing crashes, nothing is altered, nothing is lost. Each record lands in raw_*
// byte for byte or in registro_rejeitado with its bytes and a reason, or the whole file is in
// error/ with a line and a column.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "e2e/json_cases.h"
#include "e2e/raw_contents.h"
#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using Kind = JsonCase::Kind;
using testing::AnyOf;
using testing::Eq;

constexpr std::string_view kTenantFolder = "cliente=c1c1c1/";
const std::string kFolder = "pending/registro_venda/" + std::string(kTenantFolder);

// A record that is accepted when its last member is: unique, so that no two files are the same.
std::string record(const std::string& name, std::string_view value) {
  return fmt::format(
      R"({{"cnpj_local_estoque":"1","dt_venda":"2026-01-31","nr_pedido":"{}","x":{}}})", name,
      value);
}

std::string unescaped(std::string_view hexadecimal) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hexadecimal.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hexadecimal.substr(at, 2)), nullptr, 16));
  }
  return bytes;
}

struct Stored {
  bool rejected = false;
  std::size_t start = 0;
  std::size_t size = 0;
  std::string bytes;
  std::string reasons;
};

struct Delivery {
  std::string status;
  std::int64_t line = 0;
  std::int64_t column = 0;
  std::string place;  // below the lake
  std::vector<Stored> records;

  bool loaded(const std::string& bytes) const { return holds(bytes, false); }
  bool rejected(const std::string& bytes) const { return holds(bytes, true); }

 private:
  bool holds(const std::string& bytes, bool as_rejected) const {
    return std::any_of(records.begin(), records.end(), [&](const Stored& stored) {
      return stored.rejected == as_rejected && stored.bytes == bytes;
    });
  }
};

class RawHostileJson : public testing::Test {
 protected:
  void deliver(const std::string& name, std::string bytes) {
    site_.put(kFolder + name, bytes);
    delivered_[name] = std::move(bytes);
  }

  // Loads everything and reads back what became of it.
  void load() {
    const Ended ended = site_.run();
    ASSERT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.err;
    pg::Connection connection = site_.connect();
    ASSERT_THAT(raw_defects(connection), testing::IsEmpty());
    const std::string lake = "file://" + site_.lake().string() + "/";
    const auto files = connection.query(
        "SELECT nome_arquivo, status, coalesce(linha, 0), coalesce(coluna, 0), caminho_final "
        "FROM arquivo");
    for (int row = 0; row < files.rows(); ++row) {
      Delivery& file = found_[std::string(files.text(row, 0)).substr(kTenantFolder.size())];
      file.status = files.text(row, 1);
      file.line = files.integer(row, 2);
      file.column = files.integer(row, 3);
      file.place = std::string(files.text(row, 4)).substr(lake.size());
    }
    add_records(connection,
                "SELECT nome_arquivo, byte_inicio, byte_tamanho, "
                "encode(convert_to(dados_completos::text, 'UTF8'), 'hex'), '' "
                "FROM raw_registro_venda ORDER BY byte_inicio",
                false);
    add_records(connection,
                "SELECT nome_arquivo, byte_inicio, byte_tamanho, encode(conteudo, 'hex'), "
                "motivos::text FROM registro_rejeitado ORDER BY byte_inicio",
                true);
  }

  void add_records(pg::Connection& connection, const char* sql, bool rejected) {
    const auto rows = connection.query(sql);
    for (int row = 0; row < rows.rows(); ++row) {
      found_[std::string(rows.text(row, 0)).substr(kTenantFolder.size())].records.push_back(
          {rejected, static_cast<std::size_t>(rows.integer(row, 1)),
           static_cast<std::size_t>(rows.integer(row, 2)), unescaped(rows.text(row, 3)),
           std::string(rows.text(row, 4))});
    }
  }

  // What holds for every file whatever is in it.
  void expect_nothing_altered_or_lost() {
    ASSERT_EQ(found_.size(), delivered_.size());
    for (auto& [name, bytes] : delivered_) {
      SCOPED_TRACE(name + ": " + bytes.substr(0, 200));
      const Delivery& file = found_[name];
      EXPECT_EQ(site_.get(file.place), bytes) << file.place;
      if (file.status == "erro") {
        EXPECT_TRUE(file.place.starts_with("error/")) << file.place;
        EXPECT_GE(file.line, 1);
        EXPECT_GE(file.column, 1);
        EXPECT_TRUE(file.records.empty());
        continue;
      }
      EXPECT_TRUE(file.place.starts_with("done/")) << file.place;
      std::string left = bytes;
      for (const Stored& stored : file.records) {
        EXPECT_EQ(stored.bytes, bytes.substr(stored.start, stored.size));
        EXPECT_EQ(stored.rejected, stored.reasons.find("\"regra\"") != std::string::npos);
        std::fill_n(left.begin() + static_cast<std::ptrdiff_t>(stored.start), stored.size, ' ');
      }
      EXPECT_EQ(left.find_first_not_of(" \t\r\n,[]\xef\xbb\xbf"), std::string::npos) << left;
    }
  }

  RawSite site_;
  std::map<std::string, std::string> delivered_;
  std::map<std::string, Delivery> found_;
};

TEST_F(RawHostileJson, InsideAnArray) {
  const auto cases = json_cases();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string name = fmt::format("{:03}.json", i);
    deliver(name, fmt::format("[{},\n{},\n{}]", record(name + "a", "1"),
                              record(name, cases[i].value), record(name + "b", "2")));
  }
  ASSERT_NO_FATAL_FAILURE(load());
  expect_nothing_altered_or_lost();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string name = fmt::format("{:03}.json", i);
    SCOPED_TRACE(name + ": " + cases[i].value.substr(0, 200));
    const Delivery& file = found_[name];
    const bool loaded = file.loaded(record(name, cases[i].value));
    if (cases[i].kind == Kind::valid) {
      EXPECT_TRUE(loaded && file.records.size() == 3) << file.status;
    }
    if (cases[i].kind == Kind::invalid) {
      EXPECT_FALSE(loaded);
      EXPECT_TRUE(file.status == "erro" || file.records.size() == 3);
    }
  }
}

TEST_F(RawHostileJson, OnALine) {
  const auto cases = json_cases();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string name = fmt::format("{:03}.jsonl", i);
    deliver(name, fmt::format("{}\n{}\n{}\n", record(name + "a", "1"), record(name, cases[i].value),
                              record(name + "b", "2")));
  }
  ASSERT_NO_FATAL_FAILURE(load());
  expect_nothing_altered_or_lost();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string name = fmt::format("{:03}.jsonl", i);
    SCOPED_TRACE(name + ": " + cases[i].value.substr(0, 200));
    const Delivery& file = found_[name];
    const std::string hostile = record(name, cases[i].value);
    ASSERT_EQ(file.records.size(), 3U) << file.status;
    EXPECT_TRUE(file.loaded(record(name + "a", "1")) && file.loaded(record(name + "b", "2")));
    if (cases[i].kind == Kind::valid) {
      EXPECT_TRUE(file.loaded(hostile));
    } else if (cases[i].kind == Kind::invalid) {
      EXPECT_TRUE(file.rejected(hostile));
    } else {
      EXPECT_TRUE(file.loaded(hostile) || file.rejected(hostile));
    }
  }
}

TEST_F(RawHostileJson, AsAWholeFile) {
  // Values that are no objects, too, and files that are something else.
  const auto values = json_cases();
  const auto documents = document_cases();
  std::map<std::string, Kind> kinds;
  for (const auto& each : values) {
    const std::string name = fmt::format("v{:03}.json", kinds.size());
    kinds[name] = Kind::either;
    deliver(name, each.value);
  }
  for (const auto& each : documents) {
    const std::string name = fmt::format("d{:03}.json", kinds.size());
    kinds[name] = each.kind;
    deliver(name, each.value);
  }
  // Files with the same bytes would be duplicates, with no records of their own.
  std::map<std::string, std::string> first_with;
  for (auto file = delivered_.begin(); file != delivered_.end();) {
    if (first_with.try_emplace(file->second, file->first).second) {
      ++file;
      continue;
    }
    std::filesystem::remove(site_.lake() / (kFolder + file->first));
    kinds.erase(file->first);
    file = delivered_.erase(file);
  }
  ASSERT_NO_FATAL_FAILURE(load());
  expect_nothing_altered_or_lost();
  for (const auto& [name, kind] : kinds) {
    SCOPED_TRACE(name + ": " + delivered_[name].substr(0, 200));
    if (kind == Kind::valid) {
      EXPECT_EQ(found_[name].status, "carregado");
    }
    if (kind == Kind::invalid) {
      EXPECT_EQ(found_[name].status, "erro");
    }
  }
}

}  // namespace
}  // namespace gdo::test
