#include "raw/file_decoder.h"

#include <fmt/format.h>

#include <utility>

namespace gdo::raw {
namespace {

// Reads the fields of an encoded row one after the other.
class EncodedRow {
 public:
  explicit EncodedRow(std::string_view row) : rest_(row.substr(2)) {}

  std::string_view field() {
    const auto length = static_cast<std::int32_t>(integer(rest_.substr(0, 4)));
    rest_.remove_prefix(4);
    if (length < 0) return {};
    const std::string_view value = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(value.size());
    return value;
  }
  std::int64_t integer_field() { return static_cast<std::int64_t>(integer(field())); }

 private:
  static std::uint64_t integer(std::string_view big_endian) {
    std::uint64_t value = 0;
    for (const char byte : big_endian) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
  }
  std::string_view rest_;
};

}  // namespace

// Mirrors add_row() below.
RejectedRecord refused_row(std::string_view encoded_row, const contract::Payload& payload,
                           const std::string& sqlstate) {
  EncodedRow row(encoded_row);
  RejectedRecord rejected;
  row.field();  // lote_id
  rejected.file_id = row.integer_field();
  rejected.number = row.integer_field();
  rejected.offset = static_cast<std::uint64_t>(row.integer_field());
  row.field();  // data_processamento
  rejected.size = static_cast<std::uint64_t>(row.integer_field());
  row.field();  // token_cliente
  for (std::size_t i = 0; i < payload.raw_key_columns.size(); ++i) row.field();
  row.field();  // nome_arquivo
  rejected.content = row.field();
  rejected.reasons =
      to_json({{"", "tipo", fmt::format("o PostgreSQL recusou o registro (SQLSTATE {})", sqlstate),
                fmt::format("PostgreSQL refused the record (SQLSTATE {})", sqlstate)}});
  return rejected;
}

FileDecoder::FileDecoder(const control::LotePlan& plan, const control::ClaimedFile& file,
                         const contract::Payload& payload, decode::ByteSource source,
                         const decode::ReadLimits& limits)
    : plan_(plan),
      file_(file),
      source_(std::move(source)),
      checker_(payload, plan.tenant),
      reader_([this](std::span<char> out) { return read_source(out); }, limits, payload.container) {
}

std::size_t FileDecoder::read_source(std::span<char> out) {
  const std::size_t count = source_(out);
  if (count == 0) source_ended_ = true;
  hasher_.update({out.data(), count});
  return count;
}

void FileDecoder::add_row(const decode::RawRecord& record, pg::BinaryRows& rows) {
  rows.begin_row(static_cast<std::int16_t>(9 + checker_.key_count()));
  rows.int8(plan_.lote_id);
  rows.int8(file_.id);
  rows.int8(record.number);
  rows.int8(static_cast<std::int64_t>(record.offset));
  rows.timestamptz(plan_.processed_at_us);
  rows.int4(static_cast<std::int32_t>(record.size));
  rows.text(plan_.tenant);
  for (std::size_t i = 0; i < checker_.key_count(); ++i) {
    const decode::FieldValue& key = checker_.key(i);
    if (key.kind == decode::FieldValue::Kind::absent ||
        key.kind == decode::FieldValue::Kind::null) {
      rows.null();
    } else {
      rows.text(key.text);
    }
  }
  rows.text(file_.delivery.file_name);
  rows.text(record.bytes);
}

bool FileDecoder::decode(DecodedRows& out, std::size_t enough) {
  decode::RawRecord record;
  while (out.rows.bytes() + out.rejected_bytes < enough) {
    if (!reader_.next(record)) return false;
    ++counts_.read;
    const std::vector<Reason>& reasons = checker_.check(record);
    if (reasons.empty()) {
      if (checker_.repeated_member()) ++repeated_members_;
      ++counts_.loaded;
      add_row(record, out.rows);
      continue;
    }
    ++counts_.rejected;
    out.rejected.push_back({.file_id = file_.id,
                            .number = record.number,
                            .offset = record.offset,
                            .size = record.size,
                            .reasons = to_json(reasons),
                            .content = std::string(record.bytes)});
    out.rejected_bytes += record.bytes.size();
  }
  return true;
}

store::ContentId FileDecoder::finish() {
  std::vector<char> skipped(source_ended_ ? 0 : 1U << 16U);
  while (!source_ended_) read_source(skipped);
  return hasher_.finish();
}

std::optional<control::FileError> FileDecoder::error() const {
  if (!reader_.fault()) return std::nullopt;
  const decode::DocumentFault& fault = *reader_.fault();
  return control::FileError{.file_name = file_.delivery.file_name,
                            .code = fault.code,
                            .message = fault.message,
                            .line = fault.line,
                            .column = fault.column};
}

}  // namespace gdo::raw
