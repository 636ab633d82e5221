#pragma once

#include <array>
#include <string>

#include "pg/connection.h"

namespace gdo::pg {

// The options of a connection as libpq's two lists, which stay valid while this object does.
class ConnectWords {
 public:
  explicit ConnectWords(const ConnectOptions& options)
      : timeout_(std::to_string(options.connect_timeout_s)),
        // What stands before dbname gives way to what it says; what stands after wins.
        values_{timeout_.c_str(),
                "1",
                "30",
                "10",
                "3",
                "60000",
                options.uri_or_conninfo.c_str(),
                options.application_name.c_str(),
                "UTF8",
                nullptr} {}
  ConnectWords(const ConnectWords&) = delete;
  ConnectWords& operator=(const ConnectWords&) = delete;

  const char* const* keywords() const { return kKeywords.data(); }
  const char* const* values() const { return values_.data(); }

 private:
  static constexpr std::array<const char*, 10> kKeywords{"connect_timeout",  "keepalives",
                                                         "keepalives_idle",  "keepalives_interval",
                                                         "keepalives_count", "tcp_user_timeout",
                                                         "dbname",           "application_name",
                                                         "client_encoding",  nullptr};

  std::string timeout_;
  std::array<const char*, 10> values_;
};

}  // namespace gdo::pg
