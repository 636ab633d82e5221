#include "api/http/gzip.h"

#include <zlib.h>

#include <array>

#include "api/http/header_items.h"
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

}  // namespace gdo::api
