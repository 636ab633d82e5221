#include "raw/record_checker.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "decode/foreign_format.h"

namespace gdo::raw {
namespace {

constexpr std::string_view kTenantMember = "token_cliente";

Reason reason_of(decode::RecordFault fault) {
  switch (fault) {
    case decode::RecordFault::invalid_json:
      return {"", "json_invalido", "a linha não é um JSON válido", "the line is not valid JSON"};
    case decode::RecordFault::invalid_utf8:
      return {"", "utf8_invalido", "o registro contém bytes que não são UTF-8, ou um byte 0x00",
              "the record has bytes that are not UTF-8, or a 0x00 byte"};
    case decode::RecordFault::depth:
      return {"", "profundidade", "o registro tem mais níveis do que o limite",
              "the record is nested more deeply than the limit"};
    case decode::RecordFault::size:
      return {"", "tamanho", "o registro é maior do que o limite; só o começo foi guardado",
              "the record is longer than the limit; only its beginning was kept"};
  }
  return {"", "json_invalido", "registro inválido", "invalid record"};
}

}  // namespace

std::string to_json(const std::vector<Reason>& reasons) {
  auto list = nlohmann::json::array();
  for (const Reason& reason : reasons) {
    list.push_back({{"campo", reason.field},
                    {"regra", reason.rule},
                    {"acao", "reject"},
                    {"valor", nullptr},
                    {"mensagem", reason.message},
                    {"mensagem_en", reason.message_en}});
  }
  return list.dump();
}

RecordChecker::RecordChecker(const contract::Payload& payload, std::string tenant)
    : tenant_(std::move(tenant)),
      shapes_([&] {
        std::vector<Shape> shapes;
        for (const contract::Contract* contract : payload.contracts) {
          Shape& shape = shapes.emplace_back();
          for (const auto& member : contract->any_of) shape.any_of.push_back(place_of(member));
          for (const auto& member : contract->raw_required) {
            shape.required.push_back(place_of(member));
          }
        }
        return shapes;
      }()),
      keys_([&] {
        std::vector<std::size_t> keys;
        for (const auto& key : payload.raw_key_columns) keys.push_back(place_of(key.member));
        return keys;
      }()),
      tenant_place_(place_of(std::string(kTenantMember))),
      fields_(members_) {}

std::size_t RecordChecker::place_of(const std::string& member) {
  const auto found = std::find(members_.begin(), members_.end(), member);
  if (found == members_.end()) members_.push_back(member);
  return static_cast<std::size_t>(std::find(members_.begin(), members_.end(), member) -
                                  members_.begin());
}

bool RecordChecker::present(std::size_t place) const {
  const decode::FieldValue::Kind kind = fields_.values()[place].kind;
  return kind != decode::FieldValue::Kind::absent && kind != decode::FieldValue::Kind::null;
}

const RecordChecker::Shape* RecordChecker::shape() const {
  for (const Shape& shape : shapes_) {
    if (shape.any_of.empty()) return &shape;
    for (const std::size_t place : shape.any_of) {
      if (present(place)) return &shape;
    }
  }
  // A member that is there but null still shows what the record was meant to be.
  for (const Shape& shape : shapes_) {
    for (const std::size_t place : shape.any_of) {
      if (fields_.values()[place].kind == decode::FieldValue::Kind::null) return &shape;
    }
  }
  return nullptr;
}

void RecordChecker::check_members() {
  const decode::FieldValue& tenant = fields_.values()[tenant_place_];
  if (present(tenant_place_) && (tenant.not_text || tenant.text != tenant_)) {
    reasons_.push_back({std::string(kTenantMember), "dominio",
                        "o registro diz ser de outro cliente que não o da pasta",
                        "the record names another tenant than its folder does"});
  }
  const Shape* fits = shape();
  if (fits == nullptr) {
    reasons_.push_back({"", "forma_desconhecida", "o registro não tem a forma de nenhum contrato",
                        "the record has the shape of no contract"});
    return;
  }
  for (const std::size_t place : fits->required) {
    if (present(place)) continue;
    reasons_.push_back({members_[place], "obrigatorio", "campo obrigatório ausente ou nulo",
                        "required field absent or null"});
  }
  for (const std::size_t place : keys_) {
    if (!fields_.values()[place].not_text) continue;
    reasons_.push_back({members_[place], "utf8_invalido",
                        "o campo-chave contém \\u0000 ou meio par de substitutos Unicode",
                        "the key field has \\u0000 or half a pair of surrogates"});
  }
}

const std::vector<Reason>& RecordChecker::check(const decode::RawRecord& record) {
  reasons_.clear();
  if (record.fault) {
    reasons_.push_back(reason_of(*record.fault));
    if (*record.fault == decode::RecordFault::invalid_utf8 &&
        decode::looks_like_latin1(record.bytes)) {
      reasons_.back().message += ": parece Latin-1 (Windows-1252); grave o arquivo em UTF-8";
      reasons_.back().message_en += ": it looks like Latin-1 (Windows-1252); write it in UTF-8";
    }
  } else if (!fields_.read(record.bytes)) {
    reasons_.push_back(
        {"", "tipo", "o registro não é um objeto JSON", "the record is not a JSON object"});
  } else {
    check_members();
  }
  return reasons_;
}

}  // namespace gdo::raw
