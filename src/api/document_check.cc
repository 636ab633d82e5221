#include "api/document_check.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/outside_text.h"
#include "judge/judge.h"
#include "raw/record_checker.h"

namespace gdo::api {
namespace {

class DocumentJudge {
 public:
  DocumentJudge(const contract::Payload& payload, const std::string& tenant,
                std::int64_t version_us)
      : payload_(payload), any_tenant_(tenant.empty()), checker_(payload, tenant), judge_(payload) {
    judge_.begin_document(version_us);
  }

  void add(const decode::RawRecord& record, const std::function<void(CheckedItem&&)>& take) {
    std::vector<raw::Reason> refused = checker_.check(record);
    if (any_tenant_) {
      std::erase_if(refused, [](const auto& reason) { return reason.field == "token_cliente"; });
    }
    if (!refused.empty()) {
      take(refuse(record, std::move(refused)));
      return;
    }
    judge_.judge(record.bytes,
                 [&](const judge::ItemVerdict& verdict) { take(keep(record, verdict)); });
  }

 private:
  [[nodiscard]] CheckedItem refuse(const decode::RawRecord& record,
                                   std::vector<raw::Reason> reasons) const {
    CheckedItem item{.record_number = record.number, .offset = record.offset, .rejected = true};
    if (payload_.contracts.size() == 1) item.entity = payload_.contracts.front()->entity;
    for (auto& reason : reasons) {
      item.reasons.push_back({.field = std::move(reason.field),
                              .rule = std::move(reason.rule),
                              .action = "reject",
                              .message = std::move(reason.message),
                              .message_en = std::move(reason.message_en),
                              .offset = record.offset});
    }
    return item;
  }

  static CheckedItem keep(const decode::RawRecord& record, const judge::ItemVerdict& verdict) {
    CheckedItem item{.record_number = record.number,
                     .item_number = verdict.number,
                     .offset = record.offset + verdict.offset,
                     .rejected = !verdict.accepted};
    if (verdict.contract != nullptr) item.entity = verdict.contract->entity;
    for (const auto& violation : verdict.violations) {
      CheckedReason reason{.field = storable_text(violation.field),
                           .rule = std::string(violation.rule),
                           .action = std::string(judge::action_word(violation.action)),
                           .message = violation.message->pt,
                           .message_en = violation.message->en,
                           .list = std::string(violation.list),
                           .element = violation.element,
                           .offset = record.offset + violation.offset};
      if (violation.has_value) reason.value = storable_text(violation.value);
      item.reasons.push_back(std::move(reason));
    }
    return item;
  }

  const contract::Payload& payload_;
  bool any_tenant_;
  raw::RecordChecker checker_;
  judge::Judge judge_;
};

}  // namespace

nlohmann::ordered_json reason_json(const CheckedReason& reason, std::int64_t line,
                                   std::int64_t column) {
  using Json = nlohmann::ordered_json;
  Json json = {{"campo", reason.field},
               {"regra", reason.rule},
               {"acao", reason.action},
               {"valor", reason.value ? Json(*reason.value) : Json(nullptr)},
               {"mensagem", reason.message}};
  if (!reason.message_en.empty()) json["mensagem_en"] = reason.message_en;
  if (!reason.list.empty()) json["lista"] = reason.list;
  if (reason.element > 0) json["elemento"] = reason.element;
  json["linha"] = line;
  json["coluna"] = column;
  return json;
}

const char* CheckedItem::verdict() const {
  if (rejected) return "rejeitado";
  return reasons.empty() ? "aceito" : "com_avisos";
}

DocumentCheck check_document(decode::ByteSource source, const contract::Payload& payload,
                             const DocumentCheckOptions& options,
                             const std::function<void(CheckedItem&&)>& take) {
  decode::DocumentReader reader(std::move(source), options.limits, payload.container);
  DocumentJudge judge(payload, options.tenant, options.version_us);
  DocumentCheck check;
  decode::RawRecord record;
  while (reader.next(record)) {
    ++check.records;
    judge.add(record, [&](CheckedItem&& item) {
      ++(item.rejected ? check.rejected : item.reasons.empty() ? check.accepted : check.noted);
      take(std::move(item));
    });
  }
  check.fault = reader.fault();
  return check;
}

}  // namespace gdo::api
