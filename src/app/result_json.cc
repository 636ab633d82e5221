#include "app/result_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gdo::app {

using Json = nlohmann::ordered_json;

Json text_or_null(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return std::string(rows.text(row, column));
}

Json number_or_null(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return rows.integer(row, column);
}

std::string json_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

class Layout {
 public:
  std::string of(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (in_string_) {
        out_ += c;
        if (c == '\\' && i + 1 < text.size()) {
          out_ += text[++i];
        } else if (c == '"') {
          in_string_ = false;
        }
        continue;
      }
      token(c);
    }
    return std::move(out_);
  }

 private:
  void token(char c) {
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        return;
      case '{':
      case '[':
        open_if_needed();
        out_ += c;
        ++depth_;
        opened_ = true;
        return;
      case '}':
      case ']':
        depth_ = depth_ > 0 ? depth_ - 1 : 0;
        if (!opened_) new_line();
        opened_ = false;
        out_ += c;
        return;
      case ',':
        out_ += c;
        new_line();
        return;
      case ':':
        out_ += ": ";
        return;
      default:
        open_if_needed();
        in_string_ = c == '"';
        out_ += c;
    }
  }

  // An empty object or array stays on its line.
  void open_if_needed() {
    if (opened_) new_line();
    opened_ = false;
  }

  void new_line() {
    out_ += '\n';
    out_.append(2 * std::min<std::size_t>(depth_, 40), ' ');
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool opened_ = false;  // the last token opened an object or array
};

}  // namespace

std::string json_layout(std::string_view text) { return Layout().of(text); }

}  // namespace gdo::app
