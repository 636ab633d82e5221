#include "contract/content_hash.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

namespace gdo::contract {
namespace {

// FNV-1a, 64 bits: nobody attacks it, it only tells versions apart.
class Hash {
 public:
  void add(char c) { value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL; }
  // A text's length goes first, so that neighbours cannot be confused.
  void add(std::string_view text) {
    for (const char c : fmt::format("{}:", text.size())) add(c);
    for (const char c : text) add(c);
  }
  std::string hex() const { return fmt::format("{:016x}", value_); }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

void add_node(const YamlNode& node, Hash& hash) {
  hash.add("?'[{"[static_cast<std::size_t>(node.kind)]);
  hash.add(node.text);
  for (const YamlNode& element : node.elements) add_node(element, hash);
  for (const auto& [key, value] : node.members) {
    hash.add(key.text);
    add_node(value, hash);
  }
  hash.add('.');
}

void add_codes(const std::vector<Field>& fields, Hash& hash) {
  for (const Field& field : fields) {
    if (!field.cleaning.codes) continue;
    for (const CodeEntry& entry : field.cleaning.codes->entries) {
      hash.add(entry.code);
      for (const std::string& synonym : entry.synonyms) hash.add(synonym);
      hash.add('.');
    }
  }
}

}  // namespace

std::string content_hash(const YamlNode& root, const Contract& contract) {
  Hash hash;
  add_node(root, hash);
  add_codes(contract.fields, hash);
  for (const Child& child : contract.children) add_codes(child.fields, hash);
  return hash.hex();
}

}  // namespace gdo::contract
