#include "config/yaml_settings.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "base/translation.h"

namespace gdo::config {
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
