#include "api/upload.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <chrono>
#include <set>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "api/document_check.h"
#include "api/http/request.h"
#include "base/encodings.h"
#include "base/error.h"
#include "base/outside_text.h"
#include "decode/text_source.h"
#include "embedded/api_sql.h"
#include "raw/prepared_file.h"
#include "store/content_hasher.h"
#include "store/object_store.h"
#include "values/dates.h"

namespace gdo::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownItems = 1000;
constexpr std::size_t kLongestFileName = 200;
constexpr int kPutAttempts = 50;
constexpr std::chrono::milliseconds kBusyPause{100};
constexpr std::size_t kPiece = std::size_t{1} << 16U;

decode::ByteSource source_of(std::string_view body) {
  return [body](std::span<char> room) mutable {
    const std::size_t count = body.copy(room.data(), room.size());
    body.remove_prefix(count);
    return count;
  };
}

std::string_view digest_view(const store::ContentId& content) {
  return {reinterpret_cast<const char*>(content.sha256.data()), content.sha256.size()};
}

std::string sha512_of(std::string_view body) {
  std::string digest(SHA512_DIGEST_LENGTH, '\0');
  SHA512(reinterpret_cast<const unsigned char*>(body.data()), body.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// RFC 9530: `sha-256=:…:` and `sha-512=:…:`, among others that we need not know.
bool digest_differs(const Upload& upload, const store::ContentId& content) {
  for (const HeaderItem& item : header_items(upload.content_digest)) {
    const auto is = [&](std::string_view digest) {
      return item.value == ":" + base64(digest) + ":";
    };
    if (item.name == "sha-256" && !is(digest_view(content))) return true;
    if (item.name == "sha-512" && !is(sha512_of(upload.body))) return true;
  }
  return false;
}

bool is_good_name(const std::string& name) {
  return name.size() <= kLongestFileName && is_storable_text(name) &&
         store::valid_file_name(name) && !store::ignored_name(name) &&
         name.find('/') == std::string::npos && !name.ends_with('~') &&
         !name.ends_with(".filepart") && !name.ends_with(".crdownload") &&
         name.find_first_of("\r\n\t") == std::string::npos;
}

UploadAnswer refused(UploadProblem problem) { return {.problem = std::move(problem)}; }

Json reasons_json(const CheckedItem& item, const std::map<std::uint64_t, LineAndColumn>& places) {
  Json reasons = Json::array();
  for (const CheckedReason& reason : item.reasons) {
    const LineAndColumn place = places.at(reason.offset);
    reasons.push_back(reason_json(reason, place.line, place.column));
  }
  return reasons;
}

Json items_json(const Upload& upload, const decode::ReadLimits& limits,
                const std::vector<CheckedItem>& items) {
  std::set<std::uint64_t> offsets;
  for (const CheckedItem& item : items) {
    offsets.insert(item.offset);
    for (const CheckedReason& reason : item.reasons) offsets.insert(reason.offset);
  }
  const auto places = places_of(source_of(upload.body), limits, offsets);
  Json all = Json::array();
  for (const CheckedItem& item : items) {
    const LineAndColumn place = places.at(item.offset);
    all.push_back({{"nr_registro", item.record_number},
                   {"nr_item", item.item_number},
                   {"linha", place.line},
                   {"coluna", place.column},
                   {"entidade", item.entity.empty() ? Json(nullptr) : Json(item.entity)},
                   {"veredito", item.verdict()},
                   {"motivos", reasons_json(item, places)}});
  }
  return all;
}

std::int64_t version_of(const Upload& upload) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t own = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  const auto named = values::file_name_time(upload.name);
  return named && raw::is_believed(*named, own) ? *named : own;
}

// The verdicts, once the sender's own words about the body hold.
UploadAnswer judge_upload(const Upload& upload, const decode::ReadLimits& limits,
                          const store::ContentId& content) {
  if (!upload.name.empty() && !is_good_name(upload.name)) {
    return refused({.code = "parametro_invalido",
                    .detail = said("nome wants a file's name, like caixas_2026_01_31.json."),
                    .parameter = "nome"});
  }
  if (digest_differs(upload, content)) {
    return refused({.code = "documento_invalido",
                    .detail = said("The body is not what Content-Digest says: send it again.")});
  }
  std::vector<CheckedItem> shown;
  const DocumentCheck check =
      check_document(source_of(upload.body), upload.payload,
                     {.tenant = upload.tenant, .version_us = version_of(upload), .limits = limits},
                     [&shown](CheckedItem&& item) {
                       if (item.rejected && shown.size() < kShownItems)
                         shown.push_back(std::move(item));
                     });
  if (check.fault) {
    return refused({.code = "documento_invalido",
                    // What is wrong is said in Portuguese, as the ledger keeps it.
                    .detail = {check.fault->message,
                               saidf("The document is broken ({}).", check.fault->code).en},
                    .line = check.fault->line,
                    .column = check.fault->column});
  }
  UploadAnswer answer;
  answer.document = {{"arquivo", upload.name.empty() ? Json(nullptr) : Json(upload.name)},
                     {"sha256", hex_of(content.sha256)},
                     {"duplicado", false},
                     {"aceitos", check.accepted},
                     {"com_avisos", check.noted},
                     {"rejeitados", check.rejected},
                     {"registros", items_json(upload, limits, shown)}};
  return answer;
}

bool holds(store::ObjectStore& lake, const std::string& name, const store::ContentId& content) {
  const auto there = lake.stat(name);
  if (!there || there->size != content.size) return false;
  try {
    const auto reader = lake.open({.name = name, .generation = there->generation});
    store::ContentHasher hasher;
    std::vector<char> buffer(kPiece);
    while (const std::size_t count = reader->read(buffer)) hasher.update({buffer.data(), count});
    return digest_view(hasher.finish()) == digest_view(content);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::not_found) return false;
    throw;
  }
}

// "x~1a2b3c4d.json" of "x.json".
std::string with_mark(const std::string& name, const std::string& mark) {
  const std::size_t point = std::min(name.find('.', 1), name.size());
  return name.substr(0, point) + "~" + mark + name.substr(point);
}

enum class Put { done, taken, busy };

Put try_to_put(store::ObjectStore& lake, const std::string& name, std::string_view bytes) {
  try {
    lake.create(name, bytes);
    return Put::done;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::transient) return Put::busy;  // another process writes it now
    if (error.kind() != ErrorKind::lake) throw;
    if (lake.stat(name)) return Put::taken;
    throw;
  }
}

// Puts the bytes under the name, or under another when that one holds others. True: they were
// there.
bool put(store::ObjectStore& lake, const std::string& folder, std::string& name,
         std::string_view bytes, const store::ContentId& content) {
  for (int attempt = 0; attempt < kPutAttempts; ++attempt) {
    switch (try_to_put(lake, folder + name, bytes)) {
      case Put::done:
        return false;
      case Put::busy:
        std::this_thread::sleep_for(kBusyPause);
        break;
      case Put::taken:
        if (holds(lake, folder + name, content)) return true;
        name = with_mark(name, hex_of(content.sha256).substr(0, 8));
        break;
    }
  }
  throw Error(ErrorKind::transient, "files of this name come and go in the lake: try again");
}

}  // namespace

UploadAnswer validate_upload(const Upload& upload, const decode::ReadLimits& limits) {
  return judge_upload(upload, limits, store::content_of(upload.body));
}

UploadAnswer take_upload(const Upload& upload, const decode::ReadLimits& limits,
                         store::ObjectStore& lake, pg::Connection& connection) {
  const store::ContentId content = store::content_of(upload.body);
  UploadAnswer answer = judge_upload(upload, limits, content);
  if (answer.problem) return answer;
  const pg::Result loaded = connection.query(
      api_sql::loaded_content,
      {upload.tenant, upload.payload.name, pg::Param::bytes(digest_view(content))});
  if (loaded.rows() > 0) {
    answer.duplicate = true;
    answer.document["arquivo"] = loaded.text(0, 0);
  } else {
    const std::string folder = fmt::format("cliente={}/", upload.tenant);
    std::string name = upload.name.empty()
                           ? fmt::format("{}_{}.json", upload.payload.name, hex_of(content.sha256))
                           : upload.name;
    answer.duplicate = put(lake, fmt::format("pending/{}/{}", upload.payload.name, folder), name,
                           upload.body, content);
    answer.document["arquivo"] = folder + name;
  }
  answer.document["duplicado"] = answer.duplicate;
  return answer;
}

std::map<std::uint64_t, LineAndColumn> places_of(decode::ByteSource source,
                                                 const decode::ReadLimits& limits,
                                                 const std::set<std::uint64_t>& offsets) {
  std::map<std::uint64_t, LineAndColumn> places;
  const auto text = decode::open_text(std::move(source), limits);
  std::vector<char> buffer(std::size_t{1} << 16U);
  std::uint64_t at = 0;  // of the buffer's first byte
  std::uint64_t line_start = 0;
  std::int64_t line = 1;
  auto wanted = offsets.begin();
  while (wanted != offsets.end()) {
    const std::size_t count = text->read(buffer);
    const std::string_view bytes(buffer.data(), count);
    std::size_t next = 0;  // of this piece, not looked at yet
    while (wanted != offsets.end() && (*wanted < at + count || count == 0)) {
      const std::size_t upto = count == 0 ? 0 : static_cast<std::size_t>(*wanted - at);
      for (std::size_t found = bytes.find('\n', next); found < upto;
           found = bytes.find('\n', found + 1)) {
        ++line;
        line_start = at + found + 1;
      }
      next = upto;
      places[*wanted] = {line, static_cast<std::int64_t>(*wanted - line_start) + 1};
      ++wanted;
    }
    if (count == 0) break;
    for (std::size_t found = bytes.find('\n', next); found != std::string_view::npos;
         found = bytes.find('\n', found + 1)) {
      ++line;
      line_start = at + found + 1;
    }
    at += count;
  }
  return places;
}

}  // namespace gdo::api
