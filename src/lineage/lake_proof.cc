#include "lineage/lake_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

#include "base/error.h"
#include "decode/text_source.h"
#include "store/content_hasher.h"

namespace gdo::lineage {
namespace {

constexpr std::size_t kChunk = 256U << 10U;

std::string hex(const std::array<std::byte, 32>& bytes) {
  std::string text;
  for (const std::byte b : bytes) text += fmt::format("{:02x}", std::to_integer<unsigned>(b));
  return text;
}

// The pieces of a text that records take, in the order of their first bytes, kept as it passes by.
class Cutter {
 public:
  explicit Cutter(const FileOrigin& file) : file_(file), bytes_(file.records.size()) {}

  void pass(std::string_view text) {
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      const auto begin = static_cast<std::uint64_t>(file_.records[i].byte_start);
      const auto end = begin + static_cast<std::uint64_t>(file_.records[i].byte_size);
      const std::uint64_t from = std::max(begin, offset_);
      const std::uint64_t to = std::min(end, offset_ + text.size());
      if (from < to) bytes_[i] += text.substr(from - offset_, to - from);
    }
    offset_ += text.size();
  }
  bool done() const {
    return std::all_of(file_.records.begin(), file_.records.end(), [&](const RawOrigin& one) {
      return static_cast<std::uint64_t>(one.byte_start + one.byte_size) <= offset_;
    });
  }
  const std::string& bytes(std::size_t record) const { return bytes_[record]; }
  bool whole(std::size_t record) const {
    return bytes_[record].size() == static_cast<std::size_t>(file_.records[record].byte_size);
  }

 private:
  const FileOrigin& file_;
  std::vector<std::string> bytes_;
  std::uint64_t offset_ = 0;
};

// Fills the cutter from the uncompressed text, then reads on to the object's end for its hash.
// What was wrong with the text, if anything.
std::string read_through(store::ObjectReader& reader, const decode::ReadLimits& limits,
                         Cutter& cutter, std::string& sha256) {
  store::ContentHasher hasher;
  const auto source = [&](std::span<char> out) {
    const std::size_t count = reader.read(out);
    hasher.update({out.data(), count});
    return count;
  };
  std::vector<char> chunk(kChunk);
  const std::unique_ptr<decode::TextSource> text = decode::open_text(source, limits);
  std::string fault;
  while (!cutter.done()) {
    const std::size_t count = text->read(chunk);
    if (count == 0) {
      if (text->fault()) fault = text->fault()->message;
      break;
    }
    cutter.pass({chunk.data(), count});
  }
  while (source(chunk) != 0) {
  }
  sha256 = hex(hasher.finish().sha256);
  return fault;
}

struct Mismatch {
  std::string code;  // empty: none
  std::string message;
};

FileProof all_failed(const FileOrigin& file, const Mismatch& why) {
  const RecordProof proof{{}, false, why.code, why.message};
  return {false, why.code, why.message, std::vector<RecordProof>(file.records.size(), proof)};
}

Mismatch mismatch_of(const FileOrigin& file, const std::string& sha256) {
  if (sha256 == file.sha256) return {};
  return {"mudou",
          fmt::format("o objeto mudou: SHA-256 {} no lago, {} no livro", sha256, file.sha256)};
}

Mismatch mismatch_of(const FileOrigin& file, std::size_t record, const Cutter& cutter,
                     const std::string& sha256, const std::string& fault) {
  if (Mismatch changed = mismatch_of(file, sha256); !changed.code.empty()) return changed;
  if (!cutter.whole(record)) {
    return {"termina_antes", fault.empty() ? "o objeto termina antes do registro" : fault};
  }
  if (cutter.bytes(record) != file.records[record].complete_data) {
    return {"bytes_diferem",
            fmt::format("os bytes diferem dos guardados em {}", file.records[record].table)};
  }
  return {};
}

}  // namespace

FileProof prove(store::ObjectStore& lake, const FileOrigin& file,
                const decode::ReadLimits& limits) {
  const std::string root = lake.uri() + "/";
  if (!file.file.starts_with(root)) {
    return all_failed(
        file, {"outro_lago", fmt::format("o arquivo não está neste lago ({})", lake.uri())});
  }
  const std::optional<store::ObjectInfo> object = lake.stat(file.file.substr(root.size()));
  if (!object) return all_failed(file, {"ausente", "o objeto não está mais no lago"});
  Cutter cutter(file);
  std::string sha256;
  std::string fault;
  try {
    const auto reader = lake.open({object->name, object->generation});
    fault = read_through(*reader, limits, cutter, sha256);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::lake_unreachable) throw;
    return all_failed(file,
                      {"ilegivel", fmt::format("o objeto não pôde ser lido: {}", error.what())});
  }
  const Mismatch changed = mismatch_of(file, sha256);
  FileProof all{changed.code.empty(), changed.code, changed.message,
                std::vector<RecordProof>(file.records.size())};
  for (std::size_t i = 0; i < all.records.size(); ++i) {
    RecordProof& proof = all.records[i];
    if (cutter.whole(i)) proof.bytes = cutter.bytes(i);
    const Mismatch wrong = mismatch_of(file, i, cutter, sha256, fault);
    proof.code = wrong.code;
    proof.message = wrong.message;
    proof.matches = wrong.code.empty();
  }
  return all;
}

}  // namespace gdo::lineage
