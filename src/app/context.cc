#include "app/context.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

// A signal handler can only reach what stands still: the flag that main made.
StopFlag* flag_of_signals = nullptr;
std::string_view stop_message;  // in the reader's language

// Only what POSIX allows in a handler: write and _exit.
void on_signal(int) {
  if (flag_of_signals->requested()) {
    // Every step is one transaction: what is lost is done again by the next run.
    _exit(exit_code(ErrorKind::interrupted));
  }
  flag_of_signals->request();
  const auto written = write(STDERR_FILENO, stop_message.data(), stop_message.size());
  static_cast<void>(written);  // nowhere to report it
}

}  // namespace

Context::Context(StopFlag& stop)
    : stop_(stop), out_(describe_terminal(STDOUT_FILENO)), err_(describe_terminal(STDERR_FILENO)) {}

const config::LoadedSettings& Context::loaded_settings() {
  if (!settings_) {
    settings_ = config::load_settings(std::filesystem::current_path());
    // Of the environment it is known from the start.
    if (std::getenv("GDO_IDIOMA") == nullptr && !settings_->settings.language.empty() && !json) {
      set_language(language_named(settings_->settings.language));
    }
  }
  return *settings_;
}

void Context::print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) note_write_error();
}

void Context::note_write_error() {
  // A reader that has seen enough (`gdo … | head`) is no mistake.
  if (errno == EPIPE) {
    reader_left_ = true;
  } else {
    write_failed_ = true;
  }
}

void Context::say(std::string_view line) const {
  if (!quiet) write_stderr(std::string(line) + "\n");
}

void Context::flush() {
  if (std::fflush(stdout) != 0) note_write_error();
  if (write_failed_ && !reader_left_) {
    throw Error(ErrorKind::internal,
                tr("the result could not be written to standard output: is the disk full?"));
  }
}

const StopFlag& Context::stop_gracefully() {
  flag_of_signals = &stop_;
  stop_message = tr("\nStopping after the current transaction. Once more aborts at once.\n");
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return stop_;
}

decode::ReadLimits read_limits(const config::Settings& settings) {
  decode::ReadLimits limits;
  limits.record_bytes = settings.max_record_bytes;
  limits.depth = settings.max_depth;
  limits.compression_ratio = settings.max_compression_ratio;
  return limits;
}

}  // namespace gdo::app
