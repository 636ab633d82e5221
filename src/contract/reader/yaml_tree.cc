#include "contract/reader/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace gdo::contract {
namespace {

constexpr std::size_t kLongest = 1U << 20U;
constexpr std::size_t kDeepest = 32;

int line_of(const YAML::Mark& mark) { return mark.line + 1; }

// Builds the tree from yaml-cpp's events: its own tree forgets repeated keys.
class TreeBuilder : public YAML::EventHandler {
 public:
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    open(YamlNode::Kind::null, mark, "?", anchor);
    close();
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw YamlError(line_of(mark), "aliases (*name) are not taken; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode& node = open(YamlNode::Kind::scalar, mark, tag, anchor);
    node.text = value;
    node.quoted = tag == "!";
    if (!node.quoted && (value == "~" || value == "null")) node.kind = YamlNode::Kind::null;
    close();
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    YamlNode node;
    std::optional<YamlNode> key;  // of a map: read, and its value not yet
  };

  YamlNode& open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                 YAML::anchor_t anchor) {
    const int line = line_of(mark);
    if (anchor != 0) throw YamlError(line, "anchors (&name) are not taken; remove it");
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw YamlError(line, "tags (!name) are not taken; remove it");
    }
    if (path_.size() >= kDeepest) {
      throw YamlError(line, fmt::format("nested deeper than {} levels", kDeepest));
    }
    // yaml-cpp finds an empty value where the next word stands: it belongs to its key's line.
    const bool empty_value = kind == YamlNode::Kind::null && !path_.empty() && path_.back().key;
    const int key_line = empty_value ? path_.back().key->line : line;
    Level& level = path_.emplace_back();
    level.node.kind = kind;
    level.node.line = key_line;
    return level.node;
  }

  // The node opened last is complete: it becomes a part of the one around it.
  void close() {
    YamlNode node = std::move(path_.back().node);
    path_.pop_back();
    if (path_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& parent = path_.back();
    if (parent.node.kind == YamlNode::Kind::sequence) {
      parent.node.elements.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = as_key(parent.node, std::move(node));
    } else {
      parent.node.members.push_back({*std::exchange(parent.key, std::nullopt), std::move(node)});
    }
  }

  static YamlNode as_key(const YamlNode& map, YamlNode key) {
    if (key.kind != YamlNode::Kind::scalar) {
      throw YamlError(key.line, "a key must be a word");
    }
    for (const auto& [known, value] : map.members) {
      if (known.text != key.text) continue;
      throw YamlError(key.line, fmt::format("'{}' is there already, at line {}; keep one of them",
                                            key.text, known.line));
    }
    return key;
  }

  std::vector<Level> path_;
  YamlNode root_;
};

// yaml-cpp takes byte 4 for the end of the text, and other control characters for letters.
void refuse_control_characters(const std::string& text) {
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    const bool control = (c >= 0 && c < ' ') || c == '\x7f';
    if (control && c != '\n' && c != '\r' && c != '\t') {
      throw YamlError(line, fmt::format("a control character (byte {}); remove it", int{c}));
    }
  }
}

}  // namespace

YamlNode parse_yaml(const std::string& text) {
  if (text.size() > kLongest) {
    throw YamlError(1, fmt::format("longer than {} bytes; split it", kLongest));
  }
  refuse_control_characters(text);
  TreeBuilder tree;
  try {
    std::istringstream input(text);
    YAML::Parser parser(input);
    if (!parser.HandleNextDocument(tree)) return {};
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) {
      throw YamlError(second.take().line, "a second document (---); one file holds one contract");
    }
  } catch (const YAML::Exception& e) {
    throw YamlError(line_of(e.mark), "not YAML: " + e.msg);
  }
  return tree.take();
}

}  // namespace gdo::contract
