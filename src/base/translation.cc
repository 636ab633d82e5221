#include "base/translation.h"

#include "base/catalogue.h"
#include "base/language.h"

namespace gdo {

const char* tr(const char* text) {
  if (language() == Language::english) return text;
  const char* const found = portuguese_catalogue().find(text);
  return found == nullptr ? text : found;
}

const char* tr_counted(const char* one, const char* many, std::int64_t number) {
  const char* const here = number == 1 ? one : many;
  if (language() == Language::english) return here;
  const char* const found = portuguese_catalogue().find_counted(one, number);
  return found == nullptr ? here : found;
}

}  // namespace gdo
