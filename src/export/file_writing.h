#pragma once

#include <string_view>

namespace gdo::exports {

// Writes everything to an open file; `name` is for messages. False when nobody reads on (EPIPE).
// Throws Error(transient) when the disk is full, else Error(config).
[[nodiscard]] bool write_all(int descriptor, std::string_view text, std::string_view name);

// Throws the Error for `errno`, which `doing` a thing with the file `name` has left.
[[noreturn]] void fail_file(std::string_view doing, std::string_view name);

}  // namespace gdo::exports
