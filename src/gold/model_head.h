#pragma once

#include <functional>
#include <string_view>

#include "gold/model.h"

namespace gdo::gold {

// Notes what is wrong with a model's file, and where.
using Refusal = std::function<void(int line, std::string_view what)>;

// Whether a line of the head, or a section, says how rows are read and not how they are made:
// another text of it leaves them as they are.
bool is_about_reading(std::string_view name);

// Takes one line of a model's head, `-- name: value`, into the model.
void read_head_line(std::string_view text, int line, Model& model, const Refusal& refuse);

}  // namespace gdo::gold
