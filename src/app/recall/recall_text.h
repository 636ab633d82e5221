#pragma once

#include <string>

#include "app/terminal/terminal.h"
#include "trace/recall.h"

namespace gdo::app {

// Sums, and where the boxes are: a line a sale, and one for what is in stock.
std::string recall_text(const trace::Recall& recall, bool personal, const Terminal& terminal);

// RFC 4180, a line a box.
std::string recall_csv(const trace::Recall& recall, bool personal);

}  // namespace gdo::app
