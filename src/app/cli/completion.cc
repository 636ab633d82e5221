#include <fmt/format.h>

#include <functional>
#include <memory>
#include <vector>

#include "app/cli/command_line.h"
#include "app/commands.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

// One place on the command line: after "gdo files", say.
struct Place {
  std::string path;  // "files retry"; empty at the root
  const Command* command;
};

void collect(const Command& command, const std::string& path, std::vector<Place>& places) {
  places.push_back({path, &command});
  for (const Command& child : command.commands) {
    collect(child, path.empty() ? child.name : path + " " + child.name, places);
  }
}

std::vector<Place> places_of(const Command& root) {
  std::vector<Place> places;
  collect(root, "", places);
  return places;
}

std::vector<std::string> names_of(const Option& option) {
  const std::size_t comma = option.name.find(',');
  if (comma == std::string::npos) return {option.name};
  return {option.name.substr(0, comma), option.name.substr(comma + 1)};
}

std::vector<std::string> words_at(const Command& command, const Command& root) {
  std::vector<std::string> words;
  for (const Command& child : command.commands) words.push_back(child.name);
  for (const Option& argument : command.arguments) {
    words.insert(words.end(), argument.choices.begin(), argument.choices.end());
  }
  for (const Option& option : command.options) words.push_back(names_of(option).front());
  if (&command != &root) {
    for (const Option& option : root.options) words.push_back(names_of(option).front());
  }
  words.emplace_back("--help");
  return words;
}

// Every option with a fixed set of values, with the place it belongs to.
void each_choice(const std::vector<Place>& places,
                 const std::function<void(const Place&, const Option&)>& use) {
  for (const Place& place : places) {
    for (const Option& option : place.command->options) {
      if (!option.choices.empty()) use(place, option);
    }
  }
}

// Words that follow options are not commands: the path is what was typed of the command tree.
constexpr std::string_view kBashHead = R"(# bash completion for gdo: source <(gdo completion bash)
_gdo() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
  local path="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${path:+$path }${COMP_WORDS[i]}"
    case "$word" in
      )";
constexpr std::string_view kBashMiddle = R"() path="$word" ;;
    esac
  done
  local words=""
  case "$path:$previous" in
)";

std::string bash_script(const Command& root) {
  const std::vector<Place> places = places_of(root);
  std::vector<std::string> paths;
  for (const Place& place : places) {
    if (!place.path.empty()) paths.push_back("'" + place.path + "'");
  }
  std::string script = fmt::format("{}{}{}", kBashHead, fmt::join(paths, "|"), kBashMiddle);
  each_choice(places, [&](const Place& place, const Option& option) {
    for (const std::string& name : names_of(option)) {
      script += fmt::format("    '{}:{}') words='{}' ;;\n", place.path, name,
                            fmt::join(option.choices, " "));
    }
  });
  script += "  esac\n  if [[ -z $words ]]; then\n    case \"$path\" in\n";
  for (const Place& place : places) {
    script += fmt::format("      '{}') words='{}' ;;\n", place.path,
                          fmt::join(words_at(*place.command, root), " "));
  }
  return script +
         "    esac\n  fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n"
         "complete -o default -F _gdo gdo\n";
}

std::string zsh_quoted(std::string_view text) {
  std::string quoted;
  for (const char letter : text) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else if (letter == ':' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else {
      quoted += letter;
    }
  }
  return quoted;
}

std::string zsh_words(const Command& command, const Command& root) {
  std::string words;
  for (const Command& child : command.commands) {
    words += fmt::format(" '{}:{}'", child.name, zsh_quoted(child.summary));
  }
  for (const Option& argument : command.arguments) {
    for (const std::string& choice : argument.choices) words += fmt::format(" '{}'", choice);
  }
  const auto add = [&](const Option& option) {
    words += fmt::format(" '{}:{}'", names_of(option).front(), zsh_quoted(option.description));
  };
  for (const Option& option : command.options) add(option);
  if (&command != &root) {
    for (const Option& option : root.options) add(option);
  }
  return words + " '--help:shows how it is used'";
}

std::string zsh_script(const Command& root) {
  const std::vector<Place> places = places_of(root);
  std::string script =
      "#compdef gdo\n# zsh completion for gdo: source <(gdo completion zsh)\n_gdo() {\n"
      "  local path_typed='' word\n  local -a choices\n  integer i\n"
      "  for ((i = 2; i < CURRENT; i++)); do\n"
      "    word=\"${path_typed:+$path_typed }${words[i]}\"\n    case \"$word\" in\n      ";
  std::vector<std::string> paths;
  for (const Place& place : places) {
    if (!place.path.empty()) paths.push_back("'" + place.path + "'");
  }
  script += fmt::format("{}) path_typed=\"$word\" ;;\n    esac\n  done\n", fmt::join(paths, "|"));
  script += "  case \"$path_typed:${words[CURRENT-1]}\" in\n";
  each_choice(places, [&](const Place& place, const Option& option) {
    for (const std::string& name : names_of(option)) {
      script += fmt::format("    '{}:{}') compadd -- {}; return ;;\n", place.path, name,
                            fmt::join(option.choices, " "));
    }
  });
  script += "  esac\n  case \"$path_typed\" in\n";
  for (const Place& place : places) {
    script +=
        fmt::format("    '{}') choices=({}) ;;\n", place.path, zsh_words(*place.command, root));
  }
  return script +
         "  esac\n  _describe gdo choices\n  [[ $PREFIX == -* ]] || _files\n}\n"
         "if [[ $funcstack[1] == _gdo ]]; then _gdo \"$@\"; else compdef _gdo gdo; fi\n";
}

std::string fish_quoted(std::string_view text) {
  std::string quoted;
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted;
}

// The path that was typed, as fish itself gives it: every word of it seen in its place.
constexpr std::string_view kFishHead = R"(# fish completion for gdo: gdo completion fish | source
function __gdo_typed
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; or echo $word
  end
end
function __gdo_just
  set -l typed (__gdo_typed)
  test "$typed" = "$argv"
end
function __gdo_at
  set -l typed (__gdo_typed)
  set -l length (count $argv)
  test (count $typed) -ge $length; and test "$typed[1..$length]" = "$argv"
end
complete -c gdo -f
complete -c gdo -s h -l help -d 'shows how it is used'
)";

std::string fish_script(const Command& root) {
  std::string script(kFishHead);
  for (const Place& place : places_of(root)) {
    const std::string at = "__gdo_at " + place.path;
    for (const Command& child : place.command->commands) {
      script += fmt::format("complete -c gdo -n '__gdo_just {}' -a {} -d '{}'\n", place.path,
                            child.name, fish_quoted(child.summary));
    }
    for (const Option& argument : place.command->arguments) {
      if (argument.choices.empty()) {
        script += fmt::format("complete -c gdo -n '{}' -F\n", at);
      } else {
        script +=
            fmt::format("complete -c gdo -n '{}' -a '{}'\n", at, fmt::join(argument.choices, " "));
      }
    }
    for (const Option& option : place.command->options) {
      const std::string scope = place.path.empty() ? "" : fmt::format(" -n '{}'", at);
      std::string line =
          fmt::format("complete -c gdo{} -l {}", scope, names_of(option)[0].substr(2));
      if (names_of(option).size() > 1) line += " -s " + names_of(option)[1].substr(1);
      // Files are offered, too, unless the values are known.
      if (!option.value.empty()) line += option.choices.empty() ? " -r" : " -x";
      if (!option.choices.empty()) line += fmt::format(" -a '{}'", fmt::join(option.choices, " "));
      script += fmt::format("{} -d '{}'\n", line, fish_quoted(option.description));
    }
  }
  return script;
}

}  // namespace

std::string completion_script(const Command& root, const std::string& shell) {
  if (shell == "bash") return bash_script(root);
  if (shell == "zsh") return zsh_script(root);
  return fish_script(root);
}

Command completion_command(Context& context) {
  const auto shell = std::make_shared<std::string>();
  Command command;
  command.name = "completion";
  command.summary = tr("Prints a script that lets a shell complete gdo's words");
  command.arguments = {
      {"SHELL", "", tr("for which shell"), shell.get(), {"bash", "zsh", "fish"}, true}};
  command.examples = {"source <(gdo completion bash)", "gdo completion zsh > ~/.zfunc/_gdo",
                      "gdo completion fish > ~/.config/fish/completions/gdo.fish"};
  command.run = [shell, &context] {
    context.print(completion_script(command_tree(context), *shell));
    return 0;
  };
  return command;
}

}  // namespace gdo::app
