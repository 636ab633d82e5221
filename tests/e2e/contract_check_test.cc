// gdo contract check: exit codes, and what is printed where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "e2e/program.h"
#include "support/temporary_folder.h"

namespace gdo::test {
namespace {

using testing::HasSubstr;

class ContractCheckTest : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& content) const {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  static Ended check(std::vector<std::string> words) {
    words.insert(words.begin(), {"contract", "check"});
    return run_gdo(words, {});
  }

  const std::string good_ =
      R"({"id_animal": "A", "id_propriedade": "F", "data_nascimento": "2023-03-15"})";
  TemporaryFolder folder_;
};

TEST_F(ContractCheckTest, ZeroWhenNothingIsRejected) {
  const Ended ended = check({"animais", write("a.json", good_)});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("1 record: 1 accepted, 0 rejected"));
}

TEST_F(ContractCheckTest, OneWhenSomethingIsRejectedOrBroken) {
  EXPECT_EQ(check({"animais", write("a.json", R"({"id_animal": "A"})")}).exit_code, 1);
  EXPECT_EQ(check({"animais", write("b.json", "[1")}).exit_code, 1);
  EXPECT_EQ(check({"animais", write("c.json", "")}).exit_code, 1);
}

TEST_F(ContractCheckTest, TwoWhenItIsUsedWrongly) {
  EXPECT_EQ(check({"animais"}).exit_code, 2);
  EXPECT_EQ(check({"animals", write("a.json", good_)}).exit_code, 2);
  const Ended ended = check({"animais", "no_such.json", "--json"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("no_such.json"));
}

TEST_F(ContractCheckTest, SeveralFilesAreAnArrayOfDocuments) {
  const auto a = write("a.json", good_);
  const auto one = nlohmann::json::parse(check({"carcacas", "--json", a}).out);
  EXPECT_EQ(one["arquivo"], a);
  const auto two =
      nlohmann::json::parse(check({"animais", "--json", a, write("b.json", good_)}).out);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0], one);
}

}  // namespace
}  // namespace gdo::test
