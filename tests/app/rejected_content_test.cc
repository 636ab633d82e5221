#include <gtest/gtest.h>

#include "app/rejected/command.h"
#include "base/encodings.h"

namespace gdo::app {
namespace {

TEST(RejectedContent, Base64) {  // RFC 4648, section 10
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe"), "//4=");
}

TEST(RejectedContent, ReasonCodesEachOnce) {
  EXPECT_EQ(reason_codes(R"([{"regra":"faixa","campo":"peso"},{"regra":"forma_desconhecida",
                             "campo":""},{"regra":"faixa","campo":"peso"},
                             {"regra":"cpf","campo":null}])"),
            "faixa:peso, forma_desconhecida, cpf");
}

}  // namespace
}  // namespace gdo::app
