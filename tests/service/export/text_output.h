#pragma once

#include <string>
#include <string_view>

#include "service/export/export_output.h"

namespace gdo::service::test {

// Keeps what it is given.
class TextOutput : public ExportOutput {
 public:
  [[nodiscard]] bool write(std::string_view piece) override {
    text += piece;
    return true;
  }
  void reached(const ExportPosition& position) override { last = position; }
  void stopped(const ExportPosition& position) override { last = position; }
  void finish() override { finished = true; }

  std::string text;
  ExportPosition last;
  bool finished = false;
};

}  // namespace gdo::service::test
