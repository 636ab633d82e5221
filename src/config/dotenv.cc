#include "config/dotenv.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <optional>
#include <set>

#include "base/translation.h"
#include "base/words.h"

namespace gdo::config {
namespace {

constexpr std::string_view kBlank = " \t";

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char letter : text) {
    const bool alpha = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    if (!alpha && letter != '_' && !(letter >= '0' && letter <= '9')) return false;
  }
  return true;
}

char unescaped(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

// What follows a closing quote may only be a comment.
bool only_comment(std::string_view rest) {
  const std::string_view text = trimmed(rest, kBlank);
  return text.empty() || text.front() == '#';
}

struct Value {
  std::string text;
  std::string mistake;
};

Value quoted(std::string_view raw) {
  const char quote = raw.front();
  std::string text;
  for (std::size_t i = 1; i < raw.size(); ++i) {
    if (raw[i] == quote) {
      if (!only_comment(raw.substr(i + 1))) return {{}, tr("text after the closing quote")};
      return {text, {}};
    }
    if (quote == '"' && raw[i] == '\\' && i + 1 < raw.size()) {
      text += unescaped(raw[++i]);
    } else {
      text += raw[i];
    }
  }
  return {{}, tr("the quote is not closed on this line")};
}

// A # begins a comment only after a blank, so that it may stand inside a password.
Value unquoted(std::string_view raw) {
  for (std::size_t i = 1; i < raw.size(); ++i) {
    if (raw[i] == '#' && kBlank.find(raw[i - 1]) != std::string_view::npos) {
      raw = raw.substr(0, i);
      break;
    }
  }
  return {std::string(trimmed(raw, kBlank)), {}};
}

Value parse_value(std::string_view raw) {
  // A blank after '=' is kept here so that `KEY= # comment` is seen as a comment.
  const std::string_view text = trimmed(raw, kBlank);
  if (text.empty() || (text.front() == '#' && text.size() != raw.size())) return {};
  if (text.front() == '"' || text.front() == '\'') return quoted(text);
  return unquoted(text);
}

std::string_view without_export(std::string_view line) {
  constexpr std::string_view kExport = "export";
  if (!line.starts_with(kExport)) return line;
  const std::string_view rest = line.substr(kExport.size());
  const bool separated = !rest.empty() && kBlank.find(rest.front()) != std::string_view::npos;
  return separated ? trimmed(rest, kBlank) : line;
}

void parse_line(std::string_view raw_line, int number, Dotenv& result) {
  const std::string_view line = without_export(trimmed(raw_line, kBlank));
  if (line.empty() || line.front() == '#') return;
  if (line.find('\0') != std::string_view::npos) {
    result.diagnostics.push_back({number, tr("a zero byte; the file must be plain text")});
    return;
  }
  const std::size_t equals = line.find('=');
  const std::string_view key =
      equals == std::string_view::npos ? line : trimmed(line.substr(0, equals), kBlank);
  if (equals == std::string_view::npos || !is_name(key)) {
    result.diagnostics.push_back({number, tr("expected NAME=value")});
    return;
  }
  Value value = parse_value(line.substr(equals + 1));
  if (!value.mistake.empty()) {
    result.diagnostics.push_back({number, std::string(key) + ": " + value.mistake});
    return;
  }
  result.entries.push_back({std::string(key), std::move(value.text), number});
}

}  // namespace

Dotenv parse_dotenv(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Dotenv result;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    parse_line(line, number, result);
  }
  return result;
}

namespace {

constexpr int kDeepest = 4;  // sections in sections; ours are one deep

class Flattener {
 public:
  explicit Flattener(YamlSettings& result) : result_(result) {}

  void mapping(const YAML::Node& node, const std::string& prefix, int depth) {
    std::set<std::string> seen;
    for (const auto& member : node) {
      const int line = member.first.Mark().line + 1;
      if (!member.first.IsScalar()) {
        result_.diagnostics.push_back({line, "a key must be a plain word"});
        continue;
      }
      const std::string key = prefix + member.first.Scalar();
      if (!seen.insert(key).second) {
        result_.diagnostics.push_back({line, trf("{} is given twice", key)});
        continue;
      }
      value(member.second, key, line, depth);
    }
  }

 private:
  void value(const YAML::Node& node, const std::string& key, int line, int depth) {
    if (node.IsMap() && depth < kDeepest) {
      mapping(node, key + ".", depth + 1);
    } else if (node.IsScalar()) {
      result_.entries.push_back({key, node.Scalar(), node.Mark().line + 1});
    } else if (node.IsNull()) {
      result_.entries.push_back({key, "", line});
    } else {
      result_.diagnostics.push_back({line, trf("{} must be a single value", key)});
    }
  }

  YamlSettings& result_;
};

}  // namespace

YamlSettings parse_yaml_settings(std::string_view text) {
  YamlSettings result;
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.empty() || (documents.size() == 1 && documents[0].IsNull())) return result;
    if (documents.size() > 1 || !documents[0].IsMap()) {
      result.diagnostics.push_back({1, "expected one mapping of `key: value` lines"});
      return result;
    }
    Flattener(result).mapping(documents[0], "", 1);
  } catch (const YAML::Exception& e) {
    result.diagnostics.push_back({e.mark.is_null() ? 1 : e.mark.line + 1, "not YAML: " + e.msg});
  }
  return result;
}

}  // namespace gdo::config
