#pragma once

#include <filesystem>
#include <string>

namespace gdo::app {

// What to type in a shell to look at the demonstration's data afterwards: a command a line.
struct LookAround {
  std::filesystem::path program;     // this gdo
  std::string search_path;           // the shell's PATH
  std::filesystem::path home, lake;  // of the demonstration
};
std::string look_around_text(const LookAround& where);

// A word that a POSIX shell reads as `text`.
std::string shell_word(const std::string& text);

}  // namespace gdo::app
