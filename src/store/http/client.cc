#include "store/http/client.h"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "base/error.h"
#include "base/translation.h"
#include "store/http/transfer.h"
#include "store/local/posix_file.h"

namespace gdo::store {
namespace {

using Clock = std::chrono::steady_clock;

struct Waiting {
  const HttpRequest* request;
  HttpResponse* response;
  std::coroutine_handle<> awaiting;
};

void initialise_curl() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw Error(ErrorKind::internal, "libcurl cannot be initialised");
}

}  // namespace

std::string_view HttpResponse::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

// The thread's loop: epoll over libcurl's sockets, its timer, ours, and functions posted.
struct HttpClient::State {
  explicit State(const HttpOptions& wanted);
  ~State();

  void post(std::function<void()> function);
  void begin(const Waiting& waiting);
  void loop();
  void wait_for_events();
  void run_posted();
  void run_timers();
  void finish_transfers();
  void start_waiting();
  void break_off_everything();
  int timeout_ms() const;
  HttpTransfer& idle_transfer();
  void watch(curl_socket_t socket, int what);

  const HttpOptions options;
  CURLM* multi;
  Fd epoll;
  Fd wake;
  std::mutex mutex;  // guards posted
  std::vector<std::function<void()>> posted;
  std::atomic<bool> stop{false};
  std::deque<Waiting> waiting;          // for a free place among requests_in_flight
  std::deque<Waiting> waiting_streams;  // only for the loop to come by
  int active = 0;                       // transfers that count
  std::vector<std::unique_ptr<HttpTransfer>> idle;
  std::unordered_set<HttpTransfer*> busy;
  std::optional<Clock::time_point> curl_deadline;
  std::multimap<Clock::time_point, std::coroutine_handle<>> timers;
  std::thread thread;
};

HttpClient::State::State(const HttpOptions& wanted)
    : options(wanted),
      multi(curl_multi_init()),
      epoll(::epoll_create1(EPOLL_CLOEXEC)),
      wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (multi == nullptr || !epoll || !wake)
    throw Error(ErrorKind::internal, "cannot start the HTTP client: " + error_text(errno));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake.get();
  ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, wake.get(), &event);

  const auto on_socket = [](CURL*, curl_socket_t socket, int what, void* self, void*) {
    static_cast<State*>(self)->watch(socket, what);
    return 0;
  };
  const auto on_timer = [](CURLM*, long timeout, void* self) {
    auto& deadline = static_cast<State*>(self)->curl_deadline;
    deadline.reset();
    if (timeout >= 0) deadline = Clock::now() + std::chrono::milliseconds(timeout);
    return 0;
  };
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION,
                    static_cast<int (*)(CURL*, curl_socket_t, int, void*, void*)>(on_socket));
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION,
                    static_cast<int (*)(CURLM*, long, void*)>(on_timer));
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, long{options.requests_in_flight} + 32);
  thread = std::thread([this] { loop(); });
}

HttpClient::State::~State() {
  stop = true;
  post([] {});
  thread.join();
  idle.clear();
  curl_multi_cleanup(multi);
}

void HttpClient::State::post(std::function<void()> function) {
  bool first = false;
  {
    const std::lock_guard lock(mutex);
    first = posted.empty();
    posted.push_back(std::move(function));
  }
  const std::uint64_t one = 1;
  if (first && ::write(wake.get(), &one, sizeof one) < 0 && errno != EAGAIN)
    throw Error(ErrorKind::internal, "cannot wake the HTTP client: " + error_text(errno));
}

void HttpClient::State::watch(curl_socket_t socket, int what) {
  epoll_event event{};
  event.data.fd = socket;
  if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
  if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
  if (what == CURL_POLL_REMOVE) {
    ::epoll_ctl(epoll.get(), EPOLL_CTL_DEL, socket, nullptr);
  } else if (::epoll_ctl(epoll.get(), EPOLL_CTL_MOD, socket, &event) != 0) {
    ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, socket, &event);
  }
}

void HttpClient::State::loop() {
  while (!stop) {
    wait_for_events();
    run_posted();
    run_timers();
    finish_transfers();
    start_waiting();
  }
  break_off_everything();
}

int HttpClient::State::timeout_ms() const {
  auto deadline = Clock::now() + std::chrono::seconds(60);
  if (curl_deadline) deadline = std::min(deadline, *curl_deadline);
  if (!timers.empty()) deadline = std::min(deadline, timers.begin()->first);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

void HttpClient::State::wait_for_events() {
  std::array<epoll_event, 128> events{};
  const int count =
      ::epoll_wait(epoll.get(), events.data(), static_cast<int>(events.size()), timeout_ms());
  int running = 0;
  for (int index = 0; index < count; ++index) {
    const epoll_event& event = events[static_cast<std::size_t>(index)];
    if (event.data.fd == wake.get()) {
      std::uint64_t ignored = 0;
      (void)!::read(wake.get(), &ignored, sizeof ignored);
      continue;
    }
    int bits = 0;
    if ((event.events & EPOLLIN) != 0) bits |= CURL_CSELECT_IN;
    if ((event.events & EPOLLOUT) != 0) bits |= CURL_CSELECT_OUT;
    if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) bits |= CURL_CSELECT_ERR;
    curl_multi_socket_action(multi, event.data.fd, bits, &running);
  }
  if (curl_deadline && *curl_deadline <= Clock::now()) {
    curl_deadline.reset();
    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

void HttpClient::State::run_posted() {
  std::vector<std::function<void()>> functions;
  {
    const std::lock_guard lock(mutex);
    functions.swap(posted);
  }
  for (const auto& function : functions) function();
}

void HttpClient::State::run_timers() {
  const auto now = Clock::now();
  while (!timers.empty() && timers.begin()->first <= now) {
    const auto awaiting = timers.begin()->second;
    timers.erase(timers.begin());
    awaiting.resume();
  }
}

void HttpClient::State::finish_transfers() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    CURL* const easy = message->easy_handle;
    HttpTransfer* transfer = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    curl_multi_remove_handle(multi, easy);
    if (transfer->sink() == nullptr) --active;
    busy.erase(transfer);
    const auto awaiting = transfer->finish(code);
    idle.emplace_back(transfer);
    awaiting.resume();
  }
}

HttpTransfer& HttpClient::State::idle_transfer() {
  auto transfer = idle.empty() ? std::make_unique<HttpTransfer>(options) : std::move(idle.back());
  if (!idle.empty()) idle.pop_back();
  busy.insert(transfer.get());
  return *transfer.release();  // busy owns it, finish_transfers() gives it back
}

void HttpClient::State::begin(const Waiting& next) {
  if (stop) {
    next.response->problem = tr("the store is being closed");
    next.awaiting.resume();
    return;
  }
  HttpTransfer& transfer = idle_transfer();
  transfer.prepare(*next.request, *next.response, next.awaiting);
  if (next.request->sink == nullptr) ++active;
  curl_multi_add_handle(multi, transfer.easy());
}

void HttpClient::State::start_waiting() {
  while (!waiting_streams.empty()) {
    const Waiting next = waiting_streams.front();
    waiting_streams.pop_front();
    begin(next);
  }
  while (!waiting.empty() && (stop || active < options.requests_in_flight)) {
    const Waiting next = waiting.front();
    waiting.pop_front();
    begin(next);
  }
}

// What a coroutine starts anew while it is broken off ends at once, see begin() and start_timer().
void HttpClient::State::break_off_everything() {
  run_posted();
  while (!busy.empty() || !timers.empty() || !waiting.empty() || !waiting_streams.empty()) {
    while (!busy.empty()) {
      const std::unique_ptr<HttpTransfer> transfer(*busy.begin());
      busy.erase(busy.begin());
      curl_multi_remove_handle(multi, transfer->easy());
      transfer->break_off().resume();
    }
    while (!timers.empty()) {
      const auto awaiting = timers.begin()->second;
      timers.erase(timers.begin());
      awaiting.resume();
    }
    start_waiting();
  }
}

HttpClient::HttpClient(const HttpOptions& options) {
  initialise_curl();
  state_ = std::make_unique<State>(options);
}

HttpClient::~HttpClient() = default;

void HttpClient::post(std::function<void()> function) { state_->post(std::move(function)); }

void HttpClient::start(const HttpRequest& request, HttpResponse& response,
                       std::coroutine_handle<> awaiting) {
  auto& queue = request.sink != nullptr ? state_->waiting_streams : state_->waiting;
  queue.push_back({&request, &response, awaiting});
}

void HttpClient::start_timer(std::chrono::milliseconds time, std::coroutine_handle<> awaiting) {
  if (state_->stop) time = {};
  state_->timers.emplace(Clock::now() + time, awaiting);
}

void HttpClient::resume(const BodySink& sink) {
  for (const HttpTransfer* transfer : state_->busy) {
    if (transfer->sink() == &sink) return void(curl_easy_pause(transfer->easy(), CURLPAUSE_CONT));
  }
}

bool HttpClient::stopping() const { return state_->stop; }

}  // namespace gdo::store
