#pragma once

#include "pg/connection.h"

namespace gdo::monitor {

// Looks at what came from day to day (volume, duration, rejections, yield, the hour of arrival) and
// opens and closes the alerts about it. The service tables must exist.
void watch_series(pg::Connection& connection);

}  // namespace gdo::monitor
