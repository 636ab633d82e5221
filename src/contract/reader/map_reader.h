#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/field.h"
#include "contract/reader/diagnostics.h"
#include "contract/reader/yaml_tree.h"

namespace gdo::contract {

// A word and what it stands for, in the order in which messages list them.
template <typename T>
using Words = std::span<const std::pair<std::string_view, T>>;

// The text in a message, cut short and without line breaks.
std::string shown(std::string_view text);

// Looks a word up; adds a mistake that names the nearest known one when it is none of them.
template <typename T>
std::optional<T> word_in(Words<T> words, const YamlNode& node, std::string_view what,
                         const FileDiagnostics& diagnostics) {
  std::vector<std::string_view> known;
  for (const auto& [word, value] : words) {
    if (node.text == word && node.kind == YamlNode::Kind::scalar) return value;
    known.push_back(word);
  }
  diagnostics.add(node.line, std::string(what) + ": unknown '" + shown(node.text) + "'" +
                                 suggestion(node.text, known));
  return std::nullopt;
}

// Reads the members of a YAML map. A wrong one is added to the mistakes and read as if absent.
class MapReader {
 public:
  // keys: every key there may be; others are mistakes at once. what: how messages call the map.
  // The node must outlive the reader. A node that is no map is a mistake, and read as an empty map.
  MapReader(const YamlNode& node, std::string_view what, std::span<const std::string_view> keys,
            const FileDiagnostics& diagnostics);
  // The same for a map whose keys were judged before.
  MapReader(const YamlNode& node, std::string_view what, const FileDiagnostics& diagnostics)
      : node_(node), what_(what), diagnostics_(diagnostics) {}

  int line() const { return node_.line; }
  const std::string& what() const { return what_; }
  const FileDiagnostics& diagnostics() const { return diagnostics_; }
  void mistake(int at_line, std::string_view text) const;

  const YamlNode* find(std::string_view key) const;
  // Of the keys given, the one that is there; a mistake if there is not exactly one.
  std::optional<std::string_view> one_of(std::span<const std::string_view> keys) const;

  std::optional<std::string> text(std::string_view key) const;  // null and "" count as absent
  std::string required_text(std::string_view key) const;
  bool flag(std::string_view key, bool otherwise) const;  // true or false
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t min,
                                      std::int64_t max) const;
  std::optional<std::string> decimal(std::string_view key) const;  // -?digits[.digits]
  std::optional<double> number(std::string_view key, double min, double max) const;
  std::vector<YamlNode> list(std::string_view key) const;  // a lone value is a list of one
  std::vector<std::string> texts(std::string_view key) const;
  // A lower-case SQL name of at most `longest` bytes.
  std::string sql_name(std::string_view key, std::size_t longest) const;

 private:
  const YamlNode& node_;
  std::string what_;
  const FileDiagnostics& diagnostics_;
};

// a-z, 0-9 and _, not beginning with a digit.
bool is_sql_name(std::string_view text);
bool is_decimal(std::string_view text);
bool is_iso_date(std::string_view text);

using CodeMaps = std::map<std::string, CodeMap, std::less<>>;

// {M: [MACHO, BOI], F: {label: fêmea, synonyms: [FEMEA]}}
CodeMap read_code_map(const YamlNode& node, const std::string& name,
                      const FileDiagnostics& diagnostics);

// A map of names to code maps, as under the key `codes` of a file; added to those known. A name
// known already is a mistake.
void read_code_maps(const YamlNode& node, const FileDiagnostics& diagnostics, CodeMaps& maps);

}  // namespace gdo::contract
