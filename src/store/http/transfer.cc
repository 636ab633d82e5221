#include "store/http/transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

#include "base/translation.h"
#include "base/words.h"

namespace gdo::store {
namespace {

constexpr std::uint64_t kMostReserved = 64U << 20U;  // of what a server announces

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
  curl_easy_setopt(easy, option, value);
}

// Whether the same request may go better another time.
bool passing(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_WRITE_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return false;
    default:
      return true;
  }
}

}  // namespace

HttpTransfer::HttpTransfer(const HttpOptions& options)
    : options_(options), easy_(curl_easy_init()) {
  if (easy_ == nullptr) throw std::bad_alloc();
}

HttpTransfer::~HttpTransfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(headers_);
}

void HttpTransfer::prepare(const HttpRequest& request, HttpResponse& response,
                           std::coroutine_handle<> awaiting) {
  request_ = &request;
  response_ = &response;
  awaiting_ = awaiting;
  sent_ = 0;
  error_[0] = '\0';
  curl_easy_reset(easy_);
  set(easy_, CURLOPT_PRIVATE, this);
  set(easy_, CURLOPT_URL, request.url.c_str());
  set(easy_, CURLOPT_ERRORBUFFER, error_);
  set(easy_, CURLOPT_NOSIGNAL, 1L);
  set(easy_, CURLOPT_PATH_AS_IS, 1L);
  set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy_, CURLOPT_CONNECTTIMEOUT, long{options_.connect_timeout_s});
  set(easy_, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(easy_, CURLOPT_LOW_SPEED_TIME, long{options_.stall_s});
  set(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy_, CURLOPT_HEADERFUNCTION, &on_header);
  set(easy_, CURLOPT_HEADERDATA, this);
  set(easy_, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy_, CURLOPT_WRITEDATA, this);
  set(easy_, CURLOPT_PREREQFUNCTION, &on_send);
  set(easy_, CURLOPT_PREREQDATA, this);
  if (request.url.starts_with("https://")) {
    // A paused transfer would hold up the others on its HTTP/2 connection.
    set(easy_, CURLOPT_HTTP_VERSION,
        long{request.sink != nullptr ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS});
    if (request.sink == nullptr) set(easy_, CURLOPT_PIPEWAIT, 1L);
    if (const char* bundle = std::getenv("SSL_CERT_FILE")) set(easy_, CURLOPT_CAINFO, bundle);
  } else {
    set(easy_, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    set(easy_, CURLOPT_NOPROXY, "*");  // an emulator or the metadata server: always near
  }
  if (request.sink != nullptr) set(easy_, CURLOPT_BUFFERSIZE, 256L << 10L);
  set_method();
  set_headers();
}

void HttpTransfer::set_method() {
  if (request_->method == "GET") return;
  if (request_->method != "POST") set(easy_, CURLOPT_CUSTOMREQUEST, request_->method.c_str());
  if (request_->method == "DELETE") return;
  set(easy_, CURLOPT_POST, 1L);
  set(easy_, CURLOPT_POSTFIELDS, request_->body.empty() ? "" : request_->body.data());
  set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_->body.size()));
}

void HttpTransfer::set_headers() {
  curl_slist_free_all(headers_);
  headers_ = curl_slist_append(nullptr, "Expect:");
  headers_ = curl_slist_append(headers_, "Accept:");
  if (request_->body.empty()) headers_ = curl_slist_append(headers_, "Content-Type:");
  for (const std::string& header : request_->headers)
    headers_ = curl_slist_append(headers_, header.c_str());
  set(easy_, CURLOPT_HTTPHEADER, headers_);
}

int HttpTransfer::on_send(void* self, char*, char*, int, int) {
  ++static_cast<HttpTransfer*>(self)->sent_;
  return CURL_PREREQFUNC_OK;
}

std::size_t HttpTransfer::on_header(char* line, std::size_t size, std::size_t count, void* self) {
  static_cast<HttpTransfer*>(self)->note_header({line, size * count});
  return size * count;
}

void HttpTransfer::note_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // the final answer's head, or an interim one's before it
    response_->headers.clear();
    response_->body.clear();
    const std::size_t blank = std::min(line.find(' '), line.size() - 1);
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), response_->status);
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string name = lowercase(trimmed(line.substr(0, colon)));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "content-length" && request_->sink == nullptr) {
    std::uint64_t length = 0;
    std::from_chars(value.data(), value.data() + value.size(), length);
    response_->body.reserve(std::min(length, kMostReserved));
  }
  response_->headers.emplace_back(std::move(name), value);
}

std::size_t HttpTransfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::string_view view(bytes, size * count);
  HttpResponse& response = *transfer.response_;
  BodySink* const sink = transfer.request_->sink;
  if (sink == nullptr || (response.status != 200 && response.status != 206)) {
    response.body += view;
    return view.size();
  }
  switch (sink->take(response, view)) {
    case BodySink::Take::taken:
      return view.size();
    case BodySink::Take::full:
      return CURL_WRITEFUNC_PAUSE;
    case BodySink::Take::abort:
      break;
  }
  return 0;
}

std::coroutine_handle<> HttpTransfer::finish(CURLcode code) {
  response_->resent = sent_ > 1;
  if (code != CURLE_OK) {
    response_->problem = error_[0] != '\0' ? error_ : curl_easy_strerror(code);
    response_->worth_retrying = passing(code);
    response_->timed_out = code == CURLE_OPERATION_TIMEDOUT;
  }
  return detach();
}

std::coroutine_handle<> HttpTransfer::break_off() {
  response_->problem = tr("the store is being closed");
  return detach();
}

std::coroutine_handle<> HttpTransfer::detach() {
  request_ = nullptr;
  response_ = nullptr;
  return std::exchange(awaiting_, nullptr);
}

namespace {

constexpr long kConnectTimeout_s = 4;
constexpr long kTimeout_s = 8;

struct CurlCleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, CurlCleanup>;
using List = std::unique_ptr<curl_slist, ListFree>;

std::size_t ignore_body(char*, std::size_t size, std::size_t count, void*) { return size * count; }

std::size_t read_message(char* buffer, std::size_t size, std::size_t count, void* rest) {
  auto* const left = static_cast<std::string_view*>(rest);
  const std::size_t taken = std::min(size * count, left->size());
  std::memcpy(buffer, left->data(), taken);
  left->remove_prefix(taken);
  return taken;
}

List list_of(const std::vector<std::string>& texts) {
  curl_slist* list = nullptr;
  for (const std::string& text : texts) list = curl_slist_append(list, text.c_str());
  return List(list);
}

Easy easy_for(const std::string& url) {
  Easy easy(curl_easy_init());
  curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT, kConnectTimeout_s);
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, kTimeout_s);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, ignore_body);
  return easy;
}

// An address may hold a password or a token: it takes no part in what is said.
std::string perform(CURL* easy, bool http) {
  const CURLcode code = curl_easy_perform(easy);
  if (code != CURLE_OK) return curl_easy_strerror(code);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (http && (status < 200 || status >= 300)) return fmt::format("HTTP {}", status);
  return "";
}

}  // namespace

std::string post_json(const std::string& url, const std::string& body) {
  const Easy easy = easy_for(url);
  const List headers = list_of({"Content-Type: application/json", "User-Agent: gdo", "Expect:"});
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  return perform(easy.get(), true);
}

std::string fetch(const std::string& url) {
  const Easy easy = easy_for(url);
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_USERAGENT, "gdo");
  return perform(easy.get(), true);
}

std::string send_mail(const std::string& url, const std::string& from,
                      const std::vector<std::string>& to, const std::string& message) {
  const Easy easy = easy_for(url);
  const List recipients = list_of(to);
  std::string_view rest = message;
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // A server that offers TLS is spoken to in TLS; smtps:// takes nothing else.
  curl_easy_setopt(easy.get(), CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
  curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(easy.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, read_message);
  curl_easy_setopt(easy.get(), CURLOPT_READDATA, &rest);
  return perform(easy.get(), false);
}

}  // namespace gdo::store
