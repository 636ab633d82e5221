#pragma once

#include <string>
#include <string_view>

namespace gdo::app {

// Why a file could not be read, in the reader's language: stored words are Portuguese, and say more
// than the fault's code ("json_malformado"), of which other readers get theirs.
std::string file_fault(std::string_view code, std::string_view stored);

// Why a record broke a rule, of its two sentences; older rejections have the Portuguese one alone.
std::string reason_words(std::string_view portuguese, std::string_view english);

}  // namespace gdo::app
