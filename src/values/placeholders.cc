#include "values/placeholders.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "values/text.h"

namespace gdo::values {
namespace {

constexpr std::size_t kLongest = 48;  // bytes
constexpr std::size_t kLeastCrosses = 3;

// In capitals, without accents, words with one space between.
constexpr std::array kTokens = {
    std::string_view("NULL"),
    std::string_view("NULO"),
    std::string_view("NULA"),
    std::string_view("NIL"),
    std::string_view("NAN"),
    std::string_view("NAT"),
    std::string_view("NONE"),
    std::string_view("UNDEFINED"),
    std::string_view("DBNULL"),
    std::string_view("SYSTEM DBNULL"),
    std::string_view("NA"),
    std::string_view("N A"),
    std::string_view("ND"),
    std::string_view("N D"),
    std::string_view("NI"),
    std::string_view("N I"),
    std::string_view("N C"),
    std::string_view("S N"),
    std::string_view("S I"),
    std::string_view("TBD"),
    std::string_view("EMPTY"),
    std::string_view("BLANK"),
    std::string_view("MISSING"),
    std::string_view("UNKNOWN"),
    std::string_view("UNNAMED"),
    std::string_view("NO NAME"),
    std::string_view("NOT AVAILABLE"),
    std::string_view("NOT APPLICABLE"),
    std::string_view("NOT INFORMED"),
    std::string_view("VAZIO"),
    std::string_view("VAZIA"),
    std::string_view("EM BRANCO"),
    std::string_view("NENHUM"),
    std::string_view("NENHUMA"),
};

// Those of several letters that may follow a farm's or a person's kind: FAZENDA SEM NOME.
constexpr std::array kStatements = {
    std::string_view("NAO INFORMAD"),      std::string_view("NAO INF"),
    std::string_view("NAO DECLARAD"),      std::string_view("NAO CADASTRAD"),
    std::string_view("NAO IDENTIFICAD"),   std::string_view("NAO PREENCHID"),
    std::string_view("NAO DEFINID"),       std::string_view("NAO ESPECIFICAD"),
    std::string_view("NAO REGISTRAD"),     std::string_view("NAO LOCALIZAD"),
    std::string_view("NAO ENCONTRAD"),     std::string_view("NAO CONHECID"),
    std::string_view("NAO INFORMAR"),      std::string_view("NAO DISPONIVEL"),
    std::string_view("NAO DISPONIVEIS"),   std::string_view("NAO CONSTA"),
    std::string_view("NAO CONSTAM"),       std::string_view("NAO HA"),
    std::string_view("NAO TEM"),           std::string_view("NAO POSSUI"),
    std::string_view("NAO EXISTE"),        std::string_view("NAO SE APLICA"),
    std::string_view("NAO APLICAVEL"),     std::string_view("SEM NOME"),
    std::string_view("SEM INFORMACAO"),    std::string_view("SEM INFORMACOES"),
    std::string_view("SEM INFO"),          std::string_view("SEM DADO"),
    std::string_view("SEM DADOS"),         std::string_view("SEM CADASTRO"),
    std::string_view("SEM REGISTRO"),      std::string_view("SEM NUMERO"),
    std::string_view("SEM IDENTIFICACAO"), std::string_view("SEM DENOMINACAO"),
    std::string_view("SEM DESCRICAO"),     std::string_view("SEM VALOR"),
    std::string_view("DESCONHECID"),       std::string_view("IGNORAD"),
    std::string_view("INDEFINID"),         std::string_view("INEXISTENTE"),
    std::string_view("INDISPONIVEL"),      std::string_view("A DEFINIR"),
    std::string_view("A INFORMAR"),        std::string_view("A CADASTRAR"),
    std::string_view("A CONFIRMAR"),       std::string_view("A PREENCHER"),
};

constexpr std::array kKinds = {
    std::string_view("FAZENDA "),     std::string_view("FAZ "),      std::string_view("SITIO "),
    std::string_view("CHACARA "),     std::string_view("ESTANCIA "), std::string_view("RANCHO "),
    std::string_view("GRANJA "),      std::string_view("IMOVEL "),   std::string_view("NOME "),
    std::string_view("PROPRIEDADE "), std::string_view("PRODUTOR "), std::string_view("PRODUTORA "),
};

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The text's words in capitals and without accents, one space between. Letters of other scripts
// stay as they are.
std::string words_of(std::string_view text) {
  std::string words;
  for (const char c : match_form(text)) {
    const bool kept = is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (kept) {
      words += c;
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

// – — … • · and the minus sign, which are no letters.
bool takes_sign(std::string_view& text) {
  for (const char* sign : {"\u2013", "\u2014", "\u2026", "\u2022", "\u00b7", "\u2212"}) {
    if (!text.starts_with(sign)) continue;
    text.remove_prefix(std::string_view(sign).size());
    return true;
  }
  const auto c = static_cast<unsigned char>(text.front());
  if (c >= 0x80 || is_letter_or_digit(text.front())) return false;
  text.remove_prefix(1);
  return true;
}

bool is_signs_only(std::string_view text) {
  // Several question marks are what a lossy conversion leaves of letters.
  if (text.size() > 1 && text.front() == '?') return false;
  while (!text.empty()) {
    if (!takes_sign(text)) return false;
  }
  return true;
}

bool is_crosses(std::string_view words) {
  return words.size() >= kLeastCrosses && words.find_first_not_of("X ") == std::string_view::npos;
}

// One of them, with the ending of a gender and number where it leaves that open.
bool is_statement(std::string_view words) {
  return std::any_of(kStatements.begin(), kStatements.end(), [words](std::string_view each) {
    if (!words.starts_with(each)) return false;
    const std::string_view ending = words.substr(each.size());
    if (each.back() != 'D') return ending.empty();
    return ending == "O" || ending == "A" || ending == "OS" || ending == "AS" || ending == "O A";
  });
}

// The second letters of the words that begin with each letter, a bit each.
using SecondLetters = std::array<std::uint32_t, 26>;

constexpr SecondLetters second_letters() {
  SecondLetters seconds{};
  const auto add = [&seconds](std::string_view word) {
    const bool letters = word[1] >= 'A' && word[1] <= 'Z';
    if (letters) seconds[static_cast<std::size_t>(word[0] - 'A')] |= 1U << (word[1] - 'A');
  };
  for (const std::string_view each : kTokens) add(each);
  for (const std::string_view each : kStatements) add(each);
  for (const std::string_view each : kKinds) add(each);
  return seconds;
}
constexpr SecondLetters kSecondLetters = second_letters();

bool may_begin_any(std::string_view word) {
  if (word.size() < 3) return true;
  return (kSecondLetters[static_cast<std::size_t>(word[0] - 'A')] >> (word[1] - 'A') & 1U) != 0;
}

template <typename List>
bool begins_any(const List& list, std::string_view word) {
  return std::any_of(list.begin(), list.end(),
                     [word](std::string_view each) { return each.starts_with(word); });
}

// Whether a text may be one at all; most texts are not, and are told apart by their first word.
bool may_be(std::string_view text) {
  constexpr std::size_t kLongestWord = 16;
  if (text.empty() || text.size() > kLongest) return false;
  if (text.front() >= '0' && text.front() <= '9') return false;
  std::array<char, kLongestWord> capitals{};
  std::size_t size = 0;
  for (; size < text.size() && size < kLongestWord; ++size) {
    const char c = text[size];
    const bool small = c >= 'a' && c <= 'z';
    if (!small && (c < 'A' || c > 'Z')) break;
    capitals[size] = small ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const std::string_view word(capitals.data(), size);
  if (size == 0 || (size < text.size() && static_cast<unsigned char>(text[size]) >= 0x80)) {
    return true;
  }
  if (word.front() == 'X') return true;
  if (!may_begin_any(word)) return false;
  return begins_any(kTokens, word) || begins_any(kKinds, word) ||
         begins_any(kStatements, word.substr(0, word.size() - 1));
}

}  // namespace

bool is_placeholder(std::string_view text) {
  if (!may_be(text)) return false;
  if (is_signs_only(text)) return true;
  const std::string made = words_of(text);
  std::string_view words = made;
  if (std::find(kTokens.begin(), kTokens.end(), words) != kTokens.end()) return true;
  if (is_crosses(words) || is_statement(words)) return true;
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [words](std::string_view each) {
    return words.starts_with(each);
  });
  return kind != kKinds.end() && is_statement(words.substr(kind->size()));
}

bool has_mask_signs(std::string_view text) {
  return text.find_first_of("*#xX") != std::string_view::npos ||
         text.find("\u2022") != std::string_view::npos;
}

}  // namespace gdo::values
