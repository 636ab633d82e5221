#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/words.h"

// The texts that settings accept. Each check gives what is wrong with the value, for a person, as
// "must be …"; nothing when it is fine.

namespace gdo::config {

using ValueError = std::optional<std::string>;

// Text to number, with the bounds inclusive.
ValueError read_integer(std::string_view text, std::int64_t low, std::int64_t high,
                        std::int64_t& out);
ValueError read_real(std::string_view text, double low, double high, double& out);
// 67108864, 64MiB, 64M, 500 kB: powers of 1024 but for kB, MB, GB, which are powers of 1000.
ValueError read_bytes(std::string_view text, std::uint64_t low, std::uint64_t high,
                      std::uint64_t& out);

// A server's name or address, a list of them with commas, or the folder of a unix socket.
ValueError check_host(std::string_view text);
// disable, allow, prefer, require, verify-ca, verify-full (libpq's set).
ValueError check_sslmode(std::string_view text);
// What names a tenant, in settings and in paths (cliente=<token>): 1 to 64 letters, digits, '-',
// '_'.
ValueError check_tenant(std::string_view text);
// host[:port], with or without http:// before it.
ValueError check_emulator_host(std::string_view text);
ValueError check_subscription(std::string_view text);
// Where gdo serve listens: 127.0.0.1:8080, [::1]:8080; port 0 = any that is free.
ValueError check_listen(std::string_view text);
// Names of metrics and docs, with blanks or commas between.
ValueError check_open_routes(std::string_view text);

// gs://bucket/prefix, file:///folder or a folder (relative to `base`). Gives the URI as it is used:
// absolute, without a final slash.
ValueError read_lake(std::string_view text, const std::filesystem::path& base, std::string& out);

// A path as a person writes it in a file: ~/ is the home directory, else relative to `base`.
std::filesystem::path absolute_path(std::string_view text, const std::filesystem::path& base);

// The word that was probably meant, for "did you mean …?"; empty when none is near.
std::optional<std::string> nearest_word(std::string_view typed, std::span<const std::string> known);

}  // namespace gdo::config
