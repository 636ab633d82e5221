#pragma once

#include "config/settings.h"
#include "contract/contract.h"
#include "gold/models.h"

namespace gdo::app {

// The gold models of the settings, which follow these contracts. Throws Error(config) with the file
// and line of everything that is wrong in the folder GDO_MODELS.
service::Models models_in_use(const Settings& settings, const contract::Catalog& catalog);

// The same where no catalog is in hand.
service::Models models_in_use(const Settings& settings);

}  // namespace gdo::app
