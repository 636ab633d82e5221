#include "config/settings.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/error.h"
#include "base/translation.h"
#include "config/connection_string.h"
#include "config/dotenv.h"
#include "config/setting_specs.h"
#include "config/setting_values.h"

extern char** environ;

namespace gdo::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kConfigVariable = "GDO_CONFIG";
constexpr std::uintmax_t kLongestFile = 1U << 20U;

// A value as one source gave it.
struct Candidate {
  std::string key;  // as it is spelled there
  std::string value;
  std::string origin;  // "environment", ".env:3", "gdo.yaml:7"
  fs::path base;       // where relative paths start
};

// user:password@host → ********@host: where nobody expects an account, a password stands in it.
std::string redact_account(std::string text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string::npos) return text;
  const std::size_t scheme = text.find("://");
  const std::size_t begin = scheme == std::string::npos || scheme > at ? 0 : scheme + 3;
  return text.replace(begin, at - begin, kRedacted);
}

// A value as it may stand in a message: no secret, no line break, not endless.
std::string shown(std::string_view value) {
  std::string text;
  for (const char letter : redact_account(redact_uri(value))) {
    text += static_cast<unsigned char>(letter) < 0x20 ? '?' : letter;
  }
  if (text.size() > 80) text = text.substr(0, 77) + "...";
  return text;
}

// Collects the values of all sources, the first source of a setting winning, and all mistakes.
class SettingsLoader {
 public:
  SettingsLoader(fs::path folder, const Environment& environment)
      : folder_(fs::absolute(folder).lexically_normal()), environment_(environment) {}

  LoadedSettings load(const std::vector<std::string>& environment_names) {
    add_environment();
    add_dotenv();
    add_yaml();
    resolve();
    refuse_mistakes();
    warn_about_environment(environment_names);
    warn_about_unused_database();
    return std::move(loaded_);
  }

 private:
  void add_environment() {
    for (const SettingSpec& spec : setting_specs()) {
      if (auto value = environment_(spec.variable)) {
        candidates_[&spec].push_back(
            {std::string(spec.variable), std::move(*value), "environment", folder_});
      }
    }
    if (auto value = environment_(kConfigVariable)) {
      config_ = Candidate{std::string(kConfigVariable), std::move(*value), "environment", folder_};
    }
  }

  void add_dotenv() {
    const std::optional<std::string> text = read_file(folder_ / ".env", ".env", false);
    if (!text) return;
    const Dotenv dotenv = parse_dotenv(*text);
    for (const auto& mistake : dotenv.diagnostics)
      complain(at(".env", mistake.line), mistake.message);
    std::map<std::string, int> lines;
    for (const DotenvEntry& entry : dotenv.entries) {
      const auto [first, fresh] = lines.emplace(entry.key, entry.line);
      if (!fresh) {
        complain(at(".env", entry.line),
                 trf("{} is given twice, first on line {}", entry.key, first->second));
        continue;
      }
      add_dotenv_entry(entry);
    }
  }

  void add_dotenv_entry(const DotenvEntry& entry) {
    Candidate candidate{entry.key, entry.value, at(".env", entry.line), folder_};
    if (entry.key == kConfigVariable) {
      if (!config_) config_ = std::move(candidate);
    } else if (const SettingSpec* const spec = by_variable(entry.key)) {
      if (spec->secret() && !entry.value.empty()) warn_about_readers();
      candidates_[spec].push_back(std::move(candidate));
    } else {
      complain_unknown(candidate.origin, entry.key, &SettingSpec::variable);
    }
  }

  void add_yaml() {
    const bool named = config_ && !config_->value.empty();
    const fs::path path =
        named ? fs::path(absolute_path(config_->value, folder_)) : folder_ / "gdo.yaml";
    const std::string name = named ? config_->value : "gdo.yaml";
    const std::optional<std::string> text = read_file(path, name, named);
    if (!text) return;
    if (named) {
      loaded_.origins.push_back({std::string(kConfigVariable), path.string(), config_->origin});
    }
    const YamlSettings yaml = parse_yaml_settings(*text);
    for (const auto& mistake : yaml.diagnostics) complain(at(name, mistake.line), mistake.message);
    std::set<const SettingSpec*> seen;
    for (const YamlEntry& entry : yaml.entries) {
      const std::string origin = at(name, entry.line);
      const SettingSpec* const spec = by_yaml(entry.key);
      if (refused_as_secret(entry.key, spec)) {
        complain(origin, trf("{} is a secret: put {} into the environment or .env", entry.key,
                             secret_variable(entry.key)));
      } else if (spec == nullptr) {
        complain_unknown(origin, entry.key, &SettingSpec::yaml);
      } else if (!seen.insert(spec).second) {
        complain(origin, trf("{} is given twice", spec->yaml));
      } else {
        candidates_[spec].push_back({entry.key, entry.value, origin, path.parent_path()});
      }
    }
  }

  static bool refused_as_secret(std::string_view key, const SettingSpec* spec) {
    if (spec != nullptr) return spec->secret();
    return key == "db.password" || key == "password" || key == "db.api_password";
  }

  static std::string_view secret_variable(std::string_view key) {
    if (const SettingSpec* const spec = by_variable(key)) return spec->variable;
    return key == "db.api_password" ? "GDO_API_DB_PASSWORD" : "DB_PASSWORD";
  }

  static const SettingSpec* by_variable(std::string_view name) {
    for (const SettingSpec& spec : setting_specs()) {
      if (spec.variable == name) return &spec;
    }
    return nullptr;
  }

  // gdo.yaml also takes a setting under the name of its variable, on the first level.
  static const SettingSpec* by_yaml(std::string_view name) {
    for (const SettingSpec& spec : setting_specs()) {
      if (!spec.secret() && spec.yaml == name) return &spec;
    }
    return by_variable(name);
  }

  // Values that a stronger source hides are checked, too: a mistake should not lie in wait.
  void resolve() {
    Settings& settings = loaded_.settings;
    settings.home = folder_ / ".gdo";
    for (const SettingSpec& spec : setting_specs()) {
      const auto found = candidates_.find(&spec);
      std::string origin = "default";
      if (found != candidates_.end()) {
        for (const Candidate& candidate : found->second) check(spec, candidate);
        const Candidate& winner = found->second.front();
        if (winner.value.empty()) {
          origin = fmt::format("default (empty in {})", winner.origin);
        } else if (!spec.read(settings, winner.value, winner.base)) {
          origin = winner.origin;
        }
      }
      loaded_.origins.push_back({std::string(spec.variable), spec.show(settings), origin});
    }
  }

  void check(const SettingSpec& spec, const Candidate& candidate) {
    if (candidate.value.empty()) return;
    Settings scratch;
    const ValueError value_error = spec.read(scratch, candidate.value, candidate.base);
    if (!value_error) return;
    const std::string but =
        spec.secret() ? std::string() : trf(", not \"{}\"", shown(candidate.value));
    complain(candidate.origin, fmt::format("{} {}{}", candidate.key, *value_error, but));
  }

  void complain_unknown(const std::string& origin, const std::string& key,
                        std::string_view SettingSpec::*name) {
    std::vector<std::string> known;
    for (const SettingSpec& spec : setting_specs()) {
      if (!(spec.*name).empty()) known.emplace_back(spec.*name);
    }
    const std::optional<std::string> near = nearest_word(key, known);
    complain(origin,
             near ? trf("unknown setting {}; did you mean {}?", shown(key), *near)
                  : trf("unknown setting {}; known are {}", shown(key), fmt::join(known, ", ")));
  }

  std::optional<std::string> read_file(const fs::path& path, const std::string& name,
                                       bool required) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
      if (required)
        complain(config_->origin,
                 trf("{} {}: there is no such file", kConfigVariable, shown(name)));
      return std::nullopt;
    }
    std::ifstream file(path, std::ios::binary);
    if (!fs::is_regular_file(status) || !file) {
      complain(name, tr("cannot be read: not a file, or no permission"));
      return std::nullopt;
    }
    if (fs::file_size(path, error) > kLongestFile) {
      complain(name, tr("is longer than 1 MiB: not a configuration"));
      return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  void warn_about_readers() {
    struct stat status {};
    if (stat((folder_ / ".env").c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
      loaded_.warnings.emplace_back(
          tr(".env holds DB_PASSWORD and other users can read it: "
             "chmod 600 .env"));
    }
  }

  void warn_about_environment(const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const SettingSpec& spec : setting_specs()) known.emplace_back(spec.variable);
    for (const std::string& name : names) {
      const bool ours = name.starts_with("GDO_") || name.starts_with("DB_");
      if (!ours || name == kConfigVariable || by_variable(name) != nullptr) continue;
      if (const auto near = nearest_word(name, known); near && edit_distance(name, *near) <= 2) {
        loaded_.warnings.push_back(
            trf("the environment holds {}, which is not a setting; did you mean {}?", shown(name),
                *near));
      }
    }
  }

  void warn_about_unused_database() {
    if (!loaded_.settings.db.host.empty()) return;
    for (const SettingOrigin& origin : loaded_.origins) {
      // A user or a password alone is refused where a database is asked for.
      if (origin.name == "DB_USER" || origin.name == "DB_PASSWORD") continue;
      if (origin.name.starts_with("DB_") && !origin.origin.starts_with("default")) {
        loaded_.warnings.push_back(
            trf("{} ({}) has no effect without DB_HOST: the private PostgreSQL is used",
                origin.name, origin.origin));
      }
    }
  }

  void refuse_mistakes() {
    if (diagnostics_.empty()) return;
    // File by file, in the order of the lines.
    std::stable_sort(
        diagnostics_.begin(), diagnostics_.end(),
        [](const auto& left, const auto& right) { return position(left) < position(right); });
    if (diagnostics_.size() == 1) throw Error(ErrorKind::config, diagnostics_.front());
    throw Error(ErrorKind::config, trf("{} mistakes in the configuration:\n  {}",
                                       diagnostics_.size(), fmt::join(diagnostics_, "\n  ")));
  }

  // "file:12: …" → file and 12.
  static std::pair<std::string, int> position(const std::string& mistake) {
    const std::size_t colon = mistake.find(':');
    return {mistake.substr(0, colon), std::atoi(mistake.c_str() + colon + 1)};
  }

  static std::string at(std::string_view file, int line) {
    return fmt::format("{}:{}", file, line);
  }

  void complain(std::string_view where, std::string_view what) {
    diagnostics_.push_back(
        fmt::format("{}: {}", where == "environment" ? tr("environment") : where, what));
  }

  fs::path folder_;
  const Environment& environment_;
  LoadedSettings loaded_;
  std::optional<Candidate> config_;
  std::map<const SettingSpec*, std::vector<Candidate>> candidates_;  // strongest source first
  std::vector<std::string> diagnostics_;
};

}  // namespace

LoadedSettings load_settings(const fs::path& folder, const Environment& environment,
                             const std::vector<std::string>& environment_names) {
  return SettingsLoader(folder, environment).load(environment_names);
}

LoadedSettings load_settings(const fs::path& folder) {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    names.emplace_back(text.substr(0, text.find('=')));
  }
  const Environment environment = [](std::string_view name) -> std::optional<std::string> {
    const char* const value = std::getenv(std::string(name).c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  };
  return load_settings(folder, environment, names);
}

}  // namespace gdo::config
