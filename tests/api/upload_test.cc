#include "api/upload.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <deque>
#include <thread>

#include "contract/reader/catalog_loader.h"
#include "raw/schema.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

namespace gdo::api {
namespace {

using testing::HasSubstr;

constexpr const char* kAnimal =
    R"({"id_animal": "BR1", "data_nascimento": "2024-01-05", "id_propriedade": "P1"})";

class UploadTest : public testing::Test {
 protected:
  UploadTest() : catalog_(contract::load_catalog()), connection_(database_.connect()) {
    raw::apply_schema(connection_, catalog_);
    lake_ = store::open_store("file://" + folder_.path().string(), {});
  }

  Upload upload(const std::string& text, const std::string& name = "") {
    return {.tenant = "a1b2c3",
            .payload = *catalog_.payload("animais"),
            .name = name,
            .content_digest = {},
            .body = bodies_.emplace_back(text)};
  }
  UploadAnswer take(const Upload& one) { return take_upload(one, {}, *lake_, connection_); }
  std::size_t waiting() { return lake_->list("pending/").objects.size(); }

  contract::Catalog catalog_;
  test::TestDatabase database_;
  pg::Connection connection_;
  test::TemporaryFolder folder_;
  std::unique_ptr<store::ObjectStore> lake_;
  std::deque<std::string> bodies_;  // what uploads look at
};

TEST_F(UploadTest, ADocumentIsJudgedAndWaitsInPending) {
  const std::string bad = R"({"id_animal": "BR2", "id_propriedade": "P1"})";
  const UploadAnswer answer =
      take(upload("[" + std::string(kAnimal) + ",\n " + bad + "]", "animais_1.json"));
  ASSERT_FALSE(answer.problem);
  EXPECT_EQ(answer.document["arquivo"], "cliente=a1b2c3/animais_1.json");
  EXPECT_EQ(answer.document["rejeitados"], 1);
  EXPECT_EQ(answer.document["aceitos"].get<int>() + answer.document["com_avisos"].get<int>(), 1);
  ASSERT_EQ(answer.document["registros"].size(), 1U);
  EXPECT_EQ(answer.document["registros"][0]["nr_registro"], 2);
  EXPECT_EQ(answer.document["registros"][0]["linha"], 2);
  EXPECT_EQ(answer.document["registros"][0]["coluna"], 2);
  EXPECT_EQ(answer.document["registros"][0]["motivos"][0]["regra"], "obrigatorio");
  EXPECT_TRUE(lake_->stat("pending/animais/cliente=a1b2c3/animais_1.json"));
}

TEST_F(UploadTest, TheSameBytesArePutOnceHoweverManySendThemAtOnce) {
  std::atomic<int> fresh{0};
  const Upload one = upload(kAnimal);
  std::vector<std::thread> senders;
  for (int i = 0; i < 8; ++i) {
    senders.emplace_back([&] {
      pg::Connection own = database_.connect();
      const UploadAnswer answer = take_upload(one, {}, *lake_, own);
      if (!answer.problem && !answer.duplicate) ++fresh;
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(waiting(), 1U);
  EXPECT_TRUE(take(upload(kAnimal)).document["duplicado"].get<bool>());
}

TEST_F(UploadTest, WhatWasLoadedBeforeIsADuplicate) {
  const UploadAnswer first = take(upload(kAnimal));
  connection_.query(
      "INSERT INTO arquivo (token_cliente, tipo_payload, nome_arquivo, caminho, geracao, tamanho, "
      "modificado_em, status, sha256, concluido_em, destino) VALUES ('a1b2c3', 'animais', "
      "'velho.json', 'x', 1, 2, now(), 'carregado', decode($1, 'hex'), now(), 'done')",
      {first.document["sha256"].get<std::string>()});
  const UploadAnswer again = take(upload(kAnimal, "outro.json"));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.document["arquivo"], "velho.json");
  EXPECT_EQ(waiting(), 1U);
}

TEST_F(UploadTest, OtherBytesUnderTheSameNameAreKeptBeside) {
  take(upload(kAnimal, "a.json"));
  const UploadAnswer other = take(upload(std::string(kAnimal) + "\n", "a.json"));
  EXPECT_FALSE(other.duplicate);
  EXPECT_THAT(other.document["arquivo"].get<std::string>(), HasSubstr("a~"));
  EXPECT_EQ(waiting(), 2U);
}

TEST_F(UploadTest, WhatIsBrokenLeavesNothing) {
  const UploadAnswer broken = take(upload("[{\"id_animal\": \n \"BR1\""));
  ASSERT_TRUE(broken.problem);
  EXPECT_EQ(broken.problem->code, "documento_invalido");
  EXPECT_EQ(broken.problem->line, 2);
  Upload changed = upload(kAnimal);
  changed.content_digest = "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";
  EXPECT_TRUE(take(changed).problem);
  for (const char* digest : {"sha-256=xx", "sha-256=:AAAA", "md5=:x:, SHA-512=:AAAA:"}) {
    changed.content_digest = digest;
    EXPECT_TRUE(take(changed).problem) << digest;
  }
  for (const char* name :
       {"../a.json", "a/b.json", ".a.json", "a.json.tmp", "a.json~", "a\n.json"}) {
    EXPECT_TRUE(take(upload(kAnimal, name)).problem) << name;
  }
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(UploadTest, AValidationChangesNothing) {
  const UploadAnswer answer = validate_upload(upload(kAnimal), {});
  EXPECT_FALSE(answer.problem);
  EXPECT_EQ(answer.document["rejeitados"], 0);
  EXPECT_EQ(waiting(), 0U);
}

TEST(TextPlaces, CountLinesAndBytesFromOneAcrossPieces) {
  std::string text;
  for (int i = 0; i < 30000; ++i) text += "abc\n";
  const decode::ByteSource source = [rest = std::string_view(text)](std::span<char> room) mutable {
    const std::size_t count = rest.copy(room.data(), room.size());
    rest.remove_prefix(count);
    return count;
  };
  const auto places = places_of(source, {}, {0, 3, 4, 65536, 119999});
  EXPECT_EQ(places.at(0).line, 1);
  EXPECT_EQ(places.at(3).column, 4);
  EXPECT_EQ(places.at(4).line, 2);
  EXPECT_EQ(places.at(65536).line, 16385);
  EXPECT_EQ(places.at(119999).line, 30000);
  EXPECT_EQ(places.at(119999).column, 4);
}

}  // namespace
}  // namespace gdo::api
