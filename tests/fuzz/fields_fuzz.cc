// Picks members out of any bytes without harm, and out of JSON what another parser finds there.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "decode/record_fields.h"
#include "decode/reference_reader.h"
#include "fuzz/fuzz_check.h"

namespace {

using gdo::decode::FieldValue;
using gdo::test::fuzz_check;

FieldValue::Kind kind_of(const nlohmann::json& value) {
  if (value.is_null()) return FieldValue::Kind::null;
  if (value.is_string()) return FieldValue::Kind::string;
  if (value.is_boolean()) return FieldValue::Kind::boolean;
  if (value.is_object()) return FieldValue::Kind::object;
  return value.is_array() ? FieldValue::Kind::array : FieldValue::Kind::number;
}

void compare(const FieldValue& value, const nlohmann::json& object, const std::string& name) {
  const auto member = object.find(name);
  if (member == object.end()) {
    fuzz_check(value.kind == FieldValue::Kind::absent, "an absent member is absent");
    return;
  }
  fuzz_check(value.kind == kind_of(*member), "the kind of a member");
  if (!member->is_string()) {
    fuzz_check(nlohmann::json::parse(value.text) == *member, "the text of a member");
    return;
  }
  const auto& text = member->get_ref<const std::string&>();
  fuzz_check(value.not_text == (text.find('\0') != std::string::npos), "what is no text");
  fuzz_check(value.not_text || value.text == text, "a string, unescaped");
}

// The other parser takes neither lone surrogates nor numbers beyond a double.
bool is_common_ground(const std::string& record) {
  return gdo::test::is_json_by_reference(record) && nlohmann::json::accept(record);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string record(reinterpret_cast<const char*>(data), size);
  const std::string padded = record + std::string(128, '\0');
  static const std::vector<std::string> kNames = {"a", "b", "ç", "a\"", ""};
  // As in production, it has seen other records before.
  static gdo::decode::RecordFields fields(kNames);
  const bool is_object = fields.read(std::string_view(padded).substr(0, size));
  const bool repeated = fields.repeated_member();
  if (size > 0 && record.front() == '{' && is_common_ground(record)) {
    fuzz_check(is_object, "an object is an object");
    std::size_t members = 0;
    nlohmann::json object = nlohmann::json::parse(
        record, [&members](int depth, nlohmann::json::parse_event_t event, const auto&) {
          if (depth == 1 && event == nlohmann::json::parse_event_t::key) ++members;
          return true;
        });
    fuzz_check(repeated == (members != object.size()), "repeated members");
    for (std::size_t i = 0; i < kNames.size(); ++i) compare(fields.values()[i], object, kNames[i]);
  }
  return 0;
}
