#pragma once

#include <optional>
#include <string_view>

#include "app/terminal/terminal.h"
#include "base/stop.h"
#include "config/settings.h"

namespace gdo::app {

// What every command works with: the options that hold everywhere, the settings, the terminal, and
// the wish to stop. One in the process, made by main.
class Context {
 public:
  explicit Context(StopFlag& stop);

  bool quiet = false;    // --quiet: only warnings, errors and results
  bool json = false;     // the result is for programs: everything is in English
  bool verbose = false;  // --verbose: also what is of use when something goes wrong

  const Terminal& out() const { return out_; }
  const Terminal& err() const { return err_; }

  // Read when first asked for, so that `gdo --help` works with broken settings.
  // Throws Error(config).
  const config::LoadedSettings& loaded_settings();
  const config::Settings& settings() { return loaded_settings().settings; }

  // Results, on stdout.
  void print(std::string_view text);
  // Nobody reads stdout any more (`gdo … | head`): no mistake, but going on is of no use.
  bool reader_left() const { return reader_left_; }
  // Remarks for a person, on stderr; nothing with --quiet.
  void say(std::string_view line) const;
  // Throws Error(internal) when stdout could not take everything (a full disk).
  void flush();

  // From now on Ctrl-C and SIGTERM ask to stop once and abort when they come again; before, they
  // end the process. For commands that look at stop().
  const StopFlag& stop_gracefully();
  const StopFlag& stop() const { return stop_; }

 private:
  void note_write_error();

  StopFlag& stop_;
  Terminal out_;
  Terminal err_;
  std::optional<config::LoadedSettings> settings_;
  bool reader_left_ = false;
  bool write_failed_ = false;
};

}  // namespace gdo::app
