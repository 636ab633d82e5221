#include "app/demo/trace_stages.h"

#include <fmt/format.h>

#include "app/trace/trace_text.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "trace/masking.h"
#include "trace/trace.h"

namespace gdo::app {
namespace {

constexpr trace::TraceLimits kLimits = {.children = 4, .carcasses = 3};

int show_box(DemoTools& tools, bool traceable) {
  pg::Connection connection(tools.site.database());
  const pg::Result row = connection.query(app_sql::box_to_show, {traceable});
  if (row.rows() == 0) {
    tools.context.print(traceable ? "no box is traceable\n" : "every box is traceable\n");
    return 0;
  }
  const trace::FoundKey key{"caixa",
                            std::string(row.text(0, 0)),
                            {{"nr_unidade_desossa", std::string(row.text(0, 1))},
                             {"codigo_barras", std::string(row.text(0, 2))}}};
  trace::Trace trace = trace::trace(connection, key, kLimits);
  trace::mask_personal(trace);
  tools.context.print(trace_text(trace, tools.context.out()));
  tools.context.print(trf("\n(gdo trace {} --cliente {})\n", key.written(), key.tenant));
  return 0;
}

}  // namespace

int show_traceable_box(DemoTools& tools) { return show_box(tools, true); }

int show_untraceable_box(DemoTools& tools) { return show_box(tools, false); }

}  // namespace gdo::app
