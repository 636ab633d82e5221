// The example of docs/contratos.md is what people copy.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::contract {
namespace {

TEST(ContractDocumentation, ItsExampleIsAGoodContract) {
  std::ifstream file(std::filesystem::path(GDO_TEST_DATA) / "../../docs/contratos.md");
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string opening = "```yaml\n";
  const std::size_t place = page.find(opening);
  ASSERT_NE(place, std::string::npos);
  const std::size_t start = place + opening.size();
  const std::size_t end = page.find("\n```\n", start);
  std::vector<ContractFile> files = built_in_contracts();
  files.push_back({"pesagens.yaml", page.substr(start, end - start)});
  try {
    const Catalog catalog = load_catalog(files);
    ASSERT_NE(catalog.contract("pesagens"), nullptr);
    EXPECT_EQ(catalog.contract("pesagens")->children.size(), 1U);
  } catch (const Error& error) {
    FAIL() << error.what();
  }
}

}  // namespace
}  // namespace gdo::contract
