#include "trace/trace_document.h"

#include <utility>

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// Member by member: a list of members would copy each of them.
Json nodes_json(std::vector<TraceNode> nodes) {
  Json list = Json::array();
  for (TraceNode& node : nodes) {
    Json one = Json::object();
    one["tipo"] = std::move(node.tipo);
    one["chave"] = std::move(node.chave);
    one["dados"] = std::move(node.dados);
    one["filhos"] = nodes_json(std::move(node.filhos));
    if (node.omitidos > 0) one["omitidos"] = node.omitidos;
    const std::int64_t halves = node.carcacas_omitidas + node.carcacas_de_lotes_omitidos;
    if (halves > 0) one["carcacas_omitidas"] = halves;
    list.push_back(std::move(one));
  }
  return list;
}

// What the verdict stands on, the same at every limit.
Json sources_json(const TraceSources& sources) {
  Json lacking = Json::array();
  for (const TraceNode& lot : sources.faltas) {
    lacking.push_back({{"tipo", lot.tipo}, {"chave", lot.chave}, {"dados", lot.dados}});
  }
  return {{"ordens", sources.ordens},         {"lotes", sources.lotes},
          {"com_escala", sources.com_escala}, {"com_animais", sources.com_animais},
          {"com_falta", sources.com_falta},   {"faltas", std::move(lacking)}};
}

}  // namespace

Json trace_document(Trace trace) {
  Json document = {{"tipo", trace.sujeito.tipo},
                   {"token_cliente", trace.token_cliente},
                   {"chave", trace.sujeito.chave},
                   {"rastreavel", trace.rastreavel},
                   {"motivo", trace.motivo ? Json(*trace.motivo) : Json(nullptr)}};
  document["dados"] = std::move(trace.sujeito.dados);
  document["fontes"] = sources_json(trace.fontes);
  document["origem"] = nodes_json(std::move(trace.origem.filhos));
  document["destino"] = nodes_json(std::move(trace.destino.filhos));
  for (const MissingThing& thing : trace.falta) document["falta"].push_back(missing_json(thing));
  if (trace.origem.omitidos > 0) document["origem_omitidos"] = trace.origem.omitidos;
  if (trace.destino.omitidos > 0) document["destino_omitidos"] = trace.destino.omitidos;
  const std::int64_t halves =
      trace.origem.carcacas_omitidas + trace.origem.carcacas_de_lotes_omitidos;
  if (halves > 0) document["carcacas_omitidas"] = halves;
  return document;
}

}  // namespace gdo::trace
