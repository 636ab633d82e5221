#include "app/demo/demo_site.h"

#include <fmt/format.h>

#include <sstream>
#include <string_view>
#include <system_error>

#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "embedded/app_sql.h"

namespace gdo::app {

DemoSite::~DemoSite() {
  if (!open_) return;
  try {
    guard_.reset();
    cluster_.stop();
  } catch (const Error& error) {
    log::warn("{}", error.what());
  }
}

void DemoSite::open() {
  cluster_.start();
  guard_ = std::make_unique<pg::Connection>(database());
  const pg::Result mine =
      guard_->query("SELECT pg_try_advisory_lock(hashtextextended('gdo demo', 0))");
  if (!mine.boolean(0, 0)) {
    throw Error(ErrorKind::transient,
                trf("another gdo demo is at work in {}: wait for it, or set GDO_HOME to "
                    "another folder",
                    home_.string()));
  }
  open_ = true;
  // Someone who looks at the last demonstration should not make this one wait for ever.
  guard_->execute(app_sql::empty_database);
  std::error_code failure;
  std::filesystem::remove_all(lake(), failure);
  if (failure) {
    throw Error(ErrorKind::config, trf("the lake of an earlier demo cannot be removed: {}: {}",
                                       lake().string(), failure.message()));
  }
}

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
