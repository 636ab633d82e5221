#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/context.h"

namespace gdo::app {

struct CreateKeyRequest {
  std::string tenant;
  std::string role;
  std::vector<std::string> cnpjs;
  std::string cnpj_file;  // one a line
  std::string name;
  std::string expires;
  std::string networks;  // separated by commas
  bool bi = false;
  bool json = false;
};
int create_key(const CreateKeyRequest& request, Context& context);

struct RotateKeyRequest {
  std::string id;
  std::int64_t overlap_days = 7;
  bool json = false;
};
int rotate_key(const RotateKeyRequest& request, Context& context);

int revoke_keys(const std::vector<std::string>& ids, Context& context);

struct ListKeysRequest {
  std::string tenant;
  bool all = false;  // dead ones, too
  bool json = false;
};
int list_keys(const ListKeysRequest& request, Context& context);

}  // namespace gdo::app
