#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/cli/command_line.h"
#include "app/terminal/terminal.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

using Entry = std::pair<std::string, std::string>;  // what is typed, what it does

bool is_list(const Option& option) {
  return std::holds_alternative<std::vector<std::string>*>(option.target);
}

// "-q, --quiet" or "--days N"
std::string option_title(const Option& option) {
  std::string names = option.name;
  if (const std::size_t comma = names.find(','); comma != std::string::npos) {
    names = names.substr(comma + 1) + ", " + names.substr(0, comma);
  }
  return option.value.empty() ? names : names + " " + option.value;
}

std::string option_text(const Option& option) {
  std::string text = option.description;
  if (!option.choices.empty()) text += fmt::format(" ({})", fmt::join(option.choices, ", "));
  if (is_list(option) && !option.value.empty()) text += tr("; may be repeated");
  return text;
}

std::string argument_title(const Option& argument) {
  const std::string name = argument.required ? argument.name : fmt::format("[{}]", argument.name);
  return is_list(argument) ? name + "..." : name;
}

class HelpWriter {
 public:
  explicit HelpWriter(const Terminal& terminal)
      : colour_(terminal.colour),
        columns_(terminal.columns == 0 ? 100 : static_cast<std::size_t>(terminal.columns)) {}

  void paragraph(std::string_view text) {
    if (text.empty()) return;
    for (const std::string& line : wrap(text, columns_)) text_ += line + "\n";
    text_ += "\n";
  }

  void title(std::string_view text) { text_ += styled(text, Style::bold, colour_) + "\n"; }

  void section(std::string_view name, const std::vector<Entry>& entries) {
    if (entries.empty()) return;
    title(name);
    std::size_t width = 0;
    for (const auto& [typed, text] : entries) width = std::max(width, text_width(typed));
    width = std::min<std::size_t>(width, 28);
    for (const auto& [typed, text] : entries) entry(typed, text, width);
    text_ += "\n";
  }

  void examples(const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    title(tr("Examples"));
    for (const std::string& line : lines) {
      text_ += "  " + styled(line, Style::accent, colour_) + "\n";
    }
    text_ += "\n";
  }

  void verbatim(std::string_view text) { text_ += text; }

  std::string finish() {
    while (text_.ends_with("\n\n")) text_.pop_back();
    return std::move(text_);
  }

 private:
  // Text beside what is typed, or below it where the terminal is too narrow for that.
  void entry(const std::string& typed, const std::string& text, std::size_t width) {
    const bool narrow = columns_ < width + 30;
    const std::size_t indent = narrow ? 6 : width + 4;
    text_ += "  " + styled(typed, Style::accent, colour_);
    const bool beside = !narrow && text_width(typed) <= width;
    if (beside) text_ += std::string(indent - 2 - text_width(typed), ' ');
    if (!beside) text_ += "\n" + std::string(indent, ' ');
    const std::size_t room = columns_ > indent + 10 ? columns_ - indent : 10;
    bool first = true;
    for (const std::string& line : wrap(text, room)) {
      if (!first) text_ += std::string(indent, ' ');
      text_ += line + "\n";
      first = false;
    }
  }

  bool colour_;
  std::size_t columns_;
  std::string text_;
};

std::vector<Entry> option_entries(const std::vector<Option>& options) {
  std::vector<Entry> entries;
  for (const Option& option : options) {
    entries.emplace_back(option_title(option), option_text(option));
  }
  return entries;
}

std::vector<Entry> argument_entries(const std::vector<Option>& arguments) {
  std::vector<Entry> entries;
  for (const Option& argument : arguments) {
    entries.emplace_back(argument_title(argument), option_text(argument));
  }
  return entries;
}

}  // namespace

std::string full_name(const std::vector<const Command*>& path) {
  std::string name;
  for (const Command* const command : path) {
    if (!name.empty()) name += ' ';
    name += command->name;
  }
  return name;
}

std::string usage_line(const std::vector<const Command*>& path) {
  const Command& command = *path.back();
  std::string line = full_name(path);
  if (!command.commands.empty()) line += " COMMAND";
  for (const Option& argument : command.arguments) line += " " + argument_title(argument);
  for (const Option& option : command.options) {
    const std::string name = option.name.substr(0, option.name.find(','));
    const std::string typed = option.value.empty() ? name : name + " " + option.value;
    const bool root = path.size() == 1;
    if (root) continue;
    line +=
        option.required ? " " + typed : fmt::format(" [{}]{}", typed, is_list(option) ? "..." : "");
  }
  return line;
}

std::string help_text(const std::vector<const Command*>& path, const Terminal& terminal) {
  const Command& command = *path.back();
  HelpWriter out(terminal);
  out.paragraph(command.summary);
  out.title(tr("Usage"));
  for (const std::string& line :
       wrap(usage_line(path), terminal.columns == 0
                                  ? 98
                                  : static_cast<std::size_t>(std::max(20, terminal.columns - 2)))) {
    out.verbatim("  " + line + "\n");
  }
  out.verbatim("\n");
  out.paragraph(command.details);
  std::vector<Entry> commands;
  for (const Command& child : command.commands) commands.emplace_back(child.name, child.summary);
  out.section(tr("Commands"), commands);
  out.section(tr("Arguments"), argument_entries(command.arguments));
  std::vector<Entry> everywhere = option_entries(path.front()->options);
  everywhere.emplace_back("-h, --help", tr("shows this"));
  everywhere.emplace_back("-V, --version", tr("shows the program's version"));
  if (path.size() > 1) out.section(tr("Options"), option_entries(command.options));
  out.section(path.size() > 1 ? tr("Everywhere") : tr("Options"), everywhere);
  out.examples(command.examples);
  return out.finish();
}

}  // namespace gdo::app
