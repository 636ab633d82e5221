#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>

#include "base/outside_text.h"

namespace gdo::log {
namespace {

std::atomic<void (*)()> before_line{nullptr};
std::atomic<void (*)()> after_line{nullptr};

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>(
        "gdo", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern("%H:%M:%S %^%l%$ %v");
    made->set_level(spdlog::level::info);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// A message may hold names that came from outside, and more than one line.
std::string one_line(std::string_view message) {
  std::string line(message);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return printable(line);
}

}  // namespace

void set_level(Level level) noexcept { logger().set_level(level_of(level)); }

void write(Level level, std::string_view message) {
  if (auto* hook = before_line.load()) hook();
  logger().log(level_of(level), "{}", one_line(message));
  if (auto* hook = after_line.load()) hook();
}

void set_line_hooks(void (*before)(), void (*after)()) noexcept {
  before_line = before;
  after_line = after;
}

}  // namespace gdo::log
