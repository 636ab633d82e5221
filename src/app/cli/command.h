#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

// The command line as data: what each command takes, says of itself and does. Parsing, help and
// completion are made from it.
namespace gdo::app {

// Where an option's value goes. The storage must outlive the parsing; commands keep it in a
// shared_ptr that their run function holds.
struct WholeNumber {
  std::int64_t* value;
  std::int64_t low;
  std::int64_t high;
};
struct RealNumber {
  double* value;
  double low;
  double high;
};
using Target =
    std::variant<bool*, std::string*, std::vector<std::string>*, WholeNumber, RealNumber>;

// An option (--name) or, as a member of Command::arguments, a word without a name.
struct Option {
  std::string name;   // "--days" or "--quiet,-q"; of an argument what help calls it: "PAYLOAD"
  std::string value;  // what help calls its value; empty for a flag and for arguments
  std::string description;
  Target target;
  std::vector<std::string> choices = {};  // no other value is accepted, when not empty
  bool required = false;
};

struct Command {
  std::string name;
  std::string summary;  // one line
  std::string details = {};
  std::vector<std::string> examples = {};  // "gdo run raw --json"
  std::vector<Option> options = {};
  std::vector<Option> arguments = {};  // in order; a list must be the last
  std::vector<Command> commands = {};  // then it has no arguments, and run is empty
  std::function<int()> run = {};       // gives the exit code
};

}  // namespace gdo::app
