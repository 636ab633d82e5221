#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

// Messages for the person at the terminal, on stderr. What operators must be able to query later
// goes to log_processamento (src/control) as well. Never a secret, never a payload's value.
namespace gdo::log {

enum class Level { debug, info, warn, error };

void set_level(Level level) noexcept;
void write(Level level, std::string_view message);

// Called before and after a line is written, so that a progress bar can step aside.
// Both may be empty; set before threads start.
void set_line_hooks(void (*before)(), void (*after)()) noexcept;

template <typename... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::warn, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace gdo::log
