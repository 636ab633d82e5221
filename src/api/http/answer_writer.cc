#include "api/http/answer_writer.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "api/http/request.h"
#include "base/error.h"

namespace gdo::api {
namespace {

constexpr int kLevel = 4;  // keeps each page of the dashboard under 300 kB
constexpr int kGzipWindow = 15 + 16;

}  // namespace

struct Gzip::State {
  z_stream zlib{};
};

Gzip::Gzip() : state_(std::make_unique<State>()) {
  if (deflateInit2(&state_->zlib, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error(ErrorKind::internal, "cannot start to compress an answer");
  }
}

Gzip::~Gzip() { deflateEnd(&state_->zlib); }

void Gzip::add(std::string_view bytes, bool flush, std::string& out) {
  run(bytes, flush ? Z_SYNC_FLUSH : Z_NO_FLUSH, out);
}

void Gzip::finish(std::string& out) { run({}, Z_FINISH, out); }

void Gzip::run(std::string_view bytes, int mode, std::string& out) {
  z_stream& zlib = state_->zlib;
  std::string input(bytes);
  zlib.next_in = reinterpret_cast<Bytef*>(input.data());
  zlib.avail_in = static_cast<uInt>(input.size());
  std::array<char, 32U << 10U> piece{};
  do {
    zlib.next_out = reinterpret_cast<Bytef*>(piece.data());
    zlib.avail_out = static_cast<uInt>(piece.size());
    deflate(&zlib, mode);
    out.append(piece.data(), piece.size() - zlib.avail_out);
  } while (zlib.avail_out == 0);
}

bool accepts_gzip(std::string_view accept_encoding) {
  for (const HeaderItem& item : header_items(accept_encoding)) {
    if (item.name == "gzip" || item.name == "*") return item.weight() > 0;
  }
  return false;
}

namespace {

constexpr std::size_t kAtOnce = 64U << 10U;
// What a client may have waiting before work for it pauses: about ten seconds of what it fetches.
constexpr std::uint64_t kLeastLead = 512U << 10U;
constexpr std::uint64_t kMostLead = 64U << 20U;
constexpr double kLeadSeconds = 10;
constexpr std::chrono::milliseconds kCatchUp{250};

}  // namespace

AnswerWriter::AnswerWriter(std::shared_ptr<Exchange> exchange, Response head, bool gzip)
    : exchange_(std::move(exchange)),
      head_(std::move(head)),
      chunked_(exchange_->request_.minor_version > 0),
      lead_(kLeastLead) {
  if (gzip) gzip_.emplace();
  // Without chunks only the end of the connection ends the body.
  if (!chunked_) exchange_->keep_alive_ = false;
}

AnswerWriter::~AnswerWriter() {
  if (!finished_ && !given_up_) exchange_->out_.end(false);
}

bool AnswerWriter::write(std::string_view bytes) {
  text_ += bytes;
  return text_.size() < kAtOnce ? !reader_left_ : send(false);
}

void AnswerWriter::flush() { static_cast<void>(send(true)); }

bool AnswerWriter::keeps_up() { return exchange_->out_.falls_to(lead_, kCatchUp); }

void AnswerWriter::resume_later(std::function<void()> resume) {
  waited_ = exchange_->out_.waiting();
  paused_at_ = std::chrono::steady_clock::now();
  exchange_->out_.when_fallen_to(lead_ / 4, [this, resume = std::move(resume)] {
    end_pause();
    resume();
  });
}

void AnswerWriter::end_pause() {
  paused_ = false;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - paused_at_;
  const auto fetched = static_cast<double>(waited_ - std::min(waited_, lead_ / 4));
  const double rate = fetched / std::max(took.count(), 0.001);
  lead_ = static_cast<std::uint64_t>(std::clamp(
      rate * kLeadSeconds, static_cast<double>(kLeastLead), static_cast<double>(kMostLead)));
}

void AnswerWriter::append_chunk(std::string_view bytes, std::string& out) {
  if (bytes.empty()) return;
  exchange_->bytes_ += bytes.size();
  out += chunked_ ? fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes) : std::string(bytes);
}

bool AnswerWriter::send(bool flush) {
  std::string out;
  if (!head_sent_) {
    out = head_text(head_, -1, exchange_->keep_alive_, exchange_->request_.minor_version);
    head_sent_ = true;
    exchange_->status_ = head_.status;
  }
  std::string compressed;
  if (gzip_) gzip_->add(text_, flush, compressed);
  append_chunk(gzip_ ? compressed : text_, out);
  text_.clear();
  if (!exchange_->out_.add(out)) reader_left_ = true;
  return !reader_left_;
}

void AnswerWriter::finish() {
  if (!send(false)) return;
  std::string out;
  if (gzip_) {
    std::string rest;
    gzip_->finish(rest);
    append_chunk(rest, out);
  }
  if (chunked_) out += "0\r\n\r\n";
  if (!exchange_->out_.add(out)) return;
  finished_ = true;
  exchange_->out_.end(true);
}

}  // namespace gdo::api
