#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gdo::config {

// One KEY=value of a `.env` file.
struct DotenvEntry {
  std::string key;
  std::string value;
  int line = 0;  // from 1
};

struct Dotenv {
  struct Diagnostic {
    int line = 0;
    std::string message;  // never holds a value: it may be a secret
  };
  std::vector<DotenvEntry> entries;
  std::vector<Diagnostic> diagnostics;
};

// Reads what a shell would source: KEY=value, `export KEY=value`, # comments, 'literal' and
// "escaped" values (\n \t \" \\ \$), CRLF and a byte order mark. Nothing is expanded: $NAME stays
// as it is.
Dotenv parse_dotenv(std::string_view text);

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
