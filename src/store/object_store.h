#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::store {

// One object of the lake. `name` is relative to the lake's root, with '/' between parts, as bytes.
struct ObjectInfo {
  std::string name;
  // Changes whenever the object's bytes are replaced. GCS: the object's generation. Folder: the
  // modification time in nanoseconds since 1970.
  std::int64_t generation = 0;
  std::uint64_t size = 0;               // stored bytes (compressed, if it is stored compressed)
  std::int64_t updated_ns = 0;          // nanoseconds since 1970, UTC
  std::optional<std::uint32_t> crc32c;  // of the stored bytes, where the store knows it (GCS)
  // Of a file: another one after any change, also after one that kept its size and time. 0 = not
  // known.
  std::int64_t stamp = 0;
};

struct ListPage {
  std::vector<ObjectInfo> objects;  // in byte order of their names
  std::string next;                 // pass to the next call; empty = no more
  // What the listing had to leave out, a sentence each: folders that it may not read, and symbolic
  // links below the prefix, which are not followed.
  std::vector<std::string> unreadable = {};
  std::vector<std::string> not_followed = {};
};

// What was read of an object: enough to recognise the same bytes at another place.
struct ContentId {
  std::uint64_t size = 0;
  std::uint32_t crc32c = 0;
  std::array<std::byte, 32> sha256{};
};

// One pass over the stored bytes of one version of an object.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  // The version that is being read.
  virtual const ObjectInfo& info() const = 0;
  // Fills `out` with the next bytes, waiting for them; 0 at the end. At the end the whole read has
  // been verified: against the checksum the store published, or that the file did not change under
  // the reader. Throws Error(transient) when it did, or when retries did not help.
  virtual std::size_t read(std::span<char> out) = 0;
};

struct ReadRequest {
  std::string name;
  std::int64_t generation = 0;
};

struct ReadResult {
  // What to do with the object when it could not be read.
  enum class Status {
    ok,
    gone,     // no such version any more
    changed,  // it changed while it was read
    failed,   // try another time
  };
  Status status = Status::ok;
  ObjectInfo info;
  std::string bytes;    // the stored bytes, whole
  std::string message;  // why, when not ok
};

struct MoveRequest {
  std::string from;
  std::int64_t generation = 0;  // the version that was read
  ContentId content;            // the bytes that were read
  std::string to;
  // ObjectInfo::stamp of what was read. Where it is not known or another, the bytes are compared.
  std::int64_t stamp = 0;
};

struct MoveResult {
  enum class Outcome {
    moved,              // the destination holds the content and the source (this version) is gone,
                        // also when an earlier, interrupted attempt did part of it
    destination_taken,  // the destination holds other bytes; nothing changed
    source_changed,     // the source holds another version now, which stays where it is
    source_missing,     // neither the source nor the destination holds the content
    failed,             // try another time
  };
  Outcome outcome = Outcome::moved;
  std::int64_t generation = 0;  // of the destination, when moved
  std::string message;          // why, when not moved
};

// A lake: objects under one root, in a folder or a bucket. Safe to use from many threads.
// Calls throw Error(lake_unreachable) when the store does not answer or refuses our credentials,
// after the retries it is worth making.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  // file:///… or gs://bucket/prefix, as a person would write it, without a final slash.
  virtual const std::string& uri() const = 0;

  // Whether a producer may still be writing what is listed: true for a folder; an object of a
  // bucket appears whole.
  virtual bool may_be_half_written() const { return false; }

  // The objects whose name starts with `prefix`, a page at a time; `page` is ListPage::next of the
  // page before. Leaves out what producers are still writing or hide: a name part that starts with
  // '.', and names ending in .tmp, .part, .filepart, .crdownload, '~' or '/'.
  virtual ListPage list(std::string_view prefix, std::string_view page = {}) = 0;

  // Throws Error(not_found) when that version is not there any more.
  virtual std::unique_ptr<ObjectReader> open(const ReadRequest& request) = 0;

  // Reads small objects whole, many at a time. `done` is called once for each request with its
  // index, in any order, one call at a time, and may keep the bytes.
  virtual void read_all(std::span<const ReadRequest> requests,
                        const std::function<void(std::size_t, ReadResult)>& done) = 0;

  // Moves many at a time; results in the order of the requests. Never overwrites a destination.
  // Every request may be repeated after a crash.
  virtual std::vector<MoveResult> move_all(std::span<const MoveRequest> requests) = 0;

  // Empty when there is no such object.
  virtual std::optional<ObjectInfo> stat(std::string_view name) = 0;
  // Of each, in the order of the names.
  virtual std::vector<std::optional<ObjectInfo>> stat_all(std::span<const std::string> names);

  // Creates an object, whole or not at all. Throws Error(lake) when the name exists.
  virtual ObjectInfo create(std::string_view name, std::string_view bytes) = 0;
};

struct StoreOptions {
  int requests_in_flight = 128;  // of read_all and move_all (GCS)
  int attempts = 10;             // of one request, before it counts as failed
  std::string credentials_file;  // GOOGLE_APPLICATION_CREDENTIALS; empty = metadata server
  std::string emulator_host;     // STORAGE_EMULATOR_HOST, with or without http://
  std::string subscription;   // GDO_PUBSUB_SUBSCRIPTION: projects/P/subscriptions/S; may be empty
  std::string pubsub_host;    // PUBSUB_EMULATOR_HOST, with or without http://
  std::string metadata_host;  // GCE_METADATA_HOST; empty = Google's
  int back_off_ms = 100;      // longest wait before a second attempt, doubled for each more
  int stall_s = 60;           // an answer that brings no byte for so long is broken
};

// Opens file:///absolute/folder, a plain path, or gs://bucket/prefix (names are taken as they are
// written, without %XX). Throws Error(config) for a URI it does not understand or credentials it
// cannot read; reaches out to no server yet.
std::unique_ptr<ObjectStore> open_store(std::string_view uri, const StoreOptions& options);

// Whether a listing leaves the name out: a part that starts with '.', or an end of .tmp, .part,
// .filepart, .crdownload, '~' or '/': what producers are still writing, or hide.
bool ignored_name(std::string_view name) noexcept;

// Whether a folder can hold an object of that name inside its root: parts that are neither empty
// nor
// "." nor "..", and no byte 0. (A bucket takes any name.)
bool valid_file_name(std::string_view name) noexcept;

// "a/b" of "a/b/c"; empty when there is no '/'.
std::string_view folder_of(std::string_view name) noexcept;
// "c" of "a/b/c".
std::string_view base_of(std::string_view name) noexcept;

}  // namespace gdo::store
