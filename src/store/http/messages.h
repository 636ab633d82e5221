#pragma once

#include <string>
#include <vector>

namespace gdo::store {

// One message to a server, within a few seconds. Each gives what went wrong, without the address;
// empty = the server took it.
std::string post_json(const std::string& url, const std::string& body);
std::string fetch(const std::string& url);
std::string send_mail(const std::string& url, const std::string& from,
                      const std::vector<std::string>& to, const std::string& message);

}  // namespace gdo::store
