#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace gdo::pg {

struct ClusterStatus {
  enum class State {
    never_created,
    stopped,
    starting,  // there is a server, which does not answer yet or no more
    running,
  };
  State state = State::never_created;
  pid_t pid = 0;                      // of the server; 0 when there is none
  std::filesystem::path data_folder;  // where the data lies, or would lie
  std::filesystem::path socket_folder;
  std::filesystem::path log_file;
  std::string owner;    // the user the server runs as
  std::string version;  // major version of the data, e.g. "15"; empty: never created
};

// The PostgreSQL that gdo runs for itself under GDO_HOME when no other is configured: reachable
// through a unix socket only, by the user it belongs to (and root) only. It outlives the process
// that started it. Safe to use from several processes at once and after kill -9 at any moment.
class PrivateCluster {
 public:
  // home: GDO_HOME. Nothing happens before start().
  explicit PrivateCluster(std::filesystem::path home);

  // Creates the cluster if there is none, starts the server if none runs, and returns when it takes
  // connections. Throws Error(config) when something must be installed or fixed first, and
  // Error(database_unreachable), with the end of the server's log, when it does not come up.
  void start();

  enum class Shutdown {
    fast,       // rolls back, writes a checkpoint
    immediate,  // as if killed; the next start recovers. For data that will be thrown away
  };
  // True when a server ran. Returns after it has ended.
  bool stop(Shutdown how = Shutdown::fast);

  // Stops the server and deletes its data, socket and log.
  void destroy();

  ClusterStatus status() const;

  // On disk: looks at each file.
  std::uint64_t bytes() const;

  // Of database gdo, as its superuser gdo: libpq keywords, and the same as a URI for psql.
  std::string conninfo() const;
  std::string uri() const;

 private:
  std::filesystem::path home_;
};

}  // namespace gdo::pg
