#pragma once

#include <string>

namespace gdo::pg {

// One thing that bringing the tables up to date would do, or did.
struct SchemaStep {
  std::string name;  // "0001_controle", "raw_animais"
  std::string sql;
};

}  // namespace gdo::pg
