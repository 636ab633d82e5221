#include "lineage/masked_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "values/masking.h"

namespace gdo::lineage {
namespace {

using contract::Privacy;
using RecordJson = nlohmann::json;

constexpr std::size_t kCpf = 11;
constexpr std::size_t kCnpj = 14;

// How far a member may be shown. Of a whole one all that is in it.
struct Shown {
  Privacy privacy = Privacy::none;
  bool whole = false;
};

// Every member that a payload's contracts name, at any depth.
using KnownMembers = std::map<std::string, Shown, std::less<>>;

void know(KnownMembers& known, const std::vector<contract::Field>& fields) {
  for (const contract::Field& field : fields) {
    for (std::size_t i = 0; i < field.path.size(); ++i) {
      Shown& shown = known[field.path[i]];
      if (i + 1 < field.path.size()) continue;
      shown.privacy = std::max(shown.privacy, field.privacy);
      shown.whole = shown.whole || field.type.kind == contract::ValueType::json;
    }
  }
}

KnownMembers known_members(const contract::Payload& payload) {
  KnownMembers known;
  for (const contract::Contract* contract : payload.contracts) {
    for (const std::string& member : contract->container) known[member];
    if (!contract->items.empty()) known[contract->items];
    know(known, contract->fields);
    for (const contract::Child& child : contract->children) {
      known[child.array];
      know(known, child.fields);
    }
  }
  return known;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Members that begin so are about whom that document names. A farm is its producer's.
struct Party {
  std::string_view prefix;
  std::string_view document;
};
constexpr Party kParties[] = {{"prod_", "prod_cpf_cnpj"},
                              {"faz_", "prod_cpf_cnpj"},
                              {"origem_", "origem_cpf_cnpj"},
                              {"destino_", "destino_cpf_cnpj"},
                              {"nome_transportadora", "cnpj_transportadora"}};

// As trusted stores documents: without separators, with the zeros that a number has lost.
std::string stored_document(std::string_view written) {
  std::string document;
  for (const char c : written) {
    if (!contains(" .-/", std::string_view(&c, 1))) {
      document += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  const std::size_t length = document.size() > kCpf ? kCnpj : kCpf;
  if (document.size() < length) document.insert(0, length - document.size(), '0');
  return document;
}

// Goes through the bytes of a record that is known to be JSON.
class RecordMasker {
 public:
  RecordMasker(const KnownMembers& known, std::string_view text) : known_(known), text_(text) {}

  std::string masked() {
    value();
    result_ += text_.substr(copied_);
    return std::move(result_);
  }

 private:
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  void skip_blanks() {
    while (at_ < text_.size() && contains(" \t\r\n", text_.substr(at_, 1))) ++at_;
  }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  // A whole value, whatever it is.
  Span skip_value() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    do {
      skip_blanks();
      const char c = at_ < text_.size() ? text_[at_] : '}';
      if (c == '"') {
        skip_string();
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (c == '}' || c == ']') {
        depth = depth > 0 ? depth - 1 : 0;
        ++at_;
      } else if (c == ',' || c == ':') {
        ++at_;
      } else {
        while (at_ < text_.size() && !contains(",:]} \t\r\n", text_.substr(at_, 1))) ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
    return {begin, at_};
  }

  // What a member's value is as a text; numbers as they are written.
  std::string plain(Span span) const {
    const RecordJson read = RecordJson::parse(text_.substr(span.begin, span.end - span.begin));
    return read.is_string() ? read.get<std::string>()
                            : std::string(text_.substr(span.begin, span.end - span.begin));
  }

  void replace(Span span, std::string_view with) {
    result_ += text_.substr(copied_, span.begin - copied_);
    result_ += RecordJson(with).dump(-1, ' ', false, RecordJson::error_handler_t::replace);
    copied_ = span.end;
  }

  // A number stays one.
  void replace_number(Span span, const std::string& with) {
    if (text_[span.begin] == '"' || with == values::kWithheld) return replace(span, with);
    result_ += text_.substr(copied_, span.begin - copied_);
    result_ += with;
    copied_ = span.end;
  }

  struct Member {
    std::string name;
    Span value;
  };
  // The members of the object that begins here, without going into their values.
  std::vector<Member> members() {
    std::vector<Member> found;
    ++at_;
    for (skip_blanks(); at_ < text_.size() && text_[at_] != '}'; skip_blanks()) {
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      const std::size_t begin = at_;
      skip_string();
      Member member{plain({begin, at_}), {}};
      skip_blanks();
      ++at_;  // ':'
      skip_blanks();
      member.value = skip_value();
      found.push_back(std::move(member));
    }
    ++at_;
    return found;
  }

  bool of_company(const std::vector<Member>& object, std::string_view name) const {
    for (const Party& party : kParties) {
      if (!name.starts_with(party.prefix)) continue;
      for (const Member& other : object) {
        if (other.name == party.document) {
          return values::is_company_document(stored_document(plain(other.value)));
        }
      }
    }
    return false;
  }

  void personal(const std::vector<Member>& object, const Member& member) {
    const char first = text_[member.value.begin];
    if (text_.substr(member.value.begin, 4) == "null") return;
    if (first == '{' || first == '[') return replace(member.value, values::kWithheld);
    const std::string written = plain(member.value);
    if (contains(member.name, "latitude") || contains(member.name, "longitude")) {
      return replace_number(member.value, values::coarse_coordinate(written));
    }
    if (contains(member.name, "cpf") || contains(member.name, "cnpj")) {
      const std::string document = stored_document(written);
      if (values::is_company_document(document)) return;
      return replace(member.value, values::mask_document(document));
    }
    if (of_company(object, member.name)) return;
    replace(member.value, contains(member.name, "nome") ? values::initials(written)
                                                        : std::string(values::kWithheld));
  }

  void value() {
    skip_blanks();
    if (at_ >= text_.size()) return;
    if (text_[at_] == '{') {
      const std::vector<Member> all = members();
      const std::size_t end = at_;
      for (const Member& member : all) one_member(all, member);
      at_ = end;
      return;
    }
    if (text_[at_] != '[') {
      skip_value();
      return;
    }
    ++at_;
    for (skip_blanks(); at_ < text_.size() && text_[at_] != ']'; skip_blanks()) {
      if (text_[at_] == ',') {
        ++at_;
      } else {
        value();
      }
    }
    ++at_;
  }

  void one_member(const std::vector<Member>& object, const Member& member) {
    const auto known = known_.find(member.name);
    if (known == known_.end() || known->second.privacy == Privacy::never) {
      replace(member.value, values::kWithheld);
    } else if (known->second.privacy == Privacy::personal) {
      personal(object, member);
    } else if (!known->second.whole) {
      at_ = member.value.begin;
      value();
    }
  }

  const KnownMembers& known_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;  // so much of the text is in the result
  std::string result_;
};

}  // namespace

std::optional<std::string> masked_record(const contract::Payload& payload,
                                         std::string_view record) {
  // Only what is JSON can be gone through; depth and size were judged when it was loaded.
  if (!RecordJson::accept(record)) return std::nullopt;
  const KnownMembers known = known_members(payload);
  return RecordMasker(known, record).masked();
}

void mask_proof(const contract::Catalog& catalog, const FileOrigin& file, FileProof& proof) {
  const contract::Payload* payload = catalog.payload(file.payload);
  for (RecordProof& record : proof.records) {
    if (!record.bytes) continue;
    record.bytes = payload == nullptr ? std::nullopt : masked_record(*payload, *record.bytes);
  }
}

}  // namespace gdo::lineage
