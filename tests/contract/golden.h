#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace gdo::test {

inline std::string golden_text(const std::string& name) {
  std::ifstream input(std::string(GDO_TEST_DATA) + "/contract/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
}

// Compares with a file of tests/data/contract. GDO_UPDATE_GOLDEN=1 writes the file instead, for a
// change that was meant: its difference is then read like that of any other source.
inline void expect_golden(const std::string& name, const std::string& text) {
  if (std::getenv("GDO_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(std::string(GDO_TEST_DATA) + "/contract/" + name, std::ios::binary) << text;
    GTEST_SKIP() << name << " was written";
  }
  EXPECT_EQ(text, golden_text(name)) << "if this was meant, run again with GDO_UPDATE_GOLDEN=1";
}

}  // namespace gdo::test
