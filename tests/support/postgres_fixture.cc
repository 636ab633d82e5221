// postgres_fixture start|stop HOME: the PostgreSQL that tests with the label postgres share.

#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <string_view>

#include "pg/cluster/private_cluster.h"

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "usage: postgres_fixture start|stop HOME\n");
    return 2;
  }
  try {
    const std::filesystem::path home = arguments[2];
    gdo::pg::PrivateCluster cluster(home);
    if (std::string_view(arguments[1]) == "start") {
      cluster.start();
    } else {
      cluster.destroy();
      std::filesystem::remove(home);
    }
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
