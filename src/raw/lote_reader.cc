#include "raw/lote_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>

#include "contract/contract.h"
#include "raw/lote_results.h"
#include "raw/pending_list.h"
#include "raw/record_checker.h"

namespace gdo::raw {
namespace {

constexpr std::size_t kReadableAfter = 64;  // see RawRecord::bytes

// The payload whose records look like this one, which `own` refused: a file that was put into
// another payload's folder. Empty when none does.
std::string guess_payload(const contract::Catalog& catalog, const contract::Payload& own,
                          std::string_view record) {
  std::string padded(record);
  padded.append(kReadableAfter, ' ');
  decode::RawRecord raw;
  raw.bytes = std::string_view(padded).substr(0, record.size());
  raw.size = record.size();
  for (const contract::Payload& other : catalog.payloads()) {
    if (&other == &own) continue;
    RecordChecker checker(other, "");
    bool fits = true;
    for (const Reason& reason : checker.check(raw)) {
      if (reason.field != "token_cliente") fits = false;
    }
    if (fits) return other.name;
  }
  return {};
}

constexpr std::size_t kSliceBytes = 256U << 10U;
// Rows that wait to be sent. Of a file that flows few enough to stay in the processor's cache.
constexpr std::size_t kHeldWaiting = 8U << 20U;
constexpr std::size_t kStreamedWaiting = 4 * kSliceBytes;

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

decode::ByteSource source_of(const std::string& bytes) {
  return [rest = std::string_view(bytes)](std::span<char> out) mutable {
    const std::size_t count = std::min(out.size(), rest.size());
    std::memcpy(out.data(), rest.data(), count);
    rest.remove_prefix(count);
    return count;
  };
}

decode::ByteSource source_of(store::ObjectReader& reader, std::atomic<std::uint64_t>& bytes_done) {
  return [&](std::span<char> out) {
    const std::size_t count = reader.read(out);
    bytes_done += count;
    return count;
  };
}

}  // namespace

bool is_of_what_is_read(const Error& error) {
  return error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::transient ||
         error.kind() == ErrorKind::lake;
}

std::size_t LotePiece::bytes() const {
  return std::accumulate(slices.begin(), slices.end(), std::size_t{0},
                         [](std::size_t sum, const DecodedRows& slice) {
                           return sum + slice.rows.bytes() + slice.rejected_bytes;
                         });
}

LoteReader::LoteReader(const ReaderContext& context, control::LotePlan plan, Files files)
    : context_(context),
      plan_(std::move(plan)),
      payload_(*context.catalog.payload(plan_.payload)),
      flows_(files == Files::held ? std::optional(false) : std::nullopt),
      queue_(plan_.streamed || files == Files::may_flow ? kStreamedWaiting : kHeldWaiting),
      thread_([this] {
        try {
          run();
        } catch (...) {
          failure_ = std::current_exception();
        }
        queue_.close();
      }) {}

LoteReader::~LoteReader() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void LoteReader::begin() { begun_us_ = now_us(); }

void LoteReader::give_back(LotePiece piece) {
  for (DecodedRows& slice : piece.slices) context_.spare.give_back(std::move(slice));
}

LoteRemainder LoteReader::remainder() {
  if (thread_.joinable()) thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(remainder_);
}

pg::Connection& LoteReader::ledger() {
  if (!ledger_) ledger_ = std::make_unique<pg::Connection>(context_.database);
  return *ledger_;
}

// While what was read is sent, the next lote is read already.
void LoteReader::leave_to_next(std::size_t first) {
  control::LotePlan rest = plan_;
  rest.files.erase(rest.files.begin(), rest.files.begin() + static_cast<std::ptrdiff_t>(first));
  rest.lote_id = next_lote(ledger());
  remainder_.next = std::make_unique<LoteReader>(context_, std::move(rest));
}

bool LoteReader::lasted_long_enough() const {
  const std::int64_t begun = begun_us_;
  const std::int64_t longest = context_.sizes.longest.count();
  return longest == 0 || (begun != 0 && now_us() - begun > longest);
}

void LoteReader::run() {
  if (plan_.streamed) return stream();
  const std::vector<control::ClaimedFile>& files = plan_.files;
  for (std::size_t next = 0; next < files.size();) {
    if (next > 0 && lasted_long_enough()) {
      return leave_to_next(next);
    }
    if (files[next].delivery.object.size <= context_.sizes.small_file) {
      next = read_small(next);
    } else if (may_flow(files[next])) {
      read_flowing(files[next++]);
    } else {
      read_held(files[next++]);
    }
  }
}

bool LoteReader::push(LotePiece piece) {
  first_ = false;
  const std::size_t bytes = piece.bytes();
  return queue_.push(std::move(piece), bytes);
}

// Its rows are given out as they come. Empty when nobody wants more.
std::optional<PreparedFile> LoteReader::flow(const control::ClaimedFile& file,
                                             store::ObjectReader& reader) {
  const Stopwatch watch;
  FileDecoder decoder(plan_, file, payload_, source_of(reader, context_.bytes_done),
                      context_.limits);
  DecodedRows first_rejected;
  bool more = true;
  while (more) {
    LotePiece piece;
    piece.slices.push_back(context_.spare.take());
    DecodedRows& slice = piece.slices.front();
    more = decoder.decode(slice, kSliceBytes);
    if (first_rejected.rejected.empty() && !slice.rejected.empty()) {
      first_rejected.rejected.push_back(slice.rejected.front());
    }
    if (!push(std::move(piece))) return std::nullopt;
  }
  PreparedFile prepared = finish(file, decoder, watch);
  prepared.file.delivery.object.stamp = reader.info().stamp;
  guess_payload_of(prepared, first_rejected, 0);
  return prepared;
}

void LoteReader::stream() {
  const control::ClaimedFile& file = plan_.files.front();
  const auto reader =
      context_.store.open({file.delivery.object.name, file.delivery.object.generation});
  auto prepared = flow(file, *reader);
  if (!prepared) return;
  LotePiece last;
  last.files.push_back(std::move(*prepared));
  (void)push(std::move(last));
}

// A delivery that comes again, for which its name and size speak, brings nothing: its rows would
// only be taken back.
bool LoteReader::may_flow(const control::ClaimedFile& file) {
  if (!flows_) flows_ = !delivered_before(ledger(), plan_, file.delivery);
  return *flows_;
}

void LoteReader::read_flowing(const control::ClaimedFile& file) {
  std::unique_ptr<store::ObjectReader> reader;
  try {
    reader = context_.store.open({file.delivery.object.name, file.delivery.object.generation});
  } catch (const Error& error) {
    return leave_unread(file, error);
  }
  LotePiece last;
  try {
    auto prepared = flow(file, *reader);
    if (!prepared) return;
    last.files.push_back(std::move(*prepared));
  } catch (const Error& error) {
    if (!is_of_what_is_read(error)) throw;
    throw MustBeHeld(file.delivery.file_name);
  }
  classify_further(last);
  if (last.files.front().status != FileStatus::loaded) throw MustBeHeld(file.delivery.file_name);
  (void)push(std::move(last));
}

PreparedFile LoteReader::finish(const control::ClaimedFile& file, FileDecoder& decoder,
                                const Stopwatch& watch) const {
  PreparedFile prepared;
  prepared.file = file;
  prepared.content = decoder.finish();
  prepared.version = version_of(file.delivery, prepared.content);
  prepared.counts = decoder.counts();
  prepared.error = decoder.error();
  prepared.repeated_members = decoder.repeated_members();
  prepared.uncompressed_bytes = decoder.uncompressed_bytes();
  prepared.duration_ms = watch.ms();
  return prepared;
}

void LoteReader::note_unread(const control::ClaimedFile& file, bool changed,
                             const std::string& message) {
  remainder_.released.push_back(file.id);
  if (changed) {
    remainder_.changed.push_back(file.delivery.object.name);
  } else {
    remainder_.failures.push_back(fmt::format("{}: {}", file.delivery.file_name, message));
  }
}

void LoteReader::leave_unread(const control::ClaimedFile& file, const Error& error) {
  if (!is_of_what_is_read(error)) throw;
  note_unread(file, error.kind() == ErrorKind::not_found, error.what());
}

// Small files from `first` on; the place of the next that was not read.
std::size_t LoteReader::read_small(std::size_t first) {
  std::vector<store::ReadRequest> requests;
  std::uint64_t bytes = 0;
  for (std::size_t next = first; next < plan_.files.size() && bytes < context_.sizes.small_at_once;
       ++next) {
    const store::ObjectInfo& object = plan_.files[next].delivery.object;
    if (object.size > context_.sizes.small_file) break;
    bytes += expected_bytes(object);
    requests.push_back({object.name, object.generation});
  }
  LotePiece piece;
  piece.slices.push_back(context_.spare.take());
  context_.store.read_all(requests, [&](std::size_t index, const store::ReadResult& read) {
    control::ClaimedFile file = plan_.files[first + index];
    if (read.status != store::ReadResult::Status::ok) {
      note_unread(file, read.status != store::ReadResult::Status::failed, read.message);
      return;
    }
    context_.bytes_done += read.bytes.size();
    file.delivery.object.stamp = read.info.stamp;
    decode_small(piece, file, read.bytes);
  });
  classify_further(piece);
  return push(std::move(piece)) ? first + requests.size() : plan_.files.size();
}

// Appends the file to the piece, or leaves it for a lote of its own.
void LoteReader::decode_small(LotePiece& piece, const control::ClaimedFile& file,
                              const std::string& bytes) {
  const Stopwatch watch;
  DecodedRows& rows = piece.slices.front();
  const std::size_t first_row = rows.rows.rows();
  const std::size_t first_rejection = rows.rejected.size();
  const std::size_t rejected_before = rows.rejected_bytes;
  FileDecoder decoder(plan_, file, payload_, source_of(bytes), context_.limits);
  const bool too_large =
      decoder.decode(rows, rows.rows.bytes() + rejected_before + context_.sizes.held);
  if (too_large || decoder.error()) {
    rows.rejected.resize(first_rejection);
    rows.rejected_bytes = rejected_before;
    while (rows.rows.rows() > first_row) rows.rows.abandon_row();
  }
  if (too_large) {
    remainder_.too_large.push_back(file);
    return;
  }
  PreparedFile prepared = finish(file, decoder, watch);
  prepared.first_row = first_row;
  prepared.end_row = rows.rows.rows();
  guess_payload_of(prepared, rows, first_rejection);
  piece.files.push_back(std::move(prepared));
}

// A larger file as a piece of its own, or left for a lote of its own. It is decoded while the one
// before is sent, and not sooner: each takes memory.
void LoteReader::read_held(const control::ClaimedFile& file) {
  queue_.wait_empty();
  LotePiece piece;
  try {
    const auto reader =
        context_.store.open({file.delivery.object.name, file.delivery.object.generation});
    if (!decode_held(piece, file, *reader)) {
      remainder_.too_large.push_back(file);
      return give_back(std::move(piece));
    }
  } catch (const Error& error) {
    leave_unread(file, error);
    return give_back(std::move(piece));
  }
  classify_further(piece);
  (void)push(std::move(piece));
}

// False when it makes too many rows.
bool LoteReader::decode_held(LotePiece& piece, const control::ClaimedFile& file,
                             store::ObjectReader& reader) {
  const Stopwatch watch;
  FileDecoder decoder(plan_, file, payload_, source_of(reader, context_.bytes_done),
                      context_.limits);
  std::size_t held = 0;
  bool more = true;
  while (more) {
    if (held > context_.sizes.held) return false;
    piece.slices.push_back(context_.spare.take());
    DecodedRows& slice = piece.slices.back();
    more = decoder.decode(slice, kSliceBytes);
    held += slice.rows.bytes() + slice.rejected_bytes;
  }
  PreparedFile prepared = finish(file, decoder, watch);
  prepared.file.delivery.object.stamp = reader.info().stamp;
  guess_payload_of(prepared, piece.slices.front(), 0);
  piece.files.push_back(std::move(prepared));
  return true;
}

// A file whose every record was refused may lie in another payload's folder.
void LoteReader::guess_payload_of(PreparedFile& file, const DecodedRows& rows,
                                  std::size_t first) const {
  if (file.error || file.counts.read == 0 || file.counts.rejected != file.counts.read) return;
  if (first >= rows.rejected.size()) return;
  file.looks_like = guess_payload(context_.catalog, payload_, rows.rejected[first].content);
}

// What the ledger and the files before say of a piece that the caller will meet in the middle of
// its COPY.
void LoteReader::classify_further(LotePiece& piece) {
  if (!first_ && !piece.files.empty()) {
    find_duplicates(ledger(), piece.files);
    piece.classified = true;
  }
  for (PreparedFile* file : by_name(piece.files)) {
    if (file->status != FileStatus::loaded || file->error) continue;
    const auto [known, is_new] = contents_.try_emplace(file->content.sha256, file->file.id);
    if (!is_new && piece.classified) mark_duplicate(*file, known->second);
  }
}

}  // namespace gdo::raw
