#include <utility>

#include "trace/trace.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// Member by member: a list of members would copy each of them.
Json nodes_json(std::vector<TraceNode> nodes) {
  Json list = Json::array();
  for (TraceNode& node : nodes) {
    Json one = Json::object();
    one["tipo"] = std::move(node.type);
    one["chave"] = std::move(node.key);
    one["dados"] = std::move(node.data);
    one["filhos"] = nodes_json(std::move(node.children));
    if (node.omitted > 0) one["omitidos"] = node.omitted;
    const std::int64_t halves = node.omitted_carcasses + node.carcasses_of_omitted_lots;
    if (halves > 0) one["carcacas_omitidas"] = halves;
    list.push_back(std::move(one));
  }
  return list;
}

// What the verdict stands on, the same at every limit.
Json sources_json(const TraceSources& sources) {
  Json lacking = Json::array();
  for (const TraceNode& lot : sources.lacks) {
    lacking.push_back({{"tipo", lot.type}, {"chave", lot.key}, {"dados", lot.data}});
  }
  return {{"ordens", sources.orders},
          {"lotes", sources.lotes},
          {"com_escala", sources.with_schedule},
          {"com_animais", sources.with_animals},
          {"com_falta", sources.with_lack},
          {"faltas", std::move(lacking)}};
}

}  // namespace

Json trace_document(Trace trace) {
  Json document = {{"tipo", trace.subject.type},
                   {"token_cliente", trace.tenant},
                   {"chave", trace.subject.key},
                   {"rastreavel", trace.traceable},
                   {"motivo", trace.reason ? Json(*trace.reason) : Json(nullptr)}};
  document["dados"] = std::move(trace.subject.data);
  document["fontes"] = sources_json(trace.sources);
  document["origem"] = nodes_json(std::move(trace.origin.children));
  document["destino"] = nodes_json(std::move(trace.destination.children));
  for (const MissingThing& thing : trace.lacks) document["falta"].push_back(missing_json(thing));
  if (trace.origin.omitted > 0) document["origem_omitidos"] = trace.origin.omitted;
  if (trace.destination.omitted > 0) document["destino_omitidos"] = trace.destination.omitted;
  const std::int64_t halves =
      trace.origin.omitted_carcasses + trace.origin.carcasses_of_omitted_lots;
  if (halves > 0) document["carcacas_omitidas"] = halves;
  return document;
}

}  // namespace gdo::trace
