#include "contract/reader/code_map_reader.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

namespace gdo::contract {
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
