#include "store/gcs/json.h"

#include <simdjson.h>

#include <charconv>
#include <chrono>

#include "store/content_hasher.h"

namespace gdo::store {
namespace {

namespace dom = simdjson::dom;

// A parser keeps its buffers; the caller is one thread at a time per client, but there may be more
// clients than one.
dom::element parsed(std::string_view text, bool& valid) {
  thread_local dom::parser parser;
  dom::element root;
  valid = parser.parse(text.data(), text.size(), true).get(root) == simdjson::SUCCESS;
  return root;
}

// Google writes 64-bit numbers as strings; some servers write numbers.
template <typename Number>
std::optional<Number> number_at(const dom::object& object, std::string_view key) {
  dom::element value;
  if (object.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
  if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS)
    return number < 0 ? std::nullopt : std::optional(static_cast<Number>(number));
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return std::nullopt;
  Number number = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || text.starts_with('-')) return std::nullopt;
  return number;
}

std::string_view text_at(const dom::object& object, std::string_view key) {
  std::string_view text;
  if (object.at_key(key).get(text) != simdjson::SUCCESS) return {};
  return text;
}

// In a listing some servers leave out the size of an empty object: one must not hide the others.
std::optional<ObjectInfo> object_info(const dom::object& object, bool may_lack_size = false) {
  const auto generation = number_at<std::int64_t>(object, "generation");
  dom::element given;
  const bool sized = object.at_key("size").get(given) == simdjson::SUCCESS;
  const auto size = sized || !may_lack_size ? number_at<std::uint64_t>(object, "size")
                                            : std::optional<std::uint64_t>(0);
  if (!generation || *generation == 0 || !size) return std::nullopt;
  ObjectInfo info;
  info.name = text_at(object, "name");
  info.generation = *generation;
  info.size = *size;
  auto updated = text_at(object, "updated");
  if (updated.empty()) updated = text_at(object, "timeCreated");
  info.updated_ns = parse_rfc3339(updated).value_or(0);
  info.crc32c = crc32c_from_base64(text_at(object, "crc32c"));
  return info;
}

std::optional<dom::object> root_object(std::string_view text) {
  bool valid = false;
  const dom::element root = parsed(text, valid);
  dom::object object;
  if (!valid || root.get(object) != simdjson::SUCCESS) return std::nullopt;
  return object;
}

// Takes `digits` decimal digits off the front of the text.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  const auto end = text.data() + digits;
  if (std::from_chars(text.data(), end, value).ptr != end || text.front() == '-')
    return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::int64_t take_fraction(std::string_view& text) {
  std::int64_t nanoseconds = 0;
  std::int64_t unit = 100'000'000;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; unit /= 10) {
    nanoseconds += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  return nanoseconds;
}

std::optional<std::int64_t> take_offset_minutes(std::string_view& text) {
  if (take(text, "Zz")) return 0;
  const bool west = text.starts_with('-');
  if (!take(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ":")) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

std::optional<ObjectInfo> parse_gcs_object(std::string_view json) {
  const auto object = root_object(json);
  return object ? object_info(*object) : std::nullopt;
}

std::optional<GcsListPage> parse_gcs_list(std::string_view json) {
  const auto root = root_object(json);
  if (!root) return std::nullopt;
  GcsListPage page;
  page.next = text_at(*root, "nextPageToken");
  dom::element items;
  if (root->at_key("items").get(items) != simdjson::SUCCESS) return page;
  dom::array array;
  if (items.is_null()) return page;
  if (items.get(array) != simdjson::SUCCESS) return std::nullopt;
  page.objects.reserve(array.size());
  for (const dom::element item : array) {
    dom::object object;
    if (item.get(object) != simdjson::SUCCESS) return std::nullopt;
    auto info = object_info(object, true);
    if (!info || info->name.empty()) return std::nullopt;
    page.objects.push_back(std::move(*info));
  }
  return page;
}

std::optional<GcsRewrite> parse_gcs_rewrite(std::string_view json) {
  const auto root = root_object(json);
  if (!root) return std::nullopt;
  GcsRewrite rewrite;
  if (root->at_key("done").get(rewrite.done) != simdjson::SUCCESS) return std::nullopt;
  rewrite.token = text_at(*root, "rewriteToken");
  dom::object resource;
  if (root->at_key("resource").get(resource) == simdjson::SUCCESS)
    rewrite.resource = object_info(resource);
  if (!rewrite.done && rewrite.token.empty()) return std::nullopt;
  return rewrite;
}

GcsRefusal parse_gcs_refusal(std::string_view body) {
  const auto root = root_object(body);
  dom::object error;
  if (!root || root->at_key("error").get(error) != simdjson::SUCCESS) return {};
  GcsRefusal refusal{std::string(text_at(error, "message")), {}};
  dom::array errors;
  if (error.at_key("errors").get(errors) != simdjson::SUCCESS) return refusal;
  for (const dom::element item : errors) {
    dom::object first;
    if (item.get(first) == simdjson::SUCCESS) refusal.reason = text_at(first, "reason");
    break;
  }
  return refusal;
}

std::optional<std::int64_t> parse_rfc3339(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || !take(text, "Tt ")) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ":")) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second) return std::nullopt;
  const std::int64_t nanoseconds = take(text, ".") ? take_fraction(text) : 0;
  const auto offset = take_offset_minutes(text);
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!offset || !text.empty() || !date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  const std::int64_t minutes = (days * 24 + *hour) * 60 + *minute - *offset;
  return (minutes * 60 + *second) * 1'000'000'000 + nanoseconds;
}

}  // namespace gdo::store
