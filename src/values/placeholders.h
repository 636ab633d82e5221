#pragma once

#include <string_view>

namespace gdo::values {

// Whether a text is none: what programs write for no value (null, nan, None, #N/A), what people
// write for one they do not have (NAO INFORMADO, SEM NOME, a farm's kind before either), signs
// alone (-, ..., ***), and runs of X. Case, accents, brackets and what stands between words do not
// matter. Expects trimmed text.
[[nodiscard]] bool is_placeholder(std::string_view text);

// Whether the text has signs with which people hide what they know: * # • x. Such a text is a mask,
// which says more than nothing.
[[nodiscard]] bool has_mask_signs(std::string_view text);

}  // namespace gdo::values
