#include "app/cli/completion_command.h"

#include <memory>

#include "app/cli/completion.h"
#include "app/commands.h"
#include "base/translation.h"

namespace gdo::app {

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
