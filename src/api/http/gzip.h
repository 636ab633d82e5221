#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gdo::api {

// Compresses a body piece by piece (RFC 1952).
class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  // Appends to `out` what is ready; `flush`: everything so far can be read.
  void add(std::string_view bytes, bool flush, std::string& out);
  void finish(std::string& out);

 private:
  void run(std::string_view bytes, int mode, std::string& out);
  struct State;
  std::unique_ptr<State> state_;
};

// Whether Accept-Encoding takes gzip (RFC 9110, 12.5.3).
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace gdo::api
