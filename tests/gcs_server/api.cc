#include "gcs_server/api.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

#include "gcs_server/json.h"
#include "store/content_hasher.h"

namespace gdo::gcs_server {
namespace {

std::int64_t integer(std::string_view text) {
  std::int64_t value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string http_date(std::int64_t ns) {
  const std::time_t seconds = static_cast<std::time_t>(ns / 1'000'000'000);
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(seconds));
}

}  // namespace

std::string Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::string Request::parameter(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    int value = 0;
    if (text[at] == '%' && at + 2 < text.size() + 0 &&
        std::from_chars(text.data() + at + 1, text.data() + at + 3, value, 16).ptr ==
            text.data() + at + 3) {
      plain += static_cast<char>(value);
      at += 2;
    } else {
      plain += plus_is_blank && text[at] == '+' ? ' ' : text[at];
    }
  }
  return plain;
}

Reply json_reply(std::string text) {
  return {200, {{"Content-Type", "application/json; charset=UTF-8"}}, body_of(std::move(text))};
}

Reply refusal(int status, std::string_view reason) {
  Reply reply = json_reply(fmt::format(
      R"({{"error":{{"code":{},"message":"{}","errors":[{{"reason":"{}","domain":"global"}}]}}}})",
      status, reason, reason));
  reply.status = status;
  return reply;
}

Conditions Api::conditions(const Request& request) const {
  Conditions given;
  if (const std::string text = request.parameter("ifGenerationMatch"); !text.empty())
    given.generation_match = integer(text);
  if (const std::string text = request.parameter("ifSourceGenerationMatch"); !text.empty())
    given.source_generation_match = integer(text);
  return given;
}

bool Api::right_generation(const Request& request, const char* parameter,
                           const Object& object) const {
  const std::string text = request.parameter(parameter);
  return text.empty() || options_.ignore_preconditions || integer(text) == object.generation;
}

Reply Api::resource(const Object& object, int status) const {
  if (status == 404) return refusal(404, "notFound");
  if (status == 412) return refusal(412, "conditionNotMet");
  if (status != 200) return refusal(status, "invalid");
  return json_reply(object_json(object, options_.publish_crc32c).dump());
}

// /storage/v1/b/B/o…, /upload/storage/v1/b/B/o, /token, /computeMetadata/…
Reply Api::handle(Request& request, Fault fault) {
  std::vector<std::string>& path = request.path;
  if (path.size() == 1 && path[0] == "token") return token(request);
  if (!path.empty() && path[0] == "computeMetadata") return token(request);
  if (!authorised(request)) return refusal(401, "authError");
  if (auto reply = notifications_.handle(request, objects_)) return std::move(*reply);
  const bool upload = !path.empty() && path[0] == "upload";
  if (upload) path.erase(path.begin());
  if (path.size() == 4 && path[2] == "b" && objects_.has_bucket(path[3])) return json_reply("{}");
  if (path.size() < 5 || path[0] != "storage" || path[1] != "v1" || path[2] != "b" ||
      path[4] != "o")
    return refusal(404, "notFound");
  const std::string bucket = path[3];
  if (!objects_.has_bucket(bucket)) return refusal(404, "notFound");
  Reply reply;
  if (upload)
    reply = insert(request, bucket);
  else if (path.size() == 5)
    reply =
        request.method == "GET" ? list(request, bucket, fault) : refusal(405, "methodNotAllowed");
  else
    reply = object_call(request);
  select_fields(reply, request.parameter("fields"));
  return reply;
}

Reply Api::list(const Request& request, const std::string& bucket, Fault fault) {
  if (fault == Fault::lost_list) return refusal(404, "notFound");
  if (fault == Fault::token_expired && !request.parameter("pageToken").empty())
    return refusal(400, "invalid");
  const std::string asked = request.parameter("maxResults");
  const std::size_t most = std::min(
      options_.most_results, asked.empty() ? 1000 : static_cast<std::size_t>(integer(asked)));
  Objects::Page page =
      objects_.list(bucket, request.parameter("prefix"), request.parameter("delimiter"),
                    request.parameter("pageToken"), request.parameter("startOffset"), most);
  if (const auto removed = objects_.last_removed();
      fault == Fault::stale_list && removed &&
      removed->name.starts_with(request.parameter("prefix")))
    page.objects.insert(page.objects.begin(), *removed);
  nlohmann::json answer = {{"kind", "storage#objects"}};
  for (const Object& object : page.objects) {
    answer["items"].push_back(object_json(object, options_.publish_crc32c));
    if (fault == Fault::doubled_list) answer["items"].push_back(answer["items"].back());
  }
  for (const std::string& prefix : page.prefixes) answer["prefixes"].push_back(prefix);
  if (!page.next.empty()) answer["nextPageToken"] = page.next;
  return json_reply(answer.dump());
}

// An object's own calls: …/o/NAME[/moveTo/o/TO | /rewriteTo/b/B/o/TO | /copyTo/b/B/o/TO]
Reply Api::object_call(const Request& request) {
  const auto& path = request.path;
  const std::string& bucket = path[3];
  const std::string& name = path[5];
  if (path.size() == 9 && path[6] == "moveTo" && request.method == "POST")
    return options_.move ? move(request, path[8]) : refusal(options_.unknown_status, "unknown");
  if (path.size() == 11 && path[6] == "rewriteTo" && request.method == "POST")
    return options_.rewrite ? rewrite(request, path[10])
                            : refusal(options_.unknown_status, "unknown");
  const Conditions given = options_.ignore_preconditions ? Conditions{} : conditions(request);
  if (path.size() == 11 && path[6] == "copyTo" && request.method == "POST") {
    if (!options_.copy) return refusal(options_.unknown_status, "unknown");
    Object made;
    const int status = objects_.copy(bucket, name, path[10], given, made);
    return resource(made, status);
  }
  if (path.size() != 6) return refusal(404, "notFound");
  if (request.method == "DELETE") {
    const int status = objects_.remove(bucket, name, given);
    return status == 204 ? Reply{204, {}, {}} : resource({}, status);
  }
  if (request.method != "GET") return refusal(405, "methodNotAllowed");
  const auto object = objects_.find(bucket, name);
  if (!object || !right_generation(request, "generation", *object)) return refusal(404, "notFound");
  if (given.generation_match && *given.generation_match != object->generation)
    return refusal(412, "conditionNotMet");
  return request.parameter("alt") == "media" ? media(request, *object) : resource(*object, 200);
}

Reply Api::media(const Request& request, const Object& object) {
  const std::string_view bytes = object.body.bytes;
  Reply reply{200, {{"Content-Type", object.content_type}}, object.body};
  if (options_.google_headers) {
    reply.headers.emplace_back("x-goog-generation", std::to_string(object.generation));
    reply.headers.emplace_back("x-goog-hash", "crc32c=" + store::crc32c_to_base64(object.crc32c));
    if (!object.md5.empty()) reply.headers.emplace_back("x-goog-hash", "md5=" + object.md5);
    reply.headers.emplace_back("x-goog-stored-content-length", std::to_string(bytes.size()));
    reply.headers.emplace_back("x-goog-stored-content-encoding", object.content_encoding.empty()
                                                                     ? "identity"
                                                                     : object.content_encoding);
  }
  reply.headers.emplace_back("Last-Modified", http_date(object.created_ns));
  if (object.content_encoding == "gzip") {
    if (request.header("accept-encoding").find("gzip") == std::string::npos)
      reply.body = gunzipped(bytes);
    else
      reply.headers.emplace_back("Content-Encoding", "gzip");
  }
  const std::string range = request.header("range");
  if (range.empty() || options_.ignore_range) return reply;
  const auto start = static_cast<std::size_t>(integer(std::string_view(range).substr(6)));
  if (start >= bytes.size()) return refusal(416, "requestedRangeNotSatisfiable");
  reply.status = 206;
  reply.body.bytes.remove_prefix(start);
  reply.headers.emplace_back("Content-Range",
                             fmt::format("bytes {}-{}/{}", start, bytes.size() - 1, bytes.size()));
  return reply;
}

Reply Api::move(const Request& request, const std::string& to) {
  Object made;
  const auto& path = request.path;
  if (options_.half_move) {
    const int status = objects_.copy(path[3], path[5], to, conditions(request), made);
    return resource(made, status == 200 ? 412 : status);
  }
  const int status = objects_.move(path[3], path[5], to, conditions(request), made);
  return resource(made, status);
}

Reply Api::rewrite(const Request& request, const std::string& to) {
  const auto& path = request.path;
  const auto source = objects_.find(path[3], path[5]);
  if (!source || !right_generation(request, "sourceGeneration", *source))
    return refusal(404, "notFound");
  std::string token = request.parameter("rewriteToken");
  if (token.empty()) token = fmt::format("{}-{}", path[5], rewrites_.size());
  if (++rewrites_[token] < options_.rewrite_steps) {
    const nlohmann::json answer = {
        {"kind", "storage#rewriteResponse"}, {"done", false}, {"rewriteToken", token}};
    return json_reply(answer.dump());
  }
  Object made;
  const Conditions given = options_.ignore_preconditions ? Conditions{} : conditions(request);
  const int status = objects_.copy(path[3], path[5], to, given, made);
  if (status != 200) return resource(made, status);
  const nlohmann::json answer = {{"kind", "storage#rewriteResponse"},
                                 {"done", true},
                                 {"resource", object_json(made, options_.publish_crc32c)}};
  return json_reply(answer.dump());
}

}  // namespace gdo::gcs_server
