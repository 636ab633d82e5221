#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::contract {

// Everything wrong with the contracts, gathered so that one run shows all of it.
class Diagnostics {
 public:
  void add(std::string_view file, int line, std::string_view what);
  bool empty() const { return lines_.empty(); }
  // Throws Error(config) with one line a mistake, in the order of files and lines, if there is any.
  void raise() const;

 private:
  struct Entry {
    std::string file;
    int line;
    std::string what;
  };
  std::vector<Entry> lines_;
};

// Diagnostics of one file.
class FileDiagnostics {
 public:
  FileDiagnostics(Diagnostics& all, std::string file) : all_(all), file_(std::move(file)) {}
  void add(int line, std::string_view what) const { all_.add(file_, line, what); }
  const std::string& file() const { return file_; }

 private:
  Diagnostics& all_;
  std::string file_;
};

// "; did you mean 'x'?" for the known word nearest to `word`, or, when none is near,
// "; known are a, b, c".
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

}  // namespace gdo::contract
