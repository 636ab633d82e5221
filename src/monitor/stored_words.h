#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

// What is stored with a code and a Portuguese sentence, in the reader's language: the sentence says
// more than the code, of which those who do not read Portuguese get the words.
namespace gdo::monitor {

// A code, and its words as tr_later() marks them.
using CodeWords = std::pair<std::string_view, const char*>;

// The words of the code, in the reader's language; the code itself when the list has none.
std::string code_words(std::span<const CodeWords> list, std::string_view code);
// The stored sentence for those who read Portuguese, the words of its code for others.
std::string stored_or_words(std::span<const CodeWords> list, std::string_view code,
                            std::string_view stored);

// Why a file could not be read ("json_malformado").
std::string file_fault(std::string_view code, std::string_view stored);

// Why a record broke a rule, of its two sentences; older rejections have the Portuguese one alone.
std::string reason_words(std::string_view portuguese, std::string_view english);

}  // namespace gdo::monitor
