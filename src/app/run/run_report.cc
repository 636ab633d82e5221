#include "app/run/run_report.h"

#include <algorithm>

namespace gdo::app {

bool RunReport::success() const {
  return (!raw || raw->success()) && (!trusted || trusted->success()) &&
         (!service || service->success());
}

bool RunReport::interrupted() const {
  return (raw && raw->interrupted) || (trusted && trusted->interrupted) ||
         (service && service->interrupted);
}

bool RunReport::idle() const {
  const bool raw_idle =
      !raw || std::all_of(raw->stages.begin(), raw->stages.end(),
                          [](const raw::RawStage& stage) { return stage.files.read == 0; });
  const bool trusted_idle =
      !trusted || std::all_of(trusted->stages.begin(), trusted->stages.end(),
                              [](const trusted::TrustedStage& stage) { return stage.lotes == 0; });
  const bool service_idle = !service || std::all_of(service->stages.begin(), service->stages.end(),
                                                    [](const gold::ServiceStage& stage) {
                                                      return stage.changed_rows == 0;
                                                    });
  return raw_idle && trusted_idle && service_idle;
}

}  // namespace gdo::app
