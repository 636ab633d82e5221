#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gdo::config {

// One scalar of gdo.yaml under its full name, e.g. db.port.
struct YamlEntry {
  std::string key;
  std::string value;
  int line = 0;  // from 1
};

struct YamlSettings {
  struct Diagnostic {
    int line = 0;
    std::string message;  // never holds a value: it may be a secret
  };
  std::vector<YamlEntry> entries;
  std::vector<Diagnostic> diagnostics;
};

// Flattens the mappings of gdo.yaml: `db: {port: 5433}` becomes db.port. Lists, aliases of mappings
// and keys that are not plain words are mistakes; so is a key given twice.
YamlSettings parse_yaml_settings(std::string_view text);

}  // namespace gdo::config
