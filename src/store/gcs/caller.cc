#include "store/gcs/caller.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "base/error.h"
#include "base/translation.h"
#include "store/gcs/json.h"

namespace gdo::store {
namespace {

using std::chrono::milliseconds;

constexpr int kAttemptsBeforeFirstAnswer = 4;  // a wrong address should be reported soon
constexpr int kAttemptsOfTrial = 4;
constexpr int kTokenAttempts = 5;

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, std::min<std::size_t>(text.find_first_of("\r\n"), 200)));
}

// Google: "Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your
// iat and exp values".
bool speaks_of_time(std::string_view why) {
  for (const std::string_view word : {"timeframe", "iat and exp", "clock", "short-lived"}) {
    if (why.find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::string clock_advice() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::time_t time = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&time, &utc);
  return trf(
      "this machine's clock is wrong by minutes or more: it says {:04}-{:02}-{:02} {:02}:{:02} "
      "UTC. "
      "Set it (timedatectl set-ntp true), then try again",
      utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min);
}

}  // namespace

std::string describe(const HttpResponse& response) {
  if (!response.whole()) return response.problem;
  const GcsRefusal refusal = parse_gcs_refusal(response.body);
  std::string said = refusal.message.empty() ? refusal.reason : first_line(refusal.message);
  // Nobody follows it: our credentials are not for another server. It may have a secret behind '?'.
  const std::string_view elsewhere = response.header("location");
  if (said.empty() && !elsewhere.empty())
    said = trf("it points to {}", first_line(elsewhere.substr(0, elsewhere.find('?'))));
  return fmt::format("HTTP {}{}{}", response.status, said.empty() ? "" : ": ", said);
}

GcsCaller::GcsCaller(HttpClient& client, GcsCredentials credentials, GcsAddress address,
                     GcsCallOptions options)
    : client_(client),
      credentials_(std::move(credentials)),
      address_(std::move(address)),
      options_(options) {}

Task<HttpResponse> GcsCaller::call(HttpRequest request, Accept accept) {
  const auto first_attempt = Clock::now();
  for (int number = 1;; ++number) {
    HttpResponse response = co_await checked_attempt(request, accept);
    if (!worth_retrying(response)) co_return response;
    const bool again = co_await back_off(number, response, first_attempt);
    if (!again) co_return response;
  }
}

Task<HttpResponse> GcsCaller::try_call(HttpRequest request, Accept accept) {
  const auto first_attempt = Clock::now();
  const int few = std::min(options_.attempts, kAttemptsOfTrial);
  for (int number = 1;; ++number) {
    HttpResponse response = co_await checked_attempt(request, accept);
    if (!worth_retrying(response)) co_return response;
    if (number >= few && !overloaded(response)) co_return response;
    const bool again = co_await back_off(number, response, first_attempt);
    if (!again) co_return response;
  }
}

Task<HttpResponse> GcsCaller::checked_attempt(const HttpRequest& request, const Accept& accept) {
  HttpResponse response = co_await attempt(request);
  if (response.success() && accept && !accept(response)) {
    response.problem = tr("the answer is garbled");
    response.worth_retrying = true;
  }
  co_return response;
}

Task<HttpResponse> GcsCaller::attempt(HttpRequest request) {
  if (credentials_.kind == GcsCredentials::Kind::none) {
    HttpResponse answer = co_await client_.send(std::move(request));
    if (answer.whole() && answer.status < 500 && answer.status != 429) last_answer_ = Clock::now();
    ever_answered_ = ever_answered_ || answer.status != 0;
    co_return answer;
  }
  const std::vector<std::string> headers = request.headers;
  for (int round = 0;; ++round) {
    const std::string token = co_await bearer();
    request.headers = headers;
    request.headers.push_back("Authorization: Bearer " + token);
    if (!credentials_.quota_project.empty())
      request.headers.push_back("x-goog-user-project: " + credentials_.quota_project);
    HttpResponse answer = co_await client_.send(request);
    if (answer.whole() && answer.status < 500 && answer.status != 429) last_answer_ = Clock::now();
    ever_answered_ = ever_answered_ || answer.status != 0;
    if (!answer.whole() || answer.status != 401) co_return answer;
    if (round > 0) refuse(answer);
    if (token_ == token) token_.clear();  // not one that was fetched meanwhile
  }
}

Task<bool> GcsCaller::back_off(int attempt, const HttpResponse& response,
                               Clock::time_point first_attempt) {
  if (client_.stopping())
    throw Error(ErrorKind::transient, tr("the lake was closed while it was being used"));
  const int most =
      ever_answered_ ? options_.attempts : std::min(options_.attempts, kAttemptsBeforeFirstAnswer);
  const bool silent = response.timed_out && Clock::now() - first_attempt > options_.longest_silence;
  if (attempt >= most || silent) {
    // Others got answers meanwhile: then it is this object's misfortune, not the lake's.
    if (last_answer_ < first_attempt) unreachable(response);
    co_return false;
  }
  const milliseconds delay = retry_delay(attempt, options_.back_off, response);
  co_await client_.sleep(delay);
  co_return true;
}

void GcsCaller::unreachable(const HttpResponse& response) const {
  throw Error(ErrorKind::lake_unreachable,
              trf("the lake {} at {} does not answer ({}); check the network, GDO_LAKE and "
                  "STORAGE_EMULATOR_HOST, then run again",
                  address_.uri(), address_.endpoint(), describe(response)));
}

void GcsCaller::refuse(const HttpResponse& response) const {
  const std::string who = credentials_.account.empty() ? credentials_.origin : credentials_.account;
  throw Error(ErrorKind::lake_unreachable,
              trf("the bucket {} refuses {} ({}); give it the role Storage Object User on "
                  "the bucket, or set GOOGLE_APPLICATION_CREDENTIALS to another key",
                  address_.bucket(), who.empty() ? "requests without credentials" : who,
                  describe(response)));
}

// One request at a time; who comes meanwhile waits for its result.
Task<std::string> GcsCaller::bearer() {
  while (fetching_) co_await client_.sleep(milliseconds(5));
  if (!token_.empty() && Clock::now() < token_until_) co_return token_;
  if (token_failure_ && Clock::now() - token_failed_ < std::chrono::seconds(1))
    std::rethrow_exception(token_failure_);
  fetching_ = true;
  try {
    token_ = co_await fetch_token();
    token_failure_ = nullptr;
  } catch (...) {
    token_failure_ = std::current_exception();
    token_failed_ = Clock::now();
  }
  fetching_ = false;
  if (token_failure_) std::rethrow_exception(token_failure_);
  co_return token_;
}

Task<std::string> GcsCaller::fetch_token() {
  const std::string form = token_request_form(credentials_, std::time(nullptr));
  for (int number = 1;; ++number) {
    HttpRequest request;
    request.url = credentials_.token_uri;
    if (form.empty()) {
      request.headers.push_back("Metadata-Flavor: Google");
    } else {
      request.method = "POST";
      request.headers.push_back("Content-Type: application/x-www-form-urlencoded");
      request.body = form;
    }
    HttpResponse response = co_await client_.send(std::move(request));
    if (response.success()) {
      std::string token = accept_token(response);
      if (!token.empty()) co_return token;
    } else if (!worth_retrying(response)) {
      refuse_token(response);
    }
    if (number >= kTokenAttempts || client_.stopping()) refuse_token(response);
    const milliseconds delay = retry_delay(number, options_.back_off, response);
    co_await client_.sleep(delay);
  }
}

// "" when the answer is none.
std::string GcsCaller::accept_token(const HttpResponse& response) {
  const auto document = nlohmann::json::parse(response.body, nullptr, false);
  if (!document.is_object()) return {};
  const auto token = document.find("access_token");
  const auto expires = document.find("expires_in");
  if (token == document.end() || !token->is_string()) return {};
  const std::int64_t seconds =
      expires != document.end() && expires->is_number()
          ? std::clamp<std::int64_t>(expires->get<std::int64_t>(), 1, 86'400)
          : 3600;
  // Ahead of its end, but a short-lived one is still used for most of its life.
  const std::int64_t margin = std::min<std::int64_t>(225, seconds / 4);
  token_until_ = Clock::now() + std::chrono::seconds(seconds - margin);
  const auto text = token->get<std::string>();
  const bool header_safe = std::all_of(text.begin(), text.end(), [](char c) { return c > ' '; });
  return header_safe ? text : std::string();
}

void GcsCaller::refuse_token(const HttpResponse& response) const {
  if (credentials_.kind == GcsCredentials::Kind::metadata_server)
    throw Error(ErrorKind::config,
                trf("no credentials for {}: GOOGLE_APPLICATION_CREDENTIALS is not set and "
                    "the metadata server gives no token ({}); set it to a key file",
                    address_.uri(), describe(response)));
  std::string why = describe(response);
  const auto document = nlohmann::json::parse(response.body, nullptr, false);
  for (const char* const member : {"error", "error_description"}) {
    if (document.is_object() && document.contains(member) && document[member].is_string())
      why += ": " + first_line(document[member].get<std::string>());
  }
  throw Error(ErrorKind::lake_unreachable,
              trf("{} gives no access token for the credentials in {} ({}); {}",
                  credentials_.token_uri, credentials_.origin, why,
                  speaks_of_time(why) ? clock_advice() : "check the key, or make a new one"));
}

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestBackOff{10'000};
constexpr milliseconds kLongestRetryAfter{60'000};

milliseconds random_up_to(milliseconds most) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return milliseconds(std::uniform_int_distribution<std::int64_t>(0, most.count())(random));
}

// Seconds, or an HTTP date.
milliseconds asked_for(const HttpResponse& response) {
  const std::string_view text = response.header("retry-after");
  if (text.empty()) return {};
  std::int64_t seconds = 0;
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, seconds).ptr != end) {
    const std::time_t date = curl_getdate(std::string(text).c_str(), nullptr);
    if (date < 0) return {};
    seconds = date - std::time(nullptr);
  }
  return milliseconds(1000 * std::clamp<std::int64_t>(seconds, 0, kLongestRetryAfter.count()));
}

}  // namespace

bool worth_retrying(const HttpResponse& response) {
  if (!response.whole()) return response.worth_retrying;
  return response.status == 500 || overloaded(response);
}

bool overloaded(const HttpResponse& response) {
  if (!response.whole()) return false;
  switch (response.status) {
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return true;
    case 403: {
      const GcsRefusal refusal = parse_gcs_refusal(response.body);
      return refusal.reason == "rateLimitExceeded" || refusal.reason == "userRateLimitExceeded";
    }
    default:
      return false;
  }
}

milliseconds retry_delay(int attempt, milliseconds base, const HttpResponse& response) {
  const milliseconds ceiling =
      std::min(kLongestBackOff, base * (1 << std::clamp(attempt - 1, 0, 16)));
  const milliseconds asked = std::min(kLongestRetryAfter, asked_for(response));
  // Not all at the same moment, also when a server answers everybody alike.
  return std::max(random_up_to(ceiling), asked + random_up_to(asked / 10));
}

}  // namespace gdo::store
