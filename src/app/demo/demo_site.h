#pragma once

#include <filesystem>
#include <string>

#include "app/context.h"
#include "pg/cluster/private_cluster.h"
#include "pg/connection.h"

namespace gdo::app {

// Where the demonstration happens: a PostgreSQL and a lake of its own under <GDO_HOME>/demo, so
// that neither a configured database nor the private one's data is touched.
class DemoSite {
 public:
  // Nothing happens before open().
  explicit DemoSite(const std::filesystem::path& home) : home_(home / "demo"), cluster_(home_) {}
  ~DemoSite();  // stops the server; its data stays until the next open()
  DemoSite(const DemoSite&) = delete;
  DemoSite& operator=(const DemoSite&) = delete;

  // Starts the server, empties the database and removes the lake of an earlier demonstration.
  // Throws Error(transient) while another one goes on here.
  void open();

  const std::filesystem::path& home() const { return home_; }
  std::filesystem::path lake() const { return home_ / "lake"; }
  pg::ConnectOptions database() const { return {.uri_or_conninfo = cluster_.conninfo()}; }
  // Version and data folder, which is not below home() when the server's user cannot go there.
  pg::ClusterStatus server() const { return cluster_.status(); }

 private:
  std::filesystem::path home_;
  pg::PrivateCluster cluster_;
  bool open_ = false;
  std::unique_ptr<pg::Connection> guard_;  // holds the lock on this place
};

// What to type in a shell to look at the demonstration's data afterwards: a command a line.
struct LookAround {
  std::filesystem::path program;     // this gdo
  std::string search_path;           // the shell's PATH
  std::filesystem::path home, lake;  // of the demonstration
};
std::string look_around_text(const LookAround& where);

// A word that a POSIX shell reads as `text`.
std::string shell_word(const std::string& text);

}  // namespace gdo::app
