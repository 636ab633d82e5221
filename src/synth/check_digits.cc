#include "synth/check_digits.h"

#include <cstddef>

namespace gdo::synth {
namespace {

// Modulo 11 with weights first, first + 1, … up to last from the right, then again from first.
// Letters count as their ASCII code less 48, so that digits keep their value.
char modulo_eleven(std::string_view text, int first, int last) {
  int sum = 0;
  int weight = first;
  for (std::size_t i = text.size(); i > 0; --i) {
    sum += (text[i - 1] - '0') * weight;
    weight = weight == last ? first : weight + 1;
  }
  const int rest = sum % 11;
  return rest < 2 ? '0' : static_cast<char>('0' + 11 - rest);
}

std::string with_two(std::string_view text, int last_weight) {
  std::string whole(text);
  whole.push_back(modulo_eleven(whole, 2, last_weight));
  whole.push_back(modulo_eleven(whole, 2, last_weight));
  return whole;
}

char modulo_ten(int sum) { return static_cast<char>('0' + (10 - sum % 10) % 10); }

}  // namespace

std::string with_cpf_digits(std::string_view nine) { return with_two(nine, 11); }

std::string with_cnpj_digits(std::string_view twelve) { return with_two(twelve, 9); }

std::string with_nfe_digit(std::string_view forty_three) {
  std::string whole(forty_three);
  whole.push_back(modulo_eleven(whole, 2, 9));
  return whole;
}

std::string with_ibge_digit(std::string_view six) {
  int sum = 0;
  for (std::size_t i = 0; i < six.size(); ++i) {
    const int product = (six[i] - '0') * (i % 2 == 0 ? 1 : 2);
    sum += product / 10 + product % 10;
  }
  return std::string(six) + modulo_ten(sum);
}

std::string with_gtin_digit(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    sum += (digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  }
  return std::string(digits) + modulo_ten(sum);
}

}  // namespace gdo::synth
