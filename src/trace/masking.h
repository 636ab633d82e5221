#pragma once

#include "trace/trace.h"

namespace gdo::trace {

class Things;

// Takes out of a trace what identifies a natural person: documents are masked, names cut to
// initials, registrations left out, coordinates rounded to two decimals. Companies stay as they
// are.
void mask_personal(Trace& trace);
// The same where things of models are traced: what their heads call personal.
void mask_personal(Trace& trace, const Things& things);
// The same of one key: a farm without CAR is known by its producer's document.
void mask_personal(nlohmann::ordered_json& key);
// Besides, in what leaves for other systems: a natural person's farm is named by its initials, as
// in exported tables, for its name often says whose it is.
void mask_farm_names(Trace& trace);

}  // namespace gdo::trace
