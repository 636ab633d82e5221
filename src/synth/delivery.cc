#include "synth/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.h"
#include "synth/gzip.h"
#include "synth/manifest.h"

namespace gdo::synth {
namespace {

constexpr Fault kLatin1Record = {
    .name = "latin1", .verdict = Verdict::rejected_raw, .rules = "utf8_invalido"};

bool is_broken(FileFault fault) {
  return fault == FileFault::truncated || fault == FileFault::malformed ||
         fault == FileFault::empty_file;
}

}  // namespace

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    throw Error(ErrorKind::lake,
                fmt::format("writing {}: {}. Is there room, and may you write there?",
                            path.string(), std::strerror(errno)));
  }
}

Delivery::Delivery(const FilePlan& plan, Part& part, bool pretty)
    : plan_(plan), part_(part), json_(part.text), path_(path(plan.time)) {
  part_.text.clear();
  json_.start_file(pretty, 1);
  if (plan_.fault == FileFault::byte_order_mark) part_.text.put("\xEF\xBB\xBF");
  if (!plan_.json_lines) part_.text.put(pretty ? std::string_view("[\n  ") : std::string_view("["));
}

bool Delivery::loads() const {
  return !is_broken(plan_.fault) && plan_.fault != FileFault::empty_array;
}

bool Delivery::may_be_faulty() const {
  if (plan_.fault != FileFault::none && plan_.fault != FileFault::byte_order_mark) return false;
  // By its first line a reader tells JSON Lines from one object.
  return !plan_.json_lines || records_ > 0;
}

std::string Delivery::path(Moment time) const {
  return fmt::format("{}/cliente={}/{}_{}.json{}", folder_of(plan_.payload), plan_.tenant->token,
                     stem_of(plan_.payload), file_time(time), plan_.gzip ? ".gz" : "");
}

void Delivery::begin_record(const Fault* fault, Day anchor) {
  TextBuffer& text = part_.text;
  if (records_ > 0 && !plan_.json_lines) text.put(',');
  if (records_ > 0 && json_.pretty()) text.put("\n  ");
  ++records_;
  items_ = 0;
  record_start_ = text.size();
  record_fault_ = fault;
  if (fault != nullptr) json_.edit(fault->used_edits(), anchor, file_day());
}

bool Delivery::end_record() {
  json_.clear_edits();
  if (plan_.fault == FileFault::latin1 && has_accent(record_start_)) record_fault_ = &kLatin1Record;
  const bool whole =
      items_ == 0 || (record_fault_ != nullptr && record_fault_->verdict == Verdict::rejected_raw);
  if (record_fault_ != nullptr && record_fault_->effect == Effect::broken_line) break_line();
  if (plan_.json_lines) part_.text.put('\n');
  judged_ += whole ? 1 : items_;
  if (record_fault_ == nullptr) return loads();
  if (whole) note_item(0, *record_fault_);
  return loads() && record_fault_->verdict == Verdict::accepted;
}

void Delivery::begin_item(const Fault* fault, Day anchor) {
  ++items_;
  item_fault_ = fault;
  if (fault != nullptr) json_.edit(fault->used_edits(), anchor, file_day());
}

bool Delivery::end_item() {
  if (item_fault_ != nullptr) json_.clear_edits();
  const bool header_faulty = record_fault_ != nullptr;
  if (header_faulty && record_fault_->verdict != Verdict::rejected_raw) {
    note_item(items_, *record_fault_);
  } else if (item_fault_ != nullptr && !header_faulty) {
    note_item(items_, *item_fault_);
  }
  const bool header_accepted = !header_faulty || record_fault_->verdict == Verdict::accepted;
  const bool item_accepted = item_fault_ == nullptr || item_fault_->verdict == Verdict::accepted;
  return loads() && header_accepted && item_accepted;
}

void Delivery::note_item(std::int64_t item, const Fault& fault) {
  ++faulty_;
  put_item_line(lines_, {path_, records_, item}, fault);
}

bool Delivery::has_accent(std::size_t start) const {
  const std::string_view record = part_.text.view_from(start);
  return std::any_of(record.begin(), record.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

void Delivery::break_line() {
  const std::size_t size = part_.text.size() - record_start_;
  std::size_t end = record_start_ + size * 2 / 3;
  // Not within a letter: the line is to be bad JSON, not bad UTF-8.
  while (static_cast<unsigned char>(part_.text.view()[end - 1]) >= 0x80) --end;
  part_.text.truncate(end);
}

void Delivery::close_text() {
  TextBuffer& text = part_.text;
  if (plan_.json_lines) return;
  if (json_.pretty())
    text.put(records_ > 0 ? std::string_view("\n]\n") : std::string_view("]\n"));
  else
    text.put(']');
}

// Accented letters are two bytes that begin with C3 in UTF-8; nothing else is not ASCII here.
void Delivery::to_latin1() {
  TextBuffer& text = part_.text;
  char* out = text.data();
  const std::string_view in = text.view();
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (static_cast<unsigned char>(in[i]) != 0xC3) {
      *out++ = in[i];
    } else {
      *out++ = static_cast<char>(static_cast<unsigned char>(in[++i]) + 0x40);
    }
  }
  text.truncate(static_cast<std::size_t>(out - text.data()));
}

void Delivery::damage() {
  TextBuffer& text = part_.text;
  switch (plan_.fault) {
    case FileFault::truncated: {
      const std::size_t share = 30 + plan_.seed % 65;
      return text.truncate(std::max<std::size_t>(1, text.size() * share / 100));
    }
    case FileFault::malformed: {
      // The comma before the last record, or the bracket at the end.
      const std::size_t place = text.view().rfind(records_ > 1 ? ',' : ']', record_start_);
      text.data()[records_ > 1 ? place : text.view().rfind(']')] = ' ';
      return;
    }
    case FileFault::empty_file:
      return text.clear();
    case FileFault::empty_array: {
      // White space tells it from other empty arrays: the same bytes would be a duplicate.
      text.clear();
      text.put('[');
      for (std::uint64_t bits = plan_.seed; bits > 0; bits >>= 2U) text.put(" \n\t\r"[bits & 3U]);
      text.put(']');
      return;
    }
    case FileFault::latin1:
      return to_latin1();
    case FileFault::none:
    case FileFault::byte_order_mark:
      return;
  }
}

void Delivery::store(Moment time, std::string_view result) {
  const std::string_view bytes = plan_.gzip ? part_.packed.view() : part_.text.view();
  const std::string name = path(time);
  write_file(part_.pending / name, bytes);
  const std::int64_t records = loads() ? records_ : 0;
  const bool again = result == "duplicado";
  put_file_line(part_.manifest, {name, folder_of(plan_.payload), result, records,
                                 again ? std::string_view("reenvio") : plan_.note});
  ++counts().files;
  counts().bytes += static_cast<std::int64_t>(bytes.size());
  counts().records += records;
}

void Delivery::finish() {
  close_text();
  damage();
  if (plan_.gzip) {
    part_.packed.clear();
    put_gzip(part_.packed, part_.text.view());
  }
  if (is_broken(plan_.fault)) {
    ++counts().broken_files;
    return store(plan_.time, "erro");
  }
  store(plan_.time, "carregado");
  if (!loads()) return;
  part_.manifest.put(lines_.view());
  counts().items += judged_;
  counts().faulty_items += faulty_;
  if (plan_.resent_at > 0) store(plan_.resent_at, "duplicado");
}

}  // namespace gdo::synth
