#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "config/setting_values.h"
#include "config/settings.h"

namespace gdo::config {

// One setting: its names, its default and how its text becomes a value.
struct SettingSpec {
  std::string_view variable;  // in the environment and in .env, e.g. DB_PORT
  std::string_view yaml;      // in gdo.yaml, e.g. db.port; empty = refused there (a secret)
  // Stores the value; `base` is the folder that relative paths start from.
  ValueError (*read)(Settings& settings, std::string_view text, const std::filesystem::path& base);
  // The value in effect, as text for a person; never a secret.
  std::string (*show)(const Settings& settings);

  bool secret() const { return yaml.empty(); }
};

// Every setting, in the order in which `gdo doctor` lists them.
std::span<const SettingSpec> setting_specs();

}  // namespace gdo::config
