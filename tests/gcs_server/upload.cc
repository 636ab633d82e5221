#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "gcs_server/api.h"

namespace gdo::gcs_server {
namespace {

// "bytes 5-9/10", "bytes */10"
struct ContentRange {
  std::size_t first = 0;
  std::size_t total = 0;
  bool asks = false;
};

ContentRange content_range(const std::string& text) {
  ContentRange range;
  const std::size_t slash = text.find('/');
  if (!text.starts_with("bytes ") || slash == std::string::npos) return range;
  std::from_chars(text.data() + slash + 1, text.data() + text.size(), range.total);
  range.asks = text[6] == '*';
  if (!range.asks) std::from_chars(text.data() + 6, text.data() + slash, range.first);
  return range;
}

}  // namespace

Reply Api::store(const std::string& bucket, Object object, const Conditions& given) {
  Object made;
  const int status = objects_.insert(bucket, std::move(object), given, made);
  return resource(made, status);
}

Reply Api::insert(Request& request, const std::string& bucket) {
  const std::string type = request.parameter("uploadType");
  if (!request.parameter("upload_id").empty()) return continue_upload(request);
  if (request.method != "POST") return refusal(405, "methodNotAllowed");
  if (type == "resumable") return begin_upload(request, bucket);
  if (type == "multipart") return insert_multipart(request, bucket);
  if (type != "media" || request.parameter("name").empty()) return refusal(400, "invalid");
  Object object;
  object.name = request.parameter("name");
  object.content_encoding = request.parameter("contentEncoding");
  if (!request.header("content-type").empty()) object.content_type = request.header("content-type");
  object.body = body_of(std::move(request.body));
  return store(bucket, std::move(object), conditions(request));
}

// --B CRLF headers CRLF CRLF json CRLF --B CRLF headers CRLF CRLF bytes CRLF --B--
Reply Api::insert_multipart(Request& request, const std::string& bucket) {
  const std::string type = request.header("content-type");
  const std::size_t at = type.find("boundary=");
  if (at == std::string::npos) return refusal(400, "invalid");
  std::string boundary = type.substr(at + 9);
  std::erase(boundary, '"');
  boundary = "--" + boundary;
  const std::string& body = request.body;
  const std::size_t json_at = body.find("\r\n\r\n");
  const std::size_t second = body.find("\r\n" + boundary, json_at);
  const std::size_t bytes_at = body.find("\r\n\r\n", second);
  const std::size_t end = body.rfind("\r\n" + boundary);
  if (json_at == std::string::npos || second == std::string::npos ||
      bytes_at == std::string::npos || end < bytes_at + 4)
    return refusal(400, "invalid");
  const auto metadata =
      nlohmann::json::parse(body.substr(json_at + 4, second - json_at - 4), nullptr, false);
  Object object;
  object.name = request.parameter("name");
  if (object.name.empty() && metadata.is_object()) object.name = metadata.value("name", "");
  if (object.name.empty()) return refusal(400, "invalid");
  object.body = body_of(body.substr(bytes_at + 4, end - bytes_at - 4));
  return store(bucket, std::move(object), conditions(request));
}

Reply Api::begin_upload(const Request& request, const std::string& bucket) {
  Upload upload{bucket, request.parameter("name"), conditions(request), {}};
  if (upload.name.empty()) {
    const auto metadata = nlohmann::json::parse(request.body, nullptr, false);
    if (metadata.is_object()) upload.name = metadata.value("name", "");
  }
  if (upload.name.empty()) return refusal(400, "invalid");
  const std::string id = fmt::format("upload-{}", next_upload_++);
  uploads_[id] = std::move(upload);
  Reply reply;
  reply.headers.emplace_back("Location",
                             fmt::format("http://{}/upload/storage/v1/b/{}/o?uploadType=resumable"
                                         "&upload_id={}",
                                         request.header("host"), bucket, id));
  return reply;
}

Reply Api::continue_upload(const Request& request) {
  const std::string id = request.parameter("upload_id");
  const auto found = uploads_.find(id);
  if (found == uploads_.end()) return refusal(404, "notFound");
  Upload& upload = found->second;
  const ContentRange range = content_range(request.header("content-range"));
  if (!range.asks && range.first <= upload.bytes.size()) {
    upload.bytes.resize(range.first);  // what was sent again replaces what was there
    upload.bytes += request.body;
  }
  if (upload.bytes.size() == range.total) return finish_upload(id);
  Reply reply;
  reply.status = 308;
  if (!upload.bytes.empty())
    reply.headers.emplace_back("Range", fmt::format("bytes=0-{}", upload.bytes.size() - 1));
  return reply;
}

// The session stays, so that a lost answer can be asked for again.
Reply Api::finish_upload(const std::string& id) {
  Upload& upload = uploads_[id];
  if (const auto there = objects_.find(upload.bucket, upload.name);
      there && there->body.bytes == upload.bytes)
    return resource(*there, 200);
  Object object;
  object.name = upload.name;
  object.body = body_of(upload.bytes);
  return store(upload.bucket, std::move(object), upload.conditions);
}

}  // namespace gdo::gcs_server
