#include "config/setting_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <regex>

#include "base/translation.h"

namespace gdo::config {
namespace {

bool is_alnum(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

bool has_blank_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte <= 0x20 || byte == 0x7F;
  });
}

template <typename Number>
bool parse_whole(std::string_view text, Number& out) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && stop == end;
}

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array kUnits = {
    Unit{"", 1},
    Unit{"B", 1},
    Unit{"K", 1ULL << 10U},
    Unit{"KiB", 1ULL << 10U},
    Unit{"kB", 1000},
    Unit{"KB", 1000},
    Unit{"M", 1ULL << 20U},
    Unit{"MiB", 1ULL << 20U},
    Unit{"MB", 1000ULL * 1000},
    Unit{"G", 1ULL << 30U},
    Unit{"GiB", 1ULL << 30U},
    Unit{"GB", 1000ULL * 1000 * 1000},
};

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::uint64_t number = 0;
  if (!parse_whole(text.substr(0, digits), number)) return std::nullopt;
  std::string_view name = text.substr(digits);
  while (name.starts_with(' ')) name.remove_prefix(1);
  const auto* const unit =
      std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.name == name; });
  if (unit == kUnits.end() || number > UINT64_MAX / unit->factor) return std::nullopt;
  return number * unit->factor;
}

bool has_dot_part(std::string_view path) {
  const std::string framed = "/" + std::string(path) + "/";
  return framed.find("/../") != std::string::npos || framed.find("/./") != std::string::npos;
}

ValueError check_bucket(std::string_view bucket) {
  const bool letters = std::all_of(bucket.begin(), bucket.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
  if (!letters || bucket.size() < 3 || bucket.size() > 222 || !is_alnum(bucket.front()) ||
      !is_alnum(bucket.back())) {
    return tr(
        "must be gs://bucket/prefix, where bucket has 3 to 222 lower-case letters, digits, "
        "'-', '_', '.'");
  }
  return std::nullopt;
}

ValueError check_prefix(std::string_view prefix) {
  if (prefix.find("//") != std::string_view::npos || has_dot_part(prefix)) {
    return tr("must not hold '//', '.' or '..' between its parts");
  }
  return std::nullopt;
}

std::string_view without_final_slashes(std::string_view text) {
  while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
  return text;
}

ValueError read_bucket_lake(std::string_view text, std::string& out) {
  const std::string_view rest = without_final_slashes(text.substr(5));
  const std::size_t slash = rest.find('/');
  if (auto value_error = check_bucket(rest.substr(0, slash))) return value_error;
  if (slash != std::string_view::npos) {
    if (auto value_error = check_prefix(rest.substr(slash + 1))) return value_error;
  }
  out = fmt::format("gs://{}", rest);
  return std::nullopt;
}

}  // namespace

ValueError read_integer(std::string_view text, std::int64_t low, std::int64_t high,
                        std::int64_t& out) {
  std::int64_t number = 0;
  if (!parse_whole(text, number) || number < low || number > high) {
    return trf("must be a whole number from {} to {}", low, high);
  }
  out = number;
  return std::nullopt;
}

ValueError read_real(std::string_view text, double low, double high, double& out) {
  double number = 0;
  if (!parse_whole(text, number) || !std::isfinite(number) || number < low || number > high) {
    return trf("must be a number from {} to {}", low, high);
  }
  out = number;
  return std::nullopt;
}

ValueError read_bytes(std::string_view text, std::uint64_t low, std::uint64_t high,
                      std::uint64_t& out) {
  const std::optional<std::uint64_t> number = parse_bytes(text);
  if (!number || *number < low || *number > high) {
    return trf("must be a size from {} to {} bytes, such as 67108864 or 64MiB", low, high);
  }
  out = *number;
  return std::nullopt;
}

ValueError check_host(std::string_view text) {
  if (text.find("://") != std::string_view::npos || text.find('@') != std::string_view::npos) {
    return tr(
        "must be a host name or a socket folder, not a URI; use DB_PORT, DB_NAME, DB_USER and "
        "DB_PASSWORD for the rest");
  }
  if (text.starts_with('/')) return std::nullopt;
  if (has_blank_or_control(text) || text.find('/') != std::string_view::npos) {
    return tr("must be a host name, an address, or the absolute path of a socket folder");
  }
  return std::nullopt;
}

ValueError check_sslmode(std::string_view text) {
  constexpr std::array<std::string_view, 6> kModes = {"disable", "allow",     "prefer",
                                                      "require", "verify-ca", "verify-full"};
  if (std::find(kModes.begin(), kModes.end(), text) != kModes.end()) return std::nullopt;
  return trf("must be one of {}", fmt::join(kModes, ", "));
}

ValueError check_tenant(std::string_view text) {
  const bool hex = std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  });
  if (hex && text.size() == 6) return std::nullopt;
  return tr("must be a tenant's token: 6 characters, 0 to 9 and a to f");
}

ValueError check_subscription(std::string_view text) {
  static const std::regex kName("projects/[^/?#%]+/subscriptions/[^/?#%]+");
  const bool named = std::regex_match(text.begin(), text.end(), kName);
  if (named && !has_blank_or_control(text)) return std::nullopt;
  return tr("must be projects/PROJECT/subscriptions/NAME");
}

ValueError check_emulator_host(std::string_view text) {
  if (text.find('@') != std::string_view::npos) {
    return tr("must be host:port without a user or password");
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  }
  text = without_final_slashes(text);
  // As some clients want it to be written.
  constexpr std::string_view kApi = "/storage/v1";
  if (text.ends_with(kApi)) text.remove_suffix(kApi.size());
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != std::string_view::npos && !text.ends_with(']');
  const std::string_view host = has_port ? text.substr(0, colon) : text;
  std::int64_t port = 0;
  const bool good_port =
      !has_port || !read_integer(text.substr(colon + 1), 1, 65535, port).has_value();
  if (host.empty() || has_blank_or_control(host) || host.find('/') != std::string_view::npos ||
      !good_port) {
    return tr("must be host:port, with or without http:// before it");
  }
  if (!host.starts_with('[') && host.find(':') != std::string_view::npos) {
    return tr("must have an IPv6 address in brackets: [::1]:9000");
  }
  return std::nullopt;
}

ValueError check_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::int64_t port = 0;
  const bool good = colon != std::string_view::npos && colon > 0 &&
                    !read_integer(text.substr(colon + 1), 0, 65535, port).has_value();
  if (!good || has_blank_or_control(text)) return tr("must be ADDR:PORT, as in 127.0.0.1:8080");
  const std::string_view host = text.substr(0, colon);
  if (host.find(':') != std::string_view::npos && !host.starts_with('[')) {
    return tr("must have an IPv6 address in brackets: [::1]:8080");
  }
  return std::nullopt;
}

ValueError check_open_routes(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" ,"), text.size());
    std::string_view word = text.substr(0, end);
    if (word.starts_with('/')) word.remove_prefix(1);
    if (!word.empty() && word != "metrics" && word != "docs") {
      return tr("must name metrics, docs, or both");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::nullopt;
}

std::filesystem::path absolute_path(std::string_view text, const std::filesystem::path& base) {
  if (text == "~" || text.starts_with("~/")) {
    if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
      return (std::filesystem::path(home) / text.substr(std::min<std::size_t>(2, text.size())))
          .lexically_normal();
    }
  }
  return (base / text).lexically_normal();
}

ValueError read_lake(std::string_view text, const std::filesystem::path& base, std::string& out) {
  if (text.find('\0') != std::string_view::npos || text.find('\n') != std::string_view::npos) {
    return tr("must not hold line breaks");
  }
  if (text.starts_with("gs://")) return read_bucket_lake(text, out);
  constexpr std::string_view kFile = "file://";
  if (text.starts_with(kFile)) {
    text.remove_prefix(kFile.size());
    if (!text.starts_with('/')) {
      return tr("must name an absolute folder with three slashes: file:///folder");
    }
  } else if (text.find("://") != std::string_view::npos) {
    return tr("must begin with gs:// or file:///, or be a folder");
  }
  const std::string folder = absolute_path(text, base).generic_string();
  if (folder == "/") return tr("must not be the root of the file system");
  out = fmt::format("file://{}", without_final_slashes(folder));
  return std::nullopt;
}

std::optional<std::string> nearest_word(std::string_view typed,
                                        std::span<const std::string> known) {
  // A hostile word of a megabyte is nobody's slip of the pen.
  if (typed.size() > 100) return std::nullopt;
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(2, typed.size() / 3) + 1;
  for (const std::string& word : known) {
    const std::size_t distance = edit_distance(typed, word);
    if (distance < best_distance && distance < std::max(typed.size(), word.size())) {
      best = word;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace gdo::config
