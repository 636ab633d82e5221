#include "store/http/messages.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace gdo::store {
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
