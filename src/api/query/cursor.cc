#include "api/query/cursor.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/encodings.h"
#include "base/outside_text.h"

namespace gdo::api {
namespace {

using CursorJson = nlohmann::json;

constexpr std::size_t kMacLength = 16;

CursorJson position_json(const Position& position) {
  CursorJson values = CursorJson::array();
  for (const auto& value : position)
    values.push_back(value ? CursorJson(*value) : CursorJson(nullptr));
  return values;
}

std::optional<Position> position_of(std::string_view text, std::size_t columns) {
  const CursorJson values = CursorJson::parse(text, nullptr, false);
  if (!values.is_array() || values.size() != columns) return std::nullopt;
  Position position;
  for (const CursorJson& value : values) {
    if (!value.is_null() && !value.is_string()) return std::nullopt;
    position.push_back(value.is_null() ? std::nullopt
                                       : std::optional<std::string>(value.get<std::string>()));
  }
  return position;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string CursorSeal::mac(const Resource& resource, const ListQuery& query, const View& view,
                            std::string_view position) const {
  CursorJson bound = {resource.name, view.tenant, to_text(view.role), view.cnpjs, view.in_clear};
  for (const Condition& condition : query.conditions) {
    bound.push_back({condition.column, static_cast<int>(condition.kind), condition.values});
  }
  for (const OrderedBy& by : query.order) bound.push_back({by.column, by.descending});
  bound.push_back(position);
  return hmac_sha256(secret_, bound.dump()).substr(0, kMacLength);
}

std::string CursorSeal::seal(const Resource& resource, const ListQuery& query, const View& view,
                             const Position& position) const {
  const std::string text = position_json(position).dump();
  return base64url(mac(resource, query, view, text) + text);
}

std::optional<Position> CursorSeal::open(const Resource& resource, const ListQuery& query,
                                         const View& view, std::string_view cursor) const {
  const std::optional<std::string> bytes = bytes_of_base64url(cursor);
  if (!bytes || bytes->size() <= kMacLength) return std::nullopt;
  const std::string_view text = std::string_view(*bytes).substr(kMacLength);
  if (!is_storable_text(text)) return std::nullopt;
  const std::string expected = mac(resource, query, view, text);
  if (CRYPTO_memcmp(expected.data(), bytes->data(), kMacLength) != 0) return std::nullopt;
  return position_of(text, query.order.size());
}

const CursorSeal& SealKeeper::seal(pg::Connection& connection) {
  const std::lock_guard lock(mutex_);
  if (!seal_) {
    const pg::Result secret = connection.query("SELECT encode(segredo_de('cursor'), 'hex')");
    seal_.emplace(std::string(secret.text(0, 0)));
  }
  return *seal_;
}

}  // namespace gdo::api
