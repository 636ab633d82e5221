#pragma once

#include <cstddef>
#include <cstdint>

namespace gdo::synth {

// Mixes a seed with a number: independent streams for independent things, so that what is generated
// does not depend on the order or on the thread in which it is.
constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15U * (number + 1);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

// SplitMix64 with distributions in integers only: the same on every machine and library. Draw once
// in an expression: compilers evaluate operands and arguments in orders of their own.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    return mix(state_, 0);
  }
  // Uniform in [0, n); n > 0.
  constexpr std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>(((next() >> 32U) * n) >> 32U);
  }
  // Uniform in [low, high].
  constexpr int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1)));
  }
  constexpr bool chance(int percent) { return below(100) < static_cast<std::uint32_t>(percent); }
  // True with a probability of threshold / 2^32.
  constexpr bool under(std::uint64_t threshold) { return (next() >> 32U) < threshold; }

  // Normal (sum of twelve uniforms), rounded to the unit of mean and deviation.
  constexpr int normal(int mean, int deviation) {
    std::int64_t sum = -6 * 65536;
    for (int word = 0; word < 3; ++word) {
      const std::uint64_t bits = next();
      for (unsigned part = 0; part < 64; part += 16) {
        sum += static_cast<std::int64_t>((bits >> part) & 0xFFFFU);
      }
    }
    return mean + static_cast<int>(sum * deviation / 65536);
  }
  // Failures before a success that has the probability 1 / (mean + 1).
  constexpr int geometric(int mean) {
    int failures = 0;
    while (failures < 20 * mean && below(static_cast<std::uint32_t>(mean) + 1) != 0) ++failures;
    return failures;
  }
  template <typename Range>
  constexpr const auto& pick(const Range& range) {
    return range[below(static_cast<std::uint32_t>(range.size()))];
  }

 private:
  std::uint64_t state_;
};

// low..high, whatever the value.
constexpr int clip(int value, int low, int high) {
  return value < low ? low : (value > high ? high : value);
}

}  // namespace gdo::synth
