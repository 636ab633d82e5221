#include "app/contract/check_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "app/terminal/table.h"
#include "app/terminal/text_width.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/stored_words.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownPlaces = 3;
constexpr std::size_t kShownValue = 40;  // columns

struct Counts {
  std::int64_t accepted = 0;
  std::int64_t noted = 0;  // of them
  std::int64_t rejected = 0;
};

Counts count(const CheckedFile& file) {
  Counts counts;
  for (const CheckedItem& item : file.items) {
    ++(item.rejected ? counts.rejected : counts.accepted);
    if (!item.rejected && !item.reasons.empty()) ++counts.noted;
  }
  return counts;
}

Json item_json(const CheckedFile& file, const CheckedItem& item) {
  const TextPlace place = file.lines.place(item.offset);
  Json reasons = Json::array();
  for (const CheckedReason& reason : item.reasons) {
    const TextPlace at = file.lines.place(reason.offset);
    reasons.push_back(api::reason_json(reason, at.line, at.column));
  }
  return {{"nr_registro", item.record_number},
          {"nr_item", item.item_number},
          {"linha", place.line},
          {"coluna", place.column},
          {"entidade", item.entity.empty() ? Json(nullptr) : Json(item.entity)},
          {"veredito", item.verdict()},
          {"motivos", std::move(reasons)}};
}

Json file_json(const CheckedFile& file) {
  Json items = Json::array();
  for (const CheckedItem& item : file.items) items.push_back(item_json(file, item));
  Json fault = nullptr;
  if (file.fault) {
    fault = {{"codigo", file.fault->code},
             {"mensagem", file.fault->message},
             {"linha", file.fault->line},
             {"coluna", file.fault->column}};
  }
  const Counts counts = count(file);
  return {{"arquivo", file.file},
          {"tipo_payload", file.payload},
          {"registros", std::move(items)},
          {"erro", std::move(fault)},
          {"resumo",
           {{"registros", file.fault ? 0 : file.records},
            {"itens", file.items.size()},
            {"aceitos", counts.accepted},
            {"com_avisos", counts.noted},
            {"rejeitados", counts.rejected}}}};
}

// The same violation, wherever it is.
struct Group {
  const CheckedReason* first = nullptr;
  std::int64_t count = 0;
  std::vector<std::pair<const CheckedItem*, const CheckedReason*>> places;
};

int weight(const CheckedReason& reason) {
  return reason.action == "reject" ? 0 : reason.action == "null" ? 1 : 2;
}

bool same_kind(const CheckedReason& a, const CheckedReason& b) {
  return std::tie(a.rule, a.field, a.action, a.list, a.message) ==
         std::tie(b.rule, b.field, b.action, b.list, b.message);
}

std::vector<Group> grouped(const CheckedFile& file) {
  std::vector<Group> groups;
  for (const CheckedItem& item : file.items) {
    for (const CheckedReason& reason : item.reasons) {
      auto group = std::find_if(groups.begin(), groups.end(), [&reason](const Group& each) {
        return same_kind(*each.first, reason);
      });
      if (group == groups.end()) {
        groups.push_back({&reason, 0, {}});
        group = std::prev(groups.end());
      }
      ++group->count;
      if (group->places.size() < kShownPlaces) group->places.emplace_back(&item, &reason);
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::pair(weight(*a.first), -a.count) < std::pair(weight(*b.first), -b.count);
  });
  return groups;
}

std::string place_text(const CheckedFile& file, const CheckedItem& item,
                       const CheckedReason& reason) {
  const TextPlace place = file.lines.place(reason.offset);
  std::string text =
      trf("line {}, column {}: record {}", place.line, place.column, item.record_number);
  if (item.item_number > 0) text += trf(", item {}", item.item_number);
  if (reason.element > 0) text += fmt::format(", {}[{}]", reason.list, reason.element);
  if (reason.value) {
    text += fmt::format(", \"{}\"", cut_to_width(one_line(*reason.value), kShownValue));
  }
  return text;
}

std::string group_text(const CheckedFile& file, const Group& group, const Terminal& terminal) {
  constexpr Style kStyles[] = {Style::bad, Style::warning, Style::accent};
  constexpr const char* kWords[] = {tr_later("rejected"), tr_later("dropped"), tr_later("warning")};
  const CheckedReason& reason = *group.first;
  const auto kind = static_cast<std::size_t>(weight(reason));
  const std::string field = reason.list.empty() ? reason.field : reason.list + "[]." + reason.field;
  std::string text = fmt::format("\n  {} × {}  {}{}{}  {}\n",
                                 styled(tr(kWords[kind]), kStyles[kind], terminal.colour),
                                 count_text(group.count), reason.rule, field.empty() ? "" : ":",
                                 styled(printable(field), Style::bold, terminal.colour),
                                 monitor::reason_words(reason.message, reason.message_en));
  for (const auto& [item, where] : group.places) {
    text += "      " + place_text(file, *item, *where) + "\n";
  }
  const auto more = group.count - static_cast<std::int64_t>(group.places.size());
  if (more > 0) {
    text += styled(trf("      and {} more\n", count_text(more)), Style::dim, terminal.colour);
  }
  return text;
}

std::string summary(const CheckedFile& file, const Terminal& terminal) {
  const Counts counts = count(file);
  std::string text = counted(file.records, "record", "records");
  if (static_cast<std::int64_t>(file.items.size()) != file.records) {
    text += ", " + counted(static_cast<std::int64_t>(file.items.size()), "item", "items");
  }
  text += trf(": {} accepted", count_text(counts.accepted));
  if (counts.noted > 0) text += trf(" ({} with remarks)", count_text(counts.noted));
  const std::string rejected = trf("{} rejected", count_text(counts.rejected));
  return text + ", " +
         styled(rejected, counts.rejected > 0 ? Style::bad : Style::good, terminal.colour) + "\n";
}

}  // namespace

std::string check_json(std::span<const CheckedFile> files) {
  Json all = Json::array();
  for (const CheckedFile& file : files) all.push_back(file_json(file));
  const Json& document = files.size() == 1 ? all.front() : all;
  // A file's name may be any bytes.
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string check_text(const CheckedFile& file, const Terminal& terminal) {
  std::string text = fmt::format(
      "{} ({})\n", styled(printable(file.file), Style::bold, terminal.colour), file.payload);
  if (file.fault) {
    return text + trf("  {} {}: {} (line {}, column {}); nothing of it would load\n",
                      styled(tr("broken"), Style::bad, terminal.colour), file.fault->code,
                      monitor::file_fault(file.fault->code, file.fault->message), file.fault->line,
                      file.fault->column);
  }
  text += "  " + summary(file, terminal);
  for (const Group& group : grouped(file)) text += group_text(file, group, terminal);
  return text;
}

}  // namespace gdo::app
