#include "trace/trace_document.h"

namespace gdo::service {
namespace {

using Json = nlohmann::ordered_json;

Json nodes_json(const std::vector<TraceNode>& nodes) {
  Json list = Json::array();
  for (const TraceNode& node : nodes) {
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

Json trace_document(const Trace& trace) {
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
  return document;
}

}  // namespace gdo::service
