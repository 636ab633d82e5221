#include "service/export/eudr_export.h"

#include <fmt/format.h>

#include "clean/masking.h"

namespace gdo::service {
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
  const bool clear = personal || clean::is_company_document(rows.text(row, document));
  return clear ? std::string(name) : clean::initials(name);
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

// No digit is added to what was sent; how many there were is said apart.
Json feature(const pg::Result& rows, int row, bool personal) {
  const std::string_view lat = rows.text(row, latitude);
  const std::string_view lon = rows.text(row, longitude);
  Json properties = farm_properties(rows, row, personal);
  properties["casas_decimais"] = std::min(decimals(lat), decimals(lon));
  return {{"type", "Feature"},
          {"geometry",
           {{"type", "Point"},
            {"coordinates", {std::stod(std::string(lon)), std::stod(std::string(lat))}}}},
          {"properties", properties}};
}

void add_farms(pg::Connection& connection, const EventScope& scope, bool personal, Json& all) {
  const pg::Result rows = connection.query(export_sql_text("eudr_fazendas"), {scope.tenant});
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.is_null(row, latitude)) {
      all["fazendas_sem_coordenadas"].push_back(farm_properties(rows, row, personal));
    } else {
      all["features"].push_back(feature(rows, row, personal));
    }
  }
}

pg::Result untraceable(pg::Connection& connection, const EventScope& scope, const FoundKey& key) {
  if (key.tipo == "caixa") return connection.query(export_sql_text("eudr_caixa"), {scope.tenant});
  const auto part = [&](const char* name) { return key.chave.at(name).get<std::string>(); };
  return connection.query(export_sql_text("eudr_venda"), {scope.tenant, part("cnpj_local_estoque"),
                                                          part("nr_pedido"), part("carga")});
}

}  // namespace

Json eudr_collection(pg::Connection& connection, const EventScope& scope, const FoundKey& key,
                     bool personal) {
  Json all = {{"type", "FeatureCollection"},
              {"features", Json::array()},
              {"objeto", {{"tipo", key.tipo}, {"chave", key.chave}}},
              {"cobertura_cadeia", "direta"},
              {"aviso",
               "Só a última fazenda dos animais é conhecida: nascimento e recria não estão aqui. "
               "As coordenadas têm as casas decimais com que foram enviadas."},
              {"fazendas_sem_coordenadas", Json::array()},
              {"lotes_sem_fazenda", Json::array()},
              {"caixas_nao_rastreaveis", Json::array()}};
  add_farms(connection, scope, personal, all);
  const pg::Result lots_without =
      connection.query(export_sql_text("eudr_lotes_sem_fazenda"), {scope.tenant});
  for (int row = 0; row < lots_without.rows(); ++row) {
    all["lotes_sem_fazenda"].push_back(std::string(lots_without.text(row, 0)));
  }
  const pg::Result boxes = untraceable(connection, scope, key);
  for (int row = 0; row < boxes.rows(); ++row) {
    all["caixas_nao_rastreaveis"].push_back(
        {{"codigo_barras", text_or_null(boxes, row, 0)}, {"motivo", text_or_null(boxes, row, 1)}});
  }
  return all;
}

}  // namespace gdo::service
