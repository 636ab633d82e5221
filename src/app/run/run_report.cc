#include "app/run/run_report.h"

#include <algorithm>

namespace gdo::app {

bool RunReport::sucesso() const {
  return (!raw || raw->sucesso()) && (!trusted || trusted->sucesso()) &&
         (!service || service->sucesso());
}

bool RunReport::interrompido() const {
  return (raw && raw->interrompido) || (trusted && trusted->interrompido) ||
         (service && service->interrompido);
}

bool RunReport::idle() const {
  const bool raw_idle =
      !raw || std::all_of(raw->etapas.begin(), raw->etapas.end(),
                          [](const raw::RawStage& stage) { return stage.arquivos.lidos == 0; });
  const bool trusted_idle =
      !trusted || std::all_of(trusted->etapas.begin(), trusted->etapas.end(),
                              [](const trusted::TrustedStage& stage) { return stage.lotes == 0; });
  const bool service_idle = !service || std::all_of(service->etapas.begin(), service->etapas.end(),
                                                    [](const gold::ServiceStage& stage) {
                                                      return stage.linhas_alteradas == 0;
                                                    });
  return raw_idle && trusted_idle && service_idle;
}

}  // namespace gdo::app
