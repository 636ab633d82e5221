#include "app/demo/farewell.h"

#include <fmt/format.h>

#include <sstream>
#include <string_view>
#include <system_error>

#include "app/terminal/text_width.h"

namespace gdo::app {
namespace {

namespace fs = std::filesystem;

// Whether the shell's `gdo` is this program.
bool found_by_shell(const LookAround& where) {
  std::istringstream folders(where.search_path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code absent;
    if (!fs::exists(fs::path(folder) / "gdo", absent)) continue;
    return fs::equivalent(fs::path(folder) / "gdo", where.program, absent);
  }
  return false;
}

}  // namespace

std::string look_around_text(const LookAround& where) {
  std::string text = "  export";
  if (!found_by_shell(where)) {
    text += fmt::format(" PATH={}:\"$PATH\"", shell_word(where.program.parent_path().string()));
  }
  text += fmt::format(" GDO_HOME={} GDO_LAKE={}\n", shell_word(where.home.string()),
                      shell_word("file://" + where.lake.string()));
  for (const char* const line :
       {"gdo status", "gdo rejected list", "psql \"$(gdo pg url)\"", "gdo pg stop"}) {
    text += fmt::format("  {}\n", line);
  }
  return text;
}

std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:,./@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : printable(text)) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + '\'';
}

}  // namespace gdo::app
