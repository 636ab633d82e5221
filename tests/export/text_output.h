#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/export_output.h"

namespace gdo::exports::test {

// Keeps what it is given.
class TextOutput : public ExportOutput {
 public:
  [[nodiscard]] bool write(std::string_view piece) override {
    text += piece;
    return true;
  }
  void reached(const ExportPosition& position) override {
    last = position;
    noted.emplace_back(position, text.size());
  }
  void stopped(const ExportPosition& position) override { last = position; }
  void finish() override { finished = true; }

  std::string text;
  ExportPosition last;
  std::vector<std::pair<ExportPosition, std::size_t>> noted;  // with the bytes until there
  bool finished = false;
};

}  // namespace gdo::exports::test
