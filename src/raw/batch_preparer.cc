#include "raw/batch_preparer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/stopwatch.h"

namespace gdo::raw {
namespace {

ByteSource source_of(const std::string& bytes) {
  return [rest = std::string_view(bytes)](std::span<char> out) mutable {
    const std::size_t count = std::min(out.size(), rest.size());
    std::memcpy(out.data(), rest.data(), count);
    rest.remove_prefix(count);
    return count;
  };
}

// Decodes one file into the batch's rows. Empty when it does not fit there: then its rows are taken
// away again.
std::optional<PreparedFile> decode_file(PreparedBatch& batch, const ClaimedFile& file,
                                        const std::string& bytes, const PrepareOptions& options) {
  const Stopwatch watch;
  PreparedFile prepared;
  prepared.first_row = batch.decoded.rows.rows();
  const std::size_t first_rejection = batch.decoded.rejected.size();
  const std::size_t rejected_before = batch.decoded.rejected_bytes;
  FileDecoder decoder(batch.plan, file, options.payload, source_of(bytes), options.limits);
  const bool too_large = decoder.decode(batch.decoded, options.batch_bytes);
  prepared.error = decoder.error();
  if (too_large || prepared.error) {
    batch.decoded.rejected.resize(first_rejection);
    batch.decoded.rejected_bytes = rejected_before;
    while (batch.decoded.rows.rows() > prepared.first_row) batch.decoded.rows.abandon_row();
  }
  if (too_large) return std::nullopt;
  prepared.file = file;
  prepared.end_row = batch.decoded.rows.rows();
  prepared.content = decoder.finish();
  prepared.version = version_of(file.delivery, prepared.content);
  prepared.counts = decoder.counts();
  prepared.repeated_members = decoder.repeated_members();
  prepared.uncompressed_bytes = decoder.uncompressed_bytes();
  prepared.duration_ms = watch.ms();
  return prepared;
}

}  // namespace

Preparation prepare_batch(ObjectStore& store, LotePlan plan, const PrepareOptions& options,
                          RowsPool& spare, std::atomic<std::uint64_t>& bytes_done) {
  Preparation preparation;
  PreparedBatch& batch = preparation.batch;
  batch.decoded = spare.take();
  batch.plan = std::move(plan);
  std::vector<ReadRequest> requests;
  for (const ClaimedFile& file : batch.plan.files) {
    requests.push_back({file.delivery.object.name, file.delivery.object.generation});
  }
  store.read_all(requests, [&](std::size_t index, ReadResult read) {
    const ClaimedFile& file = batch.plan.files[index];
    if (read.status != ReadResult::Status::ok) {
      batch.released.push_back(file.id);
      if (read.status == ReadResult::Status::failed) {
        batch.failures.push_back(fmt::format("{}: {}", file.delivery.nome_arquivo, read.message));
      } else {
        batch.changed.push_back(file.delivery.object.name);
      }
      return;
    }
    bytes_done += read.bytes.size();
    auto prepared = decode_file(batch, file, read.bytes, options);
    if (prepared) {
      prepared->file.delivery.object.stamp = read.info.stamp;
      batch.files.push_back(std::move(*prepared));
    } else {
      preparation.too_large.push_back(file);
    }
  });
  std::sort(batch.files.begin(), batch.files.end(),
            [](const PreparedFile& a, const PreparedFile& b) { return a.first_row < b.first_row; });
  return preparation;
}

}  // namespace gdo::raw
