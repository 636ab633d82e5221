#include "store/gcs/stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "base/translation.h"
#include "store/content_hasher.h"
#include "store/gcs/caller.h"
#include "store/gcs/objects.h"

namespace gdo::store {
namespace {

constexpr std::uint64_t kProgressBytes = 64U
                                         << 10U;  // an attempt that brought so much was not vain

Error read_error(ErrorKind kind, const GcsCaller& caller, const std::string& name,
                 std::string_view why) {
  return Error(kind, trf("cannot read {:?} in {}: {}", name, caller.address().uri(), why));
}

}  // namespace

GcsStream::GcsStream(GcsCaller& caller, ReadRequest request)
    : caller_(caller), request_(std::move(request)) {
  info_.name = request_.name;
  info_.generation = request_.generation;
}

Task<bool> GcsStream::run(std::shared_ptr<GcsStream> stream) {
  try {
    const bool whole = co_await stream->fetch();
    if (whole) stream->finish();
  } catch (...) {
    stream->fail(std::current_exception());
  }
  co_return true;
}

Task<bool> GcsStream::fetch() {
  auto first_attempt = std::chrono::steady_clock::now();
  for (int number = 1;; ++number) {
    const std::uint64_t before = position_;
    HttpResponse response;
    const Next next = co_await one_attempt(response);
    if (next != Next::again) co_return next == Next::done;
    if (position_ >= before + kProgressBytes) {
      number = 1;
      first_attempt = std::chrono::steady_clock::now();
    }
    const bool again = co_await caller_.back_off(number, response, first_attempt);
    if (!again) {
      fail(response);
      co_return false;
    }
  }
}

// A broken attempt's reason is left in `response`.
Task<GcsStream::Next> GcsStream::one_attempt(HttpResponse& response) {
  if (abandoned()) co_return Next::failed;
  head_accepted_ = false;
  refusal_.clear();
  HttpRequest request =
      media_request(caller_.address(), request_.name, request_.generation, position_);
  request.sink = this;
  response = co_await caller_.attempt(std::move(request));
  if (abandoned()) co_return Next::failed;
  const Next next = co_await after_answer(response);
  co_return next;
}

Task<GcsStream::Next> GcsStream::after_answer(HttpResponse& response) {
  const bool media = response.status == 200 || response.status == 206;
  if (media && response.whole() && !head_accepted_) accept_head(response);  // an empty body
  if (info_missing_) {
    const bool known = co_await learn_info();
    if (!known) co_return Next::failed;
    response.problem = tr("the answer's head was incomplete");  // ask again, now that we know
    response.worth_retrying = true;
    co_return Next::again;
  }
  if (!refusal_.empty()) {
    response.problem = refusal_;
    response.worth_retrying = true;
    co_return Next::again;
  }
  if (info_known_ && position_ == info_.size && (media || response.status == 416)) {
    const Next end = at_end();
    if (end == Next::again) {
      response.problem = tr("its bytes do not match the checksum");
      response.worth_retrying = true;
    }
    co_return end;
  }
  if (media && response.whole()) {
    response.problem = tr("the answer ended too early");
    response.worth_retrying = true;
  }
  if (worth_retrying(response)) co_return Next::again;
  fail(response);
  co_return Next::failed;
}

// Asks for the metadata where media answers say nothing. False: that version is gone.
Task<bool> GcsStream::learn_info() {
  info_missing_ = false;
  std::optional<ObjectInfo> known = co_await stat_gcs(caller_, request_.name);
  if (!known || known->generation != request_.generation) {
    fail(std::make_exception_ptr(
        read_error(ErrorKind::not_found, caller_, request_.name, tr("that version is gone"))));
    co_return false;
  }
  const std::lock_guard lock(mutex_);
  info_ = *known;
  info_known_ = true;
  co_return true;
}

bool GcsStream::accept_head(const HttpResponse& head) {
  const GcsMediaHead said = media_head(head);
  if (said.generation && *said.generation != request_.generation) {
    fail(std::make_exception_ptr(read_error(ErrorKind::not_found, caller_, request_.name,
                                            tr("it was replaced by another version"))));
    refusal_ = tr("it was replaced by another version");
    return false;
  }
  if (!info_known_) {
    if (!said.generation || !said.crc32c || !said.size) {
      info_missing_ = true;
      return false;
    }
    const std::lock_guard lock(mutex_);
    info_.size = *said.size;
    info_.crc32c = said.crc32c;
    info_.updated_ns = said.updated_ns;
    info_known_ = true;
  }
  begin(head);
  return head_accepted_;
}

// Where in the object the answer starts: a server may ignore Range.
void GcsStream::begin(const HttpResponse& head) {
  const std::uint64_t start =
      head.status == 206 ? range_start(head).value_or(position_) : std::uint64_t{0};
  if (start > position_) {
    refusal_ = "the server sent another range";
    return;
  }
  skip_ = position_ - start;
  head_accepted_ = true;
  const std::lock_guard lock(mutex_);
  if (info_.size <= kHeldBytes || released_) return;
  released_ = true;
  changed_.notify_all();
}

BodySink::Take GcsStream::take(const HttpResponse& head, std::string_view bytes) {
  if (!head_accepted_ && !accept_head(head)) return Take::abort;
  const std::uint64_t known = std::min<std::uint64_t>(skip_, bytes.size());
  const std::string_view fresh = bytes.substr(known);
  if (position_ + fresh.size() > info_.size) {
    refusal_ = "the server sent more bytes than the object has";
    restart();
    return Take::abort;
  }
  const std::lock_guard lock(mutex_);
  if (abandoned_) return Take::abort;
  if (released_ && ahead_.size() >= kAheadBytes) {
    paused_ = true;
    return Take::full;
  }
  skip_ -= known;
  ahead_ += fresh;
  crc_ = crc32c(fresh, crc_);
  position_ += fresh.size();
  if (released_) changed_.notify_all();
  return Take::taken;
}

// All bytes came.
GcsStream::Next GcsStream::at_end() {
  if (!info_.crc32c || *info_.crc32c == crc_) return Next::done;
  {
    const std::lock_guard lock(mutex_);
    if (released_) {
      failure_ = std::make_exception_ptr(
          read_error(ErrorKind::transient, caller_, request_.name,
                     tr("its bytes do not match the checksum; read it again")));
      changed_.notify_all();
      return Next::failed;
    }
  }
  restart();
  return Next::again;
}

// Begins anew, as long as the reader has seen nothing.
void GcsStream::restart() {
  const std::lock_guard lock(mutex_);
  if (released_) {
    if (!failure_)
      failure_ = std::make_exception_ptr(
          read_error(ErrorKind::transient, caller_, request_.name, refusal_));
    changed_.notify_all();
    return;
  }
  ahead_.clear();
  position_ = 0;
  crc_ = 0;
}

void GcsStream::fail(std::exception_ptr why) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(why);
  changed_.notify_all();
}

void GcsStream::fail(const HttpResponse& response) {
  if (response.whole() && response.status == 403) caller_.refuse(response);
  ErrorKind kind = worth_retrying(response) ? ErrorKind::transient : ErrorKind::lake;
  if (response.whole() && (response.status == 404 || response.status == 412))
    kind = ErrorKind::not_found;
  fail(std::make_exception_ptr(read_error(kind, caller_, request_.name, describe(response))));
}

void GcsStream::finish() {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  released_ = true;
  changed_.notify_all();
}

ObjectInfo GcsStream::wait_for_info() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return released_ || failure_; });
  if (failure_ && !released_) std::rethrow_exception(failure_);
  return info_;
}

void GcsStream::next_chunk(std::string& chunk) {
  chunk.clear();
  bool resume = false;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return (released_ && !ahead_.empty()) || finished_ || failure_; });
    if (ahead_.empty() && failure_) std::rethrow_exception(failure_);
    chunk.swap(ahead_);
    resume = std::exchange(paused_, false);
  }
  if (resume) caller_.client().post([this, &client = caller_.client()] { client.resume(*this); });
}

bool GcsStream::abandoned() {
  const std::lock_guard lock(mutex_);
  return abandoned_;
}

void GcsStream::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
}

namespace {

class GcsReader final : public ObjectReader {
 public:
  GcsReader(HttpClient& client, std::shared_ptr<GcsStream> stream, std::shared_ptr<void> keep_alive)
      : keep_alive_(std::move(keep_alive)), client_(client), stream_(std::move(stream)) {}

  // A paused transfer must run once more to see that nobody wants it.
  ~GcsReader() override {
    stream_->abandon();
    client_.post([&client = client_, stream = stream_] { client.resume(*stream); });
  }

  void wait() { info_ = stream_->wait_for_info(); }
  const ObjectInfo& info() const override { return info_; }

  std::size_t read(std::span<char> out) override {
    if (out.empty()) return 0;
    if (taken_ == chunk_.size()) {
      taken_ = 0;
      stream_->next_chunk(chunk_);
    }
    const std::size_t count = std::min(out.size(), chunk_.size() - taken_);
    if (count > 0) std::memcpy(out.data(), chunk_.data() + taken_, count);
    taken_ += count;
    return count;
  }

 private:
  std::shared_ptr<void> keep_alive_;
  HttpClient& client_;
  std::shared_ptr<GcsStream> stream_;
  ObjectInfo info_;
  std::string chunk_;
  std::size_t taken_ = 0;
};

}  // namespace

std::unique_ptr<ObjectReader> open_gcs(GcsCaller& caller, const ReadRequest& request,
                                       std::shared_ptr<void> keep_alive) {
  auto stream = std::make_shared<GcsStream>(caller, request);
  auto reader = std::make_unique<GcsReader>(caller.client(), stream, std::move(keep_alive));
  caller.client().post([stream] { spawn(GcsStream::run(stream), [](TaskOutcome<bool>) {}); });
  reader->wait();
  return reader;
}

}  // namespace gdo::store
