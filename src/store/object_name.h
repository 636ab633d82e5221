#pragma once

#include <string_view>

namespace gdo::store {

// Whether a listing leaves the name out: a part that starts with '.', or an end of .tmp, .part,
// .filepart, .crdownload, '~' or '/': what producers are still writing, or hide.
bool ignored_name(std::string_view name) noexcept;

// Whether a folder can hold an object of that name inside its root: parts that are neither empty
// nor
// "." nor "..", and no byte 0. (A bucket takes any name.)
bool valid_file_name(std::string_view name) noexcept;

// "a/b" of "a/b/c"; empty when there is no '/'.
std::string_view folder_of(std::string_view name) noexcept;
// "c" of "a/b/c".
std::string_view base_of(std::string_view name) noexcept;

}  // namespace gdo::store
