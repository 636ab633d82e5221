#include "api/keys.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "api/key_ring.h"
#include "base/error.h"
#include "contract/reader/catalog_loader.h"
#include "raw/schema.h"
#include "support/test_database.h"

namespace gdo::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;

constexpr const char* kHere = "127.0.0.1";

class KeysTest : public testing::Test {
 protected:
  KeysTest() : connection_(database_.connect()) {
    raw::apply_schema(connection_, contract::load_catalog(""));
  }

  CreatedKey make(NewKey wanted = {.tenant = "a1b2c3"}) {
    return create_key(connection_, wanted, "teste");
  }

  std::string refusal(const NewKey& wanted) {
    try {
      make(wanted);
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

  // Within the 5 seconds that a dead key may live.
  static bool dies(KeyRing& ring, const std::string& key) {
    for (int i = 0; i < 50; ++i) {
      if (!ring.verify(key, kHere)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

  test::TestDatabase database_;
  pg::Connection connection_;
};

TEST_F(KeysTest, AKeySpeaksForItsTenantAndRole) {
  KeyRing ring(database_.options());
  const CreatedKey key = make({.tenant = "a1b2c3",
                               .role = Role::industry,
                               .cnpjs = {"11.222.333/0001-81", "11222333000181"}});
  const auto caller = ring.verify(key.text, kHere);
  ASSERT_THAT(caller, NotNull());
  EXPECT_EQ(caller->tenant, "a1b2c3");
  EXPECT_EQ(caller->id, key.id);
  EXPECT_EQ(caller->role, Role::industry);
  EXPECT_THAT(caller->cnpjs, ElementsAre("11222333000181"));
}

TEST_F(KeysTest, TheTextOfAKeyIsNowhereInTheDatabase) {
  const CreatedKey key = make();
  const pg::Result found = connection_.query(
      "SELECT count(*) FROM chave_api c WHERE strpos(c::text, $1) > 0", {key.text.substr(17)});
  EXPECT_EQ(found.integer(0, 0), 0);
}

TEST_F(KeysTest, AnotherSecretUnderTheSameIdIsNoKey) {
  KeyRing ring(database_.options());
  const CreatedKey key = make();
  const CreatedKey other = make();
  connection_.query("UPDATE chave_api SET sha256 = sha256('x') WHERE id = $1", {key.id});
  EXPECT_THAT(ring.verify(key.text, kHere), IsNull());
  EXPECT_THAT(ring.verify(other.text, kHere), NotNull());
  EXPECT_THAT(ring.verify("gdo_x", kHere), IsNull());
}

TEST_F(KeysTest, ARevokedKeyIsDeadInEveryServerWithinFiveSeconds) {
  KeyRing one(database_.options());
  KeyRing two(database_.options());
  const CreatedKey key = make();
  ASSERT_THAT(one.verify(key.text, kHere), NotNull());
  ASSERT_THAT(two.verify(key.text, kHere), NotNull());
  EXPECT_TRUE(revoke_key(connection_, key.id, "teste"));
  EXPECT_FALSE(revoke_key(connection_, key.id, "teste"));
  EXPECT_TRUE(dies(one, key.text));
  EXPECT_TRUE(dies(two, key.text));
}

TEST_F(KeysTest, AnExpiredKeyIsDeadAndADayEndsAtItsEnd) {
  KeyRing ring(database_.options());
  EXPECT_THAT(ring.verify(make({.tenant = "a1b2c3", .expires = "2020-01-31"}).text, kHere),
              IsNull());
  const CreatedKey key = make({.tenant = "a1b2c3", .expires = "2099-12-31"});
  EXPECT_EQ(key.expires, "2099-12-31T23:59:59Z");
  EXPECT_THAT(ring.verify(key.text, kHere), NotNull());
}

TEST_F(KeysTest, WhileAKeyIsRotatedBothLiveAndNoThird) {
  KeyRing ring(database_.options());
  const CreatedKey old = make({.tenant = "*", .role = Role::staff});
  const CreatedKey fresh = rotate_key(connection_, old.id, 7, "teste");
  EXPECT_NE(fresh.id, old.id);
  EXPECT_EQ(fresh.tenant, "*");
  EXPECT_THAT(ring.verify(old.text, kHere), NotNull());
  EXPECT_THAT(ring.verify(fresh.text, kHere), NotNull());
  EXPECT_THROW(rotate_key(connection_, old.id, 7, "teste"), Error);
  revoke_key(connection_, old.id, "teste");
  EXPECT_TRUE(dies(ring, old.text));
  EXPECT_THAT(ring.verify(fresh.text, kHere), NotNull());
  EXPECT_THROW(rotate_key(connection_, old.id, 7, "teste"), Error);
  EXPECT_THROW(revoke_key(connection_, "nada", "teste"), Error);
}

TEST_F(KeysTest, RotatingAgainEndsTheKeyBeforeTheLast) {
  KeyRing ring(database_.options());
  const CreatedKey first = make();
  const CreatedKey second = rotate_key(connection_, first.id, 7, "teste");
  const CreatedKey third = rotate_key(connection_, second.id, 7, "teste");
  EXPECT_TRUE(dies(ring, first.text));
  EXPECT_THAT(ring.verify(second.text, kHere), NotNull());
  EXPECT_THAT(ring.verify(third.text, kHere), NotNull());
}

TEST_F(KeysTest, AKeyBoundToNetworksIsNoneFromElsewhere) {
  KeyRing ring(database_.options());
  const CreatedKey key = make({.tenant = "a1b2c3", .networks = {"10.0.0.0/8", "2001:db8::/32"}});
  EXPECT_THAT(ring.verify(key.text, "10.9.8.7"), NotNull());
  EXPECT_THAT(ring.verify(key.text, "2001:db8::5"), NotNull());
  EXPECT_THAT(ring.verify(key.text, kHere), IsNull());
}

TEST_F(KeysTest, LastUseIsWrittenAtTheLatestWhenTheServerEnds) {
  const CreatedKey key = make();
  {
    KeyRing ring(database_.options());
    ASSERT_THAT(ring.verify(key.text, kHere), NotNull());
  }
  EXPECT_TRUE(connection_
                  .query("SELECT now() - usada_em < interval '1 minute' FROM chave_api "
                         "WHERE id = $1",
                         {key.id})
                  .boolean(0, 0));
}

TEST_F(KeysTest, WishesThatMakeNoSenseAreRefusedInWords) {
  EXPECT_THAT(refusal({.tenant = "*"}), HasSubstr("name one tenant"));
  EXPECT_THAT(refusal({.tenant = ""}), HasSubstr("token"));
  EXPECT_THAT(refusal({.tenant = "a'b"}), HasSubstr("token"));
  EXPECT_THAT(refusal({.tenant = "a", .role = Role::retail}), HasSubstr("--cnpj"));
  EXPECT_THAT(refusal({.tenant = "a", .cnpjs = {"11222333000181"}}), HasSubstr("industria"));
  EXPECT_THAT(refusal({.tenant = "a", .role = Role::retail, .cnpjs = {"11222333000182"}}),
              HasSubstr("check digits"));
  EXPECT_THAT(refusal({.tenant = "a", .networks = {"10.1.2.3/8"}}), HasSubstr("not a network"));
  EXPECT_THAT(refusal({.tenant = "a", .expires = "amanhã"}), HasSubstr("2026-12-31"));
  EXPECT_THAT(refusal({.tenant = "a", .expires = "2026-02-31"}), HasSubstr("2026-12-31"));
}

TEST_F(KeysTest, WithoutTheDatabaseNoKeyIsTakenOnTrust) {
  KeyRing ring({.uri_or_conninfo = "host=127.0.0.1 port=1 dbname=x"});
  EXPECT_THROW(ring.verify(make().text, kHere), Error);
}

}  // namespace
}  // namespace gdo::api
