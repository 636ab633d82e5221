#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"

namespace gdo::contract {

// A contract file: its name as messages show it, and its YAML.
struct ContractFile {
  std::string name;
  std::string text;
};

// The built-in contracts, or, when folder is not empty (Settings::contracts), those with the
// folder's *.yaml files instead of the built-in files of the same name and in addition to them.
// Throws Error(config) that lists every mistake of every file: file, line, what is wrong, what to
// write instead.
Catalog load_catalog(const std::filesystem::path& folder = {});

// The same for files already read.
Catalog load_catalog(const std::vector<ContractFile>& files);

// The files built into the program.
std::vector<ContractFile> built_in_contracts();

}  // namespace gdo::contract
