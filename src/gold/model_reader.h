#pragma once

#include <string_view>

#include "gold/model.h"

namespace gdo::service {

// Reads a model's file: a head of lines `-- name: value`, then sections that begin `-- == name`.
// Throws Error(internal) saying what is missing where: models are part of the program.
Model read_model(std::string_view path, std::string_view text);

}  // namespace gdo::service
