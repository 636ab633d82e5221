#include "api/metrics.h"

#include <fmt/format.h>

namespace gdo::api {
namespace {

std::string head(std::string_view name, std::string_view type, std::string_view help) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

}  // namespace

std::string metric_line(std::string_view name, std::string_view type, std::string_view help,
                        double value) {
  return head(name, type, help) + fmt::format("{} {}\n", name, value);
}

void Metrics::count(const std::string& route, const std::string& method, int status,
                    std::chrono::microseconds duration, std::uint64_t bytes, bool whole) {
  const double seconds = std::chrono::duration<double>(duration).count();
  const std::lock_guard lock(mutex_);
  ++requests_[fmt::format("rota=\"{}\",metodo=\"{}\",status=\"{}\"", route, method, status)];
  Latency& latency = latencies_[route];
  for (std::size_t i = 0; i < kBuckets.size(); ++i) {
    if (seconds <= kBuckets[i]) ++latency.buckets[i];
  }
  ++latency.count;
  latency.seconds += seconds;
  bytes_ += bytes;
  if (!whole) ++broken_off_;
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string text = head("gdo_http_requests_total", "counter", "Answers by route and status.");
  for (const auto& [labels, count] : requests_) {
    text += fmt::format("gdo_http_requests_total{{{}}} {}\n", labels, count);
  }
  text +=
      head("gdo_http_duration_seconds", "histogram", "From the whole request to the last byte.");
  for (const auto& [route, latency] : latencies_) {
    for (std::size_t i = 0; i < kBuckets.size(); ++i) {
      text += fmt::format("gdo_http_duration_seconds_bucket{{rota=\"{}\",le=\"{}\"}} {}\n", route,
                          kBuckets[i], latency.buckets[i]);
    }
    text += fmt::format("gdo_http_duration_seconds_bucket{{rota=\"{}\",le=\"+Inf\"}} {}\n", route,
                        latency.count);
    text +=
        fmt::format("gdo_http_duration_seconds_sum{{rota=\"{}\"}} {}\n", route, latency.seconds);
    text +=
        fmt::format("gdo_http_duration_seconds_count{{rota=\"{}\"}} {}\n", route, latency.count);
  }
  text += metric_line("gdo_http_sent_bytes_total", "counter", "Bytes of bodies, as sent.",
                      static_cast<double>(bytes_));
  text += metric_line("gdo_http_broken_off_total", "counter",
                      "Answers that the client did not wait for, or that failed half-way.",
                      static_cast<double>(broken_off_));
  return text;
}

}  // namespace gdo::api
