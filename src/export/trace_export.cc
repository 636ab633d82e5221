#include "export/trace_export.h"

#include <fmt/format.h>

#include <limits>
#include <memory>

#include "base/error.h"
#include "base/words.h"
#include "export/row_format.h"
#include "export/trace_rows.h"
#include "store/content_hasher.h"
#include "trace/masking.h"
#include "trace/things.h"
#include "values/masking.h"

namespace gdo::exports {
namespace {

constexpr std::size_t kTraceBytesAtOnce = 256U << 10U;
constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
constexpr int kMeanings = 10;

// Tells one list of lines from another without keeping them.
class LinesRead {
 public:
  void add(std::string_view line) {
    ++count_;
    const store::ContentId id = store::content_of(digest_ + std::string(line));
    digest_.clear();
    for (const std::byte b : id.sha256) {
      digest_ += fmt::format("{:02x}", std::to_integer<unsigned>(b));
    }
  }
  std::int64_t count() const { return count_; }
  const std::string& digest() const { return digest_; }

 private:
  std::int64_t count_ = 0;
  std::string digest_;
};

// What is shown of a key that may itself name a person: a producer's document, a farm's key.
std::string masked_key(const std::string& key, const std::optional<trace::FoundKey>& found) {
  const trace::WrittenKey written = trace::read_key(key);
  const std::string kind = written.kind.empty() ? "" : written.kind + ":";
  const auto document = trace::key_value(trace::KeyPart::digits, written.text);
  if (document && !values::is_company_document(*document)) {
    return kind + values::mask_document(*document);
  }
  const bool farm = found ? found->type == "fazenda" : written.kind == "fazenda";
  return farm ? kind + values::mask_farm_key(written.text) : key;
}

class TraceStream {
 public:
  TraceStream(pg::Connection& connection, const TraceExport& wanted, ExportOutput& output,
              const Unanswered& unanswered)
      : connection_(connection),
        wanted_(wanted),
        farms_(wanted.format == "geojson"),
        format_(row_format(wanted.format, farms_ ? trace_farm_table() : trace_node_table())),
        output_(output),
        unanswered_(unanswered) {}

  void start() { format_->append_head(text_); }

  void start_after(const ExportPosition& position, const KeyLines& lines) {
    const std::int64_t done = std::stoll(position.key.at(0));
    while (read_.count() < done) {
      const std::optional<std::string> line = lines();
      if (!line) break;
      read_.add(*line);
    }
    if (read_.count() != done || read_.digest() != position.key.at(1)) {
      throw Error(ErrorKind::config,
                  "these are not the keys that the part begins with; give the same, or start again "
                  "without --continue");
    }
    count_ = {.rows = position.rows,
              .keys = std::stoll(position.key.at(2)),
              .unanswered = std::stoll(position.key.at(3))};
  }

  // False once nobody reads on.
  [[nodiscard]] bool add(const std::string& line) {
    read_.add(line);
    const std::string key(trimmed(line));
    if (key.empty()) return true;
    ++count_.keys;
    const TraceAnswer asked = answer(key);
    for (const TextRow& row : farms_ ? trace_farm_rows(asked) : trace_node_rows(asked)) {
      if (!write_row(row)) return false;
    }
    return hand_on();
  }

  void stop() {
    if (!hand_on()) return;
    output_.stopped(position());
    throw Error(ErrorKind::interrupted, "the export was stopped half-way");
  }

  void finish() {
    format_->append_tail(text_);
    if (output_.write(text_)) output_.finish();
  }

  const TraceExportCount& count() const { return count_; }

 private:
  TraceAnswer answer(const std::string& key) {
    const auto found =
        trace::find_keys(connection_, trace::read_key(key), wanted_.tenants, kMeanings);
    TraceAnswer asked{.query_number = read_.count(), .query = key, .trace = {}, .reason = {}};
    std::optional<trace::FoundKey> meant;
    if (found.size() == 1) asked.trace = whole_trace(found.front());
    if (asked.trace) {
      meant = found.front();
    } else {
      asked.reason = found.size() > 1 ? "ambiguo" : "nao_encontrado";
      report(key, found.size() > 1 ? found : std::vector<trace::FoundKey>{});
    }
    if (!wanted_.personal) asked.query = masked_key(key, meant);
    return asked;
  }

  // None when it went away since it was found.
  std::optional<trace::Trace> whole_trace(const trace::FoundKey& key) {
    try {
      trace::Trace whole = trace::trace(connection_, key, {.children = kAll, .carcasses = kAll});
      if (wanted_.personal) return whole;
      trace::mask_personal(whole);
      trace::mask_farm_names(whole);
      return whole;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::not_found) throw;
      return std::nullopt;
    }
  }

  void report(const std::string& key, std::vector<trace::FoundKey> found) {
    ++count_.unanswered;
    std::vector<std::string> meanings;
    for (trace::FoundKey& one : found) {
      if (!wanted_.personal) trace::mask_personal(one.key);
      meanings.push_back(one.tenant + " " + one.written());
    }
    unanswered_(read_.count(), key, meanings);
  }

  // Of a long trace, pieces go out before it is whole: they are written again after a kill.
  [[nodiscard]] bool write_row(const TextRow& row) {
    RowValues values;
    for (const auto& value : row) {
      values.push_back(value ? std::optional<std::string_view>(*value) : std::nullopt);
    }
    format_->append_row(values, count_.rows == 0, text_);
    ++count_.rows;
    return text_.size() < kTraceBytesAtOnce || put_out();
  }

  [[nodiscard]] bool put_out() {
    const bool read = output_.write(text_);
    text_.clear();
    return read;
  }

  // Only after whole keys.
  [[nodiscard]] bool hand_on() {
    if (!put_out()) return false;
    output_.reached(position());
    return true;
  }

  ExportPosition position() const {
    return {.rows = count_.rows,
            .key = {std::to_string(read_.count()), read_.digest(), std::to_string(count_.keys),
                    std::to_string(count_.unanswered)}};
  }

  pg::Connection& connection_;
  const TraceExport& wanted_;
  bool farms_;
  std::unique_ptr<RowFormat> format_;
  ExportOutput& output_;
  const Unanswered& unanswered_;
  LinesRead read_;
  TraceExportCount count_;
  std::string text_;
};

}  // namespace

TraceExportCount export_traces(pg::Connection& connection, const TraceExport& wanted,
                               const KeyLines& lines, const std::optional<ExportPosition>& start,
                               ExportOutput& output, const Unanswered& unanswered,
                               const StopFlag& stop) {
  TraceStream stream(connection, wanted, output, unanswered);
  if (start && !start->key.empty()) {
    stream.start_after(*start, lines);
  } else {
    stream.start();
  }
  while (const std::optional<std::string> line = lines()) {
    if (!stream.add(*line)) return stream.count();
    if (stop.requested()) stream.stop();
  }
  stream.finish();
  return stream.count();
}

}  // namespace gdo::exports
