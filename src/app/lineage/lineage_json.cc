#include "app/lineage/lineage_view.h"
#include "app/result_json.h"
#include "lineage/lineage_document.h"

namespace gdo::app {

std::string lineage_json(const lineage::Lineage& lineage, const Proofs& proofs) {
  return json_text(lineage::lineage_document(lineage, proofs));
}

}  // namespace gdo::app
