#include "app/terminal/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "app/terminal/terminal.h"
#include "base/log.h"
#include "base/quantities.h"

namespace gdo::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRedraw{100};
constexpr milliseconds kPlainLine{5000};
constexpr milliseconds kSteadyEnough{1000};  // an ETA of the first moments is a guess

// The log's hooks are plain functions; this is how they find the bar that is on the screen. The
// mutex is held while anything is written there: a log line from before_log_line to after_log_line.
std::mutex screen;
ProgressBar* bar_on_screen = nullptr;

double share_done(const Progress& progress) {
  if (progress.bytes_total > 0) {
    return static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total);
  }
  if (progress.files_total > 0) {
    return static_cast<double>(progress.files_done) / static_cast<double>(progress.files_total);
  }
  return 0;
}

std::string bar_text(double share, std::size_t width) {
  constexpr const char* kParts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = static_cast<std::size_t>(share * static_cast<double>(width) * 8);
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  text += kParts[eighths % 8];
  const std::size_t used = text_width(text);
  for (std::size_t i = used; i < width; ++i) text += ' ';
  return text;
}

std::string of_total(std::int64_t done, std::int64_t total) {
  return total > 0 ? fmt::format("{}/{}", count_text(done), count_text(total)) : count_text(done);
}

std::string eta_text(double share, milliseconds elapsed) {
  if (share <= 0 || share >= 1 || elapsed < kSteadyEnough) return {};
  const double left = static_cast<double>(elapsed.count()) * (1 - share) / share;
  if (left < 1000) return {};
  return "ETA " + duration_text(milliseconds(static_cast<std::int64_t>(left) / 1000 * 1000));
}

}  // namespace

std::string progress_line(const Progress& progress, milliseconds elapsed, int columns) {
  const double share = std::clamp(share_done(progress), 0.0, 1.0);
  const double seconds = std::max(0.001, static_cast<double>(elapsed.count()) / 1000);
  std::string text = progress.label;
  if (progress.bytes_total > 0 || progress.files_total > 0) {
    text += fmt::format("  {:3.0f} %", share * 100);
    if (columns >= 90) text += " [" + bar_text(share, 16) + "]";
  }
  text +=
      fmt::format("  {} {}", of_total(progress.files_done, progress.files_total), progress.unit);
  if (progress.records > 0) text += fmt::format("  {} records", count_text(progress.records));
  if (progress.bytes_done > 0) text += "  " + bytes_text(progress.bytes_done);
  if (progress.records > 0)
    text += "  " + rate_text(static_cast<double>(progress.records) / seconds);
  if (progress.bytes_done > 0) {
    text += "  " + byte_rate_text(static_cast<double>(progress.bytes_done) / seconds);
  }
  if (const std::string eta = eta_text(share, elapsed); !eta.empty()) text += "  " + eta;
  return columns > 0 ? cut_to_width(text, static_cast<std::size_t>(columns)) : text;
}

ProgressBar::ProgressBar(const Terminal& terminal, bool quiet)
    : terminal_(terminal), quiet_(quiet) {
  {
    const std::lock_guard lock(screen);
    bar_on_screen = this;
  }
  // The hooks stay when the bar goes: a line that began with one must end with the other.
  log::set_line_hooks(before_log_line, after_log_line);
}

ProgressBar::~ProgressBar() {
  const std::lock_guard lock(screen);
  bar_on_screen = nullptr;
  erase();
}

void ProgressBar::update(const Progress& progress) {
  if (quiet_) return;
  const std::lock_guard lock(screen);
  progress_ = progress;
  const auto now = Clock::now();
  if (now - shown_ < (terminal_.interactive ? kRedraw : kPlainLine)) return;
  shown_ = now;
  draw();
}

void ProgressBar::draw() {
  const auto elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - started_);
  if (!terminal_.interactive) {
    write_stderr(progress_line(progress_, elapsed, 0) + "\n");
    return;
  }
  // Asked anew: the window may have been resized. One column stays free, or some terminals wrap.
  const int columns = std::max(10, describe_terminal(STDERR_FILENO).columns - 1);
  write_stderr("\r\x1b[2K" + progress_line(progress_, elapsed, columns));
  visible_ = true;
}

void ProgressBar::erase() {
  if (!visible_) return;
  write_stderr("\r\x1b[2K");
  hidden_for_line_ = true;
  visible_ = false;
}

void ProgressBar::before_log_line() {
  screen.lock();
  if (bar_on_screen != nullptr) bar_on_screen->erase();
}

void ProgressBar::after_log_line() {
  if (bar_on_screen != nullptr && bar_on_screen->hidden_for_line_) {
    bar_on_screen->hidden_for_line_ = false;
    bar_on_screen->draw();
  }
  screen.unlock();
}

ProgressWatch::ProgressWatch(const Terminal& terminal, bool quiet, std::function<Progress()> state)
    : bar_(terminal, quiet), thread_([this, state = std::move(state)](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        const auto never = [] { return false; };
        while (!stop.stop_requested()) {
          ended_.wait_for(lock, stop, std::chrono::milliseconds(100), never);
          bar_.update(state());
        }
      }) {}

}  // namespace gdo::app
