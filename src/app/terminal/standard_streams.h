#pragma once

#include <string_view>

namespace gdo::app {

// Puts something in the place of a stdin, stdout or stderr that is closed, or a file or connection
// opened later would get its number, and what is printed. Using it fails, as before. Call it first.
void occupy_standard_streams();

// Remarks. What stderr does not take (closed, a full disk) is lost, and stops nothing.
void write_stderr(std::string_view text) noexcept;

}  // namespace gdo::app
