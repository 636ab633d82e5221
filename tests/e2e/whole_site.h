#pragma once

#include <string>
#include <vector>

#include "e2e/raw_site.h"

namespace gdo::test {

// What raw, trusted and gold say, as lines that two sites with the same facts have in common. Fails
// the test where the audit finds something wrong.
std::vector<std::string> contents_of(const RawSite& site);

// "/…/.s.PGSQL.5432" of the site's server.
std::string server_socket(const RawSite& site);

// Leads the site's programs to another port of this machine.
void lead_through(RawSite& site, int port);

}  // namespace gdo::test
