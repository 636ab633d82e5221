#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace gdo::api {

// What the server counts about itself, for Prometheus. Thread-safe.
class Metrics {
 public:
  void count(const std::string& route, const std::string& method, int status,
             std::chrono::microseconds duration, std::uint64_t bytes, bool whole);

  // The text format of Prometheus, version 0.0.4.
  std::string text() const;

  static constexpr std::array kBuckets = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                          0.25,  0.5,    1.0,   2.5,  5.0,   10.0, 30.0};

 private:
  struct Latency {
    std::array<std::uint64_t, kBuckets.size()> buckets{};
    std::uint64_t count = 0;
    double seconds = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> requests_;  // by their labels
  std::map<std::string, Latency> latencies_;       // by route
  std::uint64_t bytes_ = 0;
  std::uint64_t broken_off_ = 0;
};

// One gauge or counter with its explanation, as text.
std::string metric_line(std::string_view name, std::string_view type, std::string_view help,
                        double value);

}  // namespace gdo::api
