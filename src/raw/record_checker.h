#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "decode/document_reader.h"
#include "decode/record_fields.h"

namespace gdo::raw {

// One reason why a record was refused, as registro_rejeitado.motivos spells it. `campo` is empty
// when it is about the whole record.
struct Reason {
  std::string field;
  std::string rule;
  std::string message;
  std::string message_en = {};
  bool operator==(const Reason&) const = default;
};

// [{"campo": …, "regra": …, "acao": "reject", "valor": null, "mensagem": …,
// "mensagem_en": …}]
std::string to_json(const std::vector<Reason>& reasons);

// What raw asks of a record: an object that fits a shape of its payload, names no other tenant, and
// has its required members, not null. One instance per thread.
class RecordChecker {
 public:
  // payload must outlive the checker.
  RecordChecker(const contract::Payload& payload, std::string tenant);

  // Every reason to refuse the record; empty = it loads. Valid until the next call.
  [[nodiscard]] const std::vector<Reason>& check(const decode::RawRecord& record);

  // Of the record last checked without a reason: the raw key columns in the payload's order.
  const decode::FieldValue& key(std::size_t index) const { return fields_.values()[keys_[index]]; }
  std::size_t key_count() const { return keys_.size(); }
  bool repeated_member() const { return fields_.repeated_member(); }

 private:
  struct Shape {
    std::vector<std::size_t> any_of;    // places in fields_
    std::vector<std::size_t> required;  // places in fields_
  };

  std::size_t place_of(const std::string& member);
  bool present(std::size_t place) const;
  const Shape* shape() const;
  void check_members();

  std::string tenant_;
  std::vector<std::string> members_;
  std::vector<Shape> shapes_;
  std::vector<std::size_t> keys_;
  std::size_t tenant_place_;
  decode::RecordFields fields_;
  std::vector<Reason> reasons_;
};

}  // namespace gdo::raw
