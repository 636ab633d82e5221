#pragma once

#include <curl/curl.h>

#include <coroutine>
#include <string>
#include <vector>

#include "store/http/client.h"

namespace gdo::store {

// One request on a libcurl easy handle, which it keeps for the requests that follow.
class HttpTransfer {
 public:
  explicit HttpTransfer(const HttpOptions& options);
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  // All three must live until finish().
  void prepare(const HttpRequest& request, HttpResponse& response,
               std::coroutine_handle<> awaiting);
  // Writes down how it ended and gives back who awaits it.
  std::coroutine_handle<> finish(CURLcode code);
  // The same for a transfer that was broken off.
  std::coroutine_handle<> break_off();

  CURL* easy() const { return easy_; }
  const BodySink* sink() const { return request_ == nullptr ? nullptr : request_->sink; }

 private:
  static std::size_t on_header(char* line, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static int on_send(void* self, char*, char*, int, int);

  void set_method();
  void set_headers();
  void note_header(std::string_view line);
  std::coroutine_handle<> detach();

  const HttpOptions options_;
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  const HttpRequest* request_ = nullptr;
  HttpResponse* response_ = nullptr;
  std::coroutine_handle<> awaiting_;
  int sent_ = 0;
  char error_[CURL_ERROR_SIZE] = {};
};

// One message to a server, within a few seconds. Each gives what went wrong, without the address;
// empty = the server took it.
std::string post_json(const std::string& url, const std::string& body);
std::string fetch(const std::string& url);
std::string send_mail(const std::string& url, const std::string& from,
                      const std::vector<std::string>& to, const std::string& message);

}  // namespace gdo::store
