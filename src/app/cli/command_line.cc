#include "app/cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <list>
#include <memory>

#include "base/error.h"
#include "base/translation.h"
#include "config/setting_values.h"

namespace gdo::app {
namespace {

[[noreturn]] void refuse_arguments(const std::string& message) {
  throw Error(ErrorKind::config, message);
}

std::string first_name(const Option& option) {
  return option.name.substr(0, option.name.find(','));
}

// CLI11 splits the words; the values are read here, so that every mistake is reported the same way.
struct Reading {
  const Option* option;
  std::vector<std::string> words = {};
  bool flag = false;
};

void check_choice(const Option& option, const std::string& word) {
  if (option.choices.empty()) return;
  if (std::find(option.choices.begin(), option.choices.end(), word) != option.choices.end()) return;
  const auto near = config::nearest_word(word, option.choices);
  refuse_arguments(trf("{}: unknown value \"{}\"; {}{}", first_name(option), word,
                       near ? trf("did you mean {}? ", *near) : "",
                       trf("known are {}", fmt::join(option.choices, ", "))));
}

struct Store {
  const Reading& reading;

  const std::string& last() const { return reading.words.back(); }
  void operator()(bool* target) const { *target = reading.flag; }
  void operator()(std::string* target) const {
    // An empty value is what a shell makes of a variable that is not set.
    if (last().empty()) refuse_arguments(trf("{} needs a value", first_name(*reading.option)));
    *target = last();
  }
  void operator()(std::vector<std::string>* target) const { *target = reading.words; }
  void operator()(const WholeNumber& number) const {
    fail(config::read_integer(last(), number.low, number.high, *number.value));
  }
  void operator()(const RealNumber& number) const {
    fail(config::read_real(last(), number.low, number.high, *number.value));
  }
  void fail(const config::ValueError& value_error) const {
    if (!value_error) return;
    refuse_arguments(trf("{} {}, not \"{}\"", first_name(*reading.option), *value_error, last()));
  }
};

// The command tree once more, as CLI11 wants it.
class Parser {
 public:
  explicit Parser(const Command& root) : root_(root), app_(root.summary, root.name) {
    app_.set_help_flag();
    app_.add_flag("--help,-h", help_);
    app_.add_flag("--version,-V", version_);
    declare(root, app_);
  }

  Request parse(std::vector<std::string> words) {
    const auto dashes = std::find(words.begin(), words.end(), "--");
    if (dashes != words.end()) literal_.assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    std::string mistake;
    try {
      app_.parse(words);
    } catch (const CLI::ParseError& error) {
      mistake = error.what();
    }
    Request request{Request::Kind::run, path()};
    if (help_) request.kind = Request::Kind::help;
    if (version_) request.kind = Request::Kind::version;
    if (request.kind == Request::Kind::help) refuse_unknown_command(request.path);
    if (request.kind != Request::Kind::run) return request;
    if (!mistake.empty()) explain(request.path, mistake);
    store(request.path);
    return request;
  }

 private:
  void declare(const Command& command, CLI::App& app) {
    app.fallthrough();
    app.allow_extras();  // told apart, and reported better, below
    // A word after a command is its argument, even where another command has that name.
    app.require_subcommand(0, 1);
    for (const Option& option : command.options) add(option, app);
    for (const Command& child : command.commands) {
      CLI::App* const sub = app.add_subcommand(child.name, child.summary);
      sub->set_help_flag();
      declare(child, *sub);
    }
  }

  void add(const Option& option, CLI::App& app) {
    Reading& reading = reading_of(option);
    if (std::holds_alternative<bool*>(option.target)) {
      app.add_flag(option.name, reading.flag);
      return;
    }
    // `--payload a --payload b`: each takes one value, or it would swallow the words after it.
    app.add_option(option.name, reading.words)->take_all()->allow_extra_args(false);
  }

  Reading& reading_of(const Option& option) {
    for (Reading& reading : readings_) {
      if (reading.option == &option) return reading;
    }
    return readings_.emplace_back(Reading{&option});
  }

  // The commands that were named, from the root down.
  std::vector<const Command*> path() const {
    std::vector<const Command*> path = {&root_};
    const CLI::App* app = &app_;
    while (!app->get_subcommands().empty()) {
      app = app->get_subcommands().front();
      for (const Command& child : path.back()->commands) {
        if (child.name == app->get_name()) {
          path.push_back(&child);
          break;
        }
      }
    }
    return path;
  }

  void store(const std::vector<const Command*>& path) {
    const Command& command = *path.back();
    take_arguments(path);
    if (!command.commands.empty()) return;  // the caller shows help
    for (const Command* const one : path) {
      for (const Option& option : one->options) store(option, path);
    }
    for (const Option& argument : command.arguments) store(argument, path);
  }

  // Words that are no option's: the arguments in their order.
  void take_arguments(const std::vector<const Command*>& path) {
    std::size_t next = 0;
    for (const std::string& word : app_.remaining(true)) {
      if (word.size() > 1 && word.starts_with('-')) refuse_extra(path, word);
      take_argument(path, word, next);
    }
    for (const std::string& word : literal_) take_argument(path, word, next);
  }

  void take_argument(const std::vector<const Command*>& path, const std::string& word,
                     std::size_t& next) {
    const std::vector<Option>& arguments = path.back()->arguments;
    if (next == arguments.size()) refuse_extra(path, word);
    reading_of(arguments[next]).words.push_back(word);
    const bool list = std::holds_alternative<std::vector<std::string>*>(arguments[next].target);
    if (!list) ++next;
  }

  void store(const Option& option, const std::vector<const Command*>& path) {
    const Reading& reading = reading_of(option);
    const bool flag = std::holds_alternative<bool*>(option.target);
    if (!flag && reading.words.empty()) {
      if (option.required) {
        refuse_arguments(trf("{} is missing; usage: {}", first_name(option), usage_line(path)));
      }
      return;
    }
    for (const std::string& word : reading.words) check_choice(option, word);
    std::visit(Store{reading}, option.target);
  }

  // Help on a command that is not there would be taken for help on it.
  void refuse_unknown_command(const std::vector<const Command*>& path) {
    if (path.back()->commands.empty()) return;
    for (const std::string& word : app_.remaining(true)) {
      if (!word.starts_with('-')) refuse_extra(path, word);
    }
  }

  [[noreturn]] static void refuse_extra(const std::vector<const Command*>& path,
                                        const std::string& word) {
    const Command& command = *path.back();
    std::vector<std::string> known;
    if (word.starts_with('-')) {
      for (const Command* const one : path) {
        for (const Option& option : one->options) known.push_back(first_name(option));
      }
    } else {
      for (const Command& child : command.commands) known.push_back(child.name);
    }
    const std::string_view what = word.starts_with('-')      ? tr("unknown option")
                                  : command.commands.empty() ? tr("unexpected word")
                                                             : tr("unknown command");
    const auto near = config::nearest_word(word.substr(0, word.find('=')), known);
    if (near == word) refuse_arguments(trf("{} stands in the wrong place: see gdo --help", word));
    refuse_arguments(trf("{} \"{}\"; {}see {} --help", what, word,
                         near ? trf("did you mean {}? ", *near) : "", full_name(path)));
  }

  [[noreturn]] void explain(const std::vector<const Command*>& path, const std::string& mistake) {
    for (const std::string& word : app_.remaining(true)) {
      if (word.starts_with("--")) refuse_extra(path, word);
    }
    // "--payload: 1 required TEXT missing"
    const std::size_t colon = mistake.find(": 1 required");
    if (colon != std::string::npos)
      refuse_arguments(trf("{} needs a value", mistake.substr(0, colon)));
    refuse_arguments(trf("{}; see {} --help", mistake, full_name(path)));
  }

  const Command& root_;
  CLI::App app_;
  std::list<Reading> readings_;       // CLI11 keeps references
  std::vector<std::string> literal_;  // the words after "--": no options among them
  bool help_ = false;
  bool version_ = false;
};

}  // namespace

Request parse(const Command& root, const std::vector<std::string>& words) {
  return Parser(root).parse(words);
}

}  // namespace gdo::app
