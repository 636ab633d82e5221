#pragma once

#include "contract/field.h"
#include "pg/binary_copy.h"
#include "values/value.h"

namespace gdo::trusted {

// Appends a judged value as a field of a binary COPY row, in the column's type.
void append_value(pg::BinaryRows& rows, const values::Value& value, const contract::DataType& type);

}  // namespace gdo::trusted
