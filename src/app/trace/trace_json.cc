#include "app/trace/trace_json.h"

#include "app/result_json.h"
#include "trace/trace_document.h"

namespace gdo::app {

std::string trace_json(const trace::Trace& trace) {
  return json_text(trace::trace_document(trace));
}

}  // namespace gdo::app
