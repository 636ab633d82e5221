#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "monitor/detector.h"

// Ninety days of series as plants make them, each with one planted anomaly: what the detector is
// held to, in its test and in bench/detector.
namespace gdo::monitor {

enum class SeriesKind { volume, duration, rejects, yield };
inline constexpr std::array kSeriesKinds = {SeriesKind::volume, SeriesKind::duration,
                                            SeriesKind::rejects, SeriesKind::yield};

struct PlantedSeries {
  SeriesKind kind = SeriesKind::volume;
  std::vector<DayFigure> figures = {};  // of the open days
  std::int32_t day = 0;                 // of the anomaly, after the twentieth open day
};

// A level, a slow trend, weekdays that differ, and noise with a heavy tail. The anomaly: a day on
// which nothing came, eight times the duration, a quarter rejected, five points less yield.
PlantedSeries planted_series(SeriesKind kind, unsigned seed, const WorkingDays& calendar);

SeriesRule rule_of_kind(SeriesKind kind);

// A Monday.
std::int32_t first_planted_day();
inline constexpr int kPlantedDays = 90;

}  // namespace gdo::monitor
