#include "app/trace/trace_json.h"

#include <nlohmann/json.hpp>

#include "app/result_json.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

Json nodes_json(const std::vector<service::TraceNode>& nodes) {
  Json list = Json::array();
  for (const service::TraceNode& node : nodes) {
    Json one = {{"tipo", node.tipo},
                {"chave", node.chave},
                {"dados", node.dados},
                {"filhos", nodes_json(node.filhos)}};
    if (node.omitidos > 0) one["omitidos"] = node.omitidos;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

std::string trace_json(const service::Trace& trace) {
  Json document = {{"tipo", trace.sujeito.tipo},
                   {"token_cliente", trace.token_cliente},
                   {"chave", trace.sujeito.chave},
                   {"rastreavel", trace.rastreavel},
                   {"motivo", trace.motivo ? Json(*trace.motivo) : Json(nullptr)},
                   {"dados", trace.sujeito.dados},
                   {"origem", nodes_json(trace.origem.filhos)},
                   {"destino", nodes_json(trace.destino.filhos)}};
  if (trace.origem.omitidos > 0) document["origem_omitidos"] = trace.origem.omitidos;
  if (trace.destino.omitidos > 0) document["destino_omitidos"] = trace.destino.omitidos;
  return json_text(document);
}

}  // namespace gdo::app
