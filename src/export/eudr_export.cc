#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "export/documents.h"
#include "values/masking.h"

namespace gdo::exports {
namespace {

using Json = nlohmann::ordered_json;

enum Column { farm_key, document, producer, farm, city, state, car, latitude, longitude, lots };

Json text_or_null(const pg::Result& rows, int row, int column) {
  return rows.is_null(row, column) ? Json() : Json(std::string(rows.text(row, column)));
}

// A name, or of a person its initials.
Json shown_name(const pg::Result& rows, int row, int column, bool personal) {
  if (rows.is_null(row, column)) return {};
  const std::string_view name = rows.text(row, column);
  const bool clear = personal || values::is_company_document(rows.text(row, document));
  return clear ? std::string(name) : values::initials(name);
}

std::string place(const pg::Result& rows, int row, bool personal) {
  std::string text;
  for (const int column :
       {static_cast<int>(farm), static_cast<int>(city), static_cast<int>(state)}) {
    if (rows.is_null(row, column)) continue;
    if (!text.empty()) text += ", ";
    text += column == farm ? shown_name(rows, row, column, personal).get<std::string>()
                           : std::string(rows.text(row, column));
  }
  return text;
}

std::size_t decimals(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

Json farm_properties(const pg::Result& rows, int row, bool personal) {
  return {{"ProducerName", shown_name(rows, row, producer, personal)},
          {"ProducerCountry", "BR"},
          {"ProductionPlace", place(rows, row, personal)},
          {"car", text_or_null(rows, row, car)},
          {"lotes_abate", Json::parse(rows.text(row, lots))}};
}

// No digit is added to what was sent, and none taken away; how many there were is said apart.
std::string feature(const pg::Result& rows, int row, bool personal) {
  const std::string_view lat = rows.text(row, latitude);
  const std::string_view lon = rows.text(row, longitude);
  Json properties = farm_properties(rows, row, personal);
  properties["casas_decimais"] = std::min(decimals(lat), decimals(lon));
  return fmt::format(
      R"({{"type":"Feature","geometry":{{"type":"Point","coordinates":[{},{}]}},"properties":{}}})",
      lon, lat, properties.dump());
}

pg::Result untraceable(pg::Connection& connection, const trace::EventScope& scope,
                       const trace::FoundKey& key) {
  if (key.type == "caixa")
    return connection.query(trace::export_sql_text("eudr_caixa"), {scope.tenant});
  const auto part = [&](const char* name) { return key.key.at(name).get<std::string>(); };
  return connection.query(
      trace::export_sql_text("eudr_venda"),
      {scope.tenant, part("cnpj_local_estoque"), part("nr_pedido"), part("carga")});
}

Json lots_without_farm(pg::Connection& connection, const trace::EventScope& scope) {
  const pg::Result rows =
      connection.query(trace::export_sql_text("eudr_lotes_sem_fazenda"), {scope.tenant});
  Json lots = Json::array();
  for (int row = 0; row < rows.rows(); ++row) lots.push_back(std::string(rows.text(row, 0)));
  return lots;
}

Json boxes_untraceable(pg::Connection& connection, const trace::EventScope& scope,
                       const trace::FoundKey& key) {
  const pg::Result rows = untraceable(connection, scope, key);
  Json boxes = Json::array();
  for (int row = 0; row < rows.rows(); ++row) {
    boxes.push_back(
        {{"codigo_barras", text_or_null(rows, row, 0)}, {"motivo", text_or_null(rows, row, 1)}});
  }
  return boxes;
}

// What stands behind the features: members that GeoJSON does not know.
std::string tail(const trace::FoundKey& key, const Json& missing) {
  Json members = {{"objeto", {{"tipo", key.type}, {"chave", key.key}}},
                  {"cobertura_cadeia", "direta"},
                  {"aviso",
                   "Só a última fazenda dos animais é conhecida: nascimento e recria não estão "
                   "aqui. As coordenadas têm as casas decimais com que foram enviadas."}};
  members.update(missing);
  return "\n]," + members.dump().substr(1) + "\n";
}

// Counts what goes out.
class Counted {
 public:
  explicit Counted(ExportOutput& output) : output_(output) {}
  // False once nobody reads on.
  [[nodiscard]] bool write(std::string_view text) {
    bytes_ += text.size();
    return output_.write(text);
  }
  std::uint64_t bytes() const { return bytes_; }

 private:
  ExportOutput& output_;
  std::uint64_t bytes_ = 0;
};

}  // namespace

EudrCount export_eudr(pg::Connection& connection, const trace::EventScope& scope,
                      const trace::FoundKey& key, bool personal, ExportOutput& output) {
  EudrCount count;
  Json without_place = Json::array();
  Counted counted(output);
  if (!counted.write("{\"type\":\"FeatureCollection\",\"features\":[\n")) return count;
  const pg::Result rows = connection.query(trace::export_sql_text("eudr_fazendas"), {scope.tenant});
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.is_null(row, latitude)) {
      without_place.push_back(farm_properties(rows, row, personal));
      continue;
    }
    const char* comma = count.farms > 0 ? ",\n" : "";
    if (!counted.write(comma + feature(rows, row, personal))) return count;
    ++count.farms;
  }
  const Json missing = {{"fazendas_sem_coordenadas", without_place},
                        {"lotes_sem_fazenda", lots_without_farm(connection, scope)},
                        {"caixas_nao_rastreaveis", boxes_untraceable(connection, scope, key)}};
  const auto number = [&](const char* list) {
    return static_cast<std::int64_t>(missing.at(list).size());
  };
  count.farms_without_place = number("fazendas_sem_coordenadas");
  count.lots_without_farm = number("lotes_sem_fazenda");
  count.boxes_untraceable = number("caixas_nao_rastreaveis");
  if (counted.write(tail(key, missing))) output.finish();
  count.bytes = counted.bytes();
  return count;
}

}  // namespace gdo::exports
