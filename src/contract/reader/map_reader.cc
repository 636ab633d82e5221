#include "contract/reader/map_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <system_error>
#include <utility>

namespace gdo::contract {
namespace {

constexpr std::size_t kMostShownBytes = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_from(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

// An int of at most 18 digits.
template <typename T>
std::optional<T> parsed(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kMostShownBytes)) out += c == '\n' ? ' ' : c;
  while (!out.empty() && text.size() > kMostShownBytes && (out.back() & 0x80) != 0) out.pop_back();
  if (text.size() > kMostShownBytes) out += "…";
  return out;
}

bool is_sql_name(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; });
}

bool is_decimal(std::string_view text) {
  const std::size_t start = text.starts_with('-') ? 1 : 0;
  std::size_t at = digits_from(text, start);
  if (at == start) return false;
  if (at == text.size()) return true;
  if (text[at] != '.') return false;
  const std::size_t fraction = at + 1;
  at = digits_from(text, fraction);
  return at > fraction && at == text.size();
}

bool is_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = parsed<int>(text.substr(0, 4));
  const auto month = parsed<unsigned>(text.substr(5, 2));
  const auto day = parsed<unsigned>(text.substr(8, 2));
  if (!year || !month || !day) return false;
  return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(*month),
                                     std::chrono::day(*day))
      .ok();
}

MapReader::MapReader(const YamlNode& node, std::string_view what,
                     std::span<const std::string_view> keys, const FileDiagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
  if (node.kind != YamlNode::Kind::map) {
    mistake(node.line,
            fmt::format("must be a map with some of the keys {}", fmt::join(keys, ", ")));
    return;
  }
  for (const auto& [key, value] : node.members) {
    if (std::find(keys.begin(), keys.end(), key.text) != keys.end()) continue;
    mistake(key.line,
            fmt::format("unknown key '{}'{}", shown(key.text), suggestion(key.text, keys)));
  }
}

void MapReader::mistake(int at_line, std::string_view text) const {
  diagnostics_.add(at_line, fmt::format("{}: {}", what_, text));
}

const YamlNode* MapReader::find(std::string_view key) const {
  for (const auto& [name, value] : node_.members) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

std::optional<std::string_view> MapReader::one_of(std::span<const std::string_view> keys) const {
  std::optional<std::string_view> found;
  for (const std::string_view key : keys) {
    if (find(key) == nullptr) continue;
    if (found) {
      mistake(line(), fmt::format("has both '{}' and '{}'; make two of it", *found, key));
      return std::nullopt;
    }
    found = key;
  }
  if (!found) mistake(line(), fmt::format("needs one of {}", fmt::join(keys, ", ")));
  return found;
}

std::optional<std::string> MapReader::text(std::string_view key) const {
  const YamlNode* value = find(key);
  if (value == nullptr || value->kind == YamlNode::Kind::null) return std::nullopt;
  if (value->kind != YamlNode::Kind::scalar) {
    mistake(value->line, fmt::format("'{}' must be a text", key));
    return std::nullopt;
  }
  if (value->text.empty()) return std::nullopt;
  return value->text;
}

std::string MapReader::required_text(std::string_view key) const {
  const YamlNode* value = find(key);
  std::optional<std::string> found = text(key);
  if (found) return *found;
  if (value == nullptr) mistake(line(), fmt::format("has no '{}'; add it", key));
  if (value != nullptr && value->elements.empty() && value->members.empty()) {
    mistake(value->line, fmt::format("'{}' is empty; give it a value", key));
  }
  return {};
}

bool MapReader::flag(std::string_view key, bool otherwise) const {
  const YamlNode* value = find(key);
  if (value == nullptr) return otherwise;
  if (value->kind == YamlNode::Kind::scalar && value->text == "true") return true;
  if (value->kind == YamlNode::Kind::scalar && value->text == "false") return false;
  mistake(value->line, fmt::format("'{}' must be true or false", key));
  return otherwise;
}

std::optional<std::int64_t> MapReader::integer(std::string_view key, std::int64_t min,
                                               std::int64_t max) const {
  const YamlNode* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto number = parsed<std::int64_t>(value->text);
  if (value->kind == YamlNode::Kind::scalar && number && *number >= min && *number <= max) {
    return number;
  }
  mistake(value->line, fmt::format("'{}' must be a whole number from {} to {}", key, min, max));
  return std::nullopt;
}

std::optional<std::string> MapReader::decimal(std::string_view key) const {
  const YamlNode* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == YamlNode::Kind::scalar && is_decimal(value->text)) return value->text;
  mistake(value->line, fmt::format("'{}' must be a number like 0.002", key));
  return std::nullopt;
}

std::optional<double> MapReader::number(std::string_view key, double min, double max) const {
  const YamlNode* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto number = parsed<double>(value->text);
  if (value->kind == YamlNode::Kind::scalar && is_decimal(value->text) && number &&
      *number >= min && *number <= max) {
    return number;
  }
  mistake(value->line, fmt::format("'{}' must be a number from {} to {}", key, min, max));
  return std::nullopt;
}

std::vector<YamlNode> MapReader::list(std::string_view key) const {
  const YamlNode* value = find(key);
  if (value == nullptr || value->kind == YamlNode::Kind::null) return {};
  if (value->kind == YamlNode::Kind::sequence) return value->elements;
  return {*value};
}

std::vector<std::string> MapReader::texts(std::string_view key) const {
  std::vector<std::string> out;
  for (const YamlNode& element : list(key)) {
    if (element.kind == YamlNode::Kind::scalar) {
      out.push_back(element.text);
    } else {
      mistake(element.line, fmt::format("'{}' must be a list of texts; quote a null", key));
    }
  }
  return out;
}

std::string MapReader::sql_name(std::string_view key, std::size_t longest) const {
  std::string name = required_text(key);
  if (name.empty()) return name;
  if (is_sql_name(name) && name.size() <= longest) return name;
  mistake(find(key)->line,
          fmt::format("'{}' must be a name of a-z, 0-9 and _, at most {} long, not '{}'", key,
                      longest, shown(name)));
  return {};
}

namespace {

constexpr std::array<std::string_view, 2> kEntryKeys = {"label", "synonyms"};

// Enough to see that two synonyms are the same word; accents are left to who matches.
std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

CodeEntry read_entry(const YamlNode& key, const YamlNode& value,
                     const FileDiagnostics& diagnostics) {
  CodeEntry entry;
  entry.code = key.text;
  const std::string what = fmt::format("code '{}'", shown(key.text));
  if (value.kind == YamlNode::Kind::map) {
    const MapReader map(value, what, kEntryKeys, diagnostics);
    entry.label = map.text("label").value_or("");
    entry.synonyms = map.texts("synonyms");
    return entry;
  }
  for (const YamlNode& synonym : value.elements) {
    if (synonym.kind == YamlNode::Kind::scalar) {
      entry.synonyms.push_back(synonym.text);
    } else {
      diagnostics.add(synonym.line, what + ": a synonym must be a text");
    }
  }
  const bool empty_or_list =
      value.kind == YamlNode::Kind::sequence || value.kind == YamlNode::Kind::null;
  if (!empty_or_list)
    diagnostics.add(value.line, what + ": must be a list of synonyms like [MACHO]");
  return entry;
}

}  // namespace

CodeMap read_code_map(const YamlNode& node, const std::string& name,
                      const FileDiagnostics& diagnostics) {
  CodeMap map;
  map.name = name;
  if (node.kind != YamlNode::Kind::map || node.members.empty()) {
    diagnostics.add(
        node.line,
        fmt::format("codes '{}': must be a map of codes, each with its synonyms", shown(name)));
    return map;
  }
  std::map<std::string, std::string> taken;
  for (const auto& [key, value] : node.members) {
    CodeEntry entry = read_entry(key, value, diagnostics);
    std::vector<std::string> words = entry.synonyms;
    words.push_back(entry.code);
    for (const std::string& word : words) {
      const auto [known, added] = taken.emplace(upper(word), entry.code);
      if (added || known->second == entry.code) continue;
      diagnostics.add(value.line,
                      fmt::format("codes '{}': '{}' stands for both '{}' and '{}'", shown(name),
                                  shown(word), shown(known->second), shown(entry.code)));
    }
    map.entries.push_back(std::move(entry));
  }
  return map;
}

void read_code_maps(const YamlNode& node, const FileDiagnostics& diagnostics, CodeMaps& maps) {
  if (node.kind != YamlNode::Kind::map) {
    diagnostics.add(node.line, "codes: must be a map of names, each with its codes");
    return;
  }
  for (const auto& [key, value] : node.members) {
    CodeMap map = read_code_map(value, key.text, diagnostics);
    if (maps.emplace(key.text, std::move(map)).second) continue;
    diagnostics.add(key.line,
                    fmt::format("codes '{}' are there already; use another name", shown(key.text)));
  }
}

}  // namespace gdo::contract
