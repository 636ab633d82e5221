#pragma once

namespace gdo::service {
int rows();
}  // namespace gdo::service
