#pragma once

#include "config/settings.h"
#include "contract/contract.h"
#include "gold/models.h"

namespace gdo::app {

// The gold models of the settings, which follow these contracts. Throws Error(config) with the file
// and line of everything that is wrong in the folder GDO_MODELS.
gold::Models models_in_use(const config::Settings& settings, const contract::Catalog& catalog);

// The same where no catalog is in hand.
gold::Models models_in_use(const config::Settings& settings);

}  // namespace gdo::app
