#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "e2e/raw_site.h"
#include "support/pg_proxy.h"

namespace gdo::test {

inline constexpr int kFilesOfLote = 40;
inline constexpr int kBrokenFile = 20;

// "07.json"; from 1.
std::string lote_file(int number);

// What the file in the middle is.
enum class Middle { whole, truncated, garbage };

// A site with a proxy before its server, to which lotes of forty files come: arrays of three
// animals, one of which holds a record, too, that is refused.
class ManyFilesSite {
 public:
  ManyFilesSite();

  // The files of the next lote wait in pending/.
  void put_lote(Middle middle);
  // Of the lote put last: "animais/cliente=c1c1c1/7/", and how many of its rows a table with
  // nome_arquivo has.
  std::string folder() const;
  std::int64_t count(const std::string& table, const std::string& condition = "true");
  // Its tables and folders say that all of it is loaded once.
  void expect_loaded();
  void expect_in_gold();

  // gdo run … through the proxy, as far as that moment; false when it ends before.
  bool run_to(const Moment& moment, const std::vector<std::string>& options = {});
  Program& held_run() { return *run_; }
  // It ends by itself then, and has loaded all of the lote put last and says so.
  void expect_to_go_on();
  // The server has taken so many rows of the COPY that is held.
  void expect_copied(int rows);
  // Kills it where it is held.
  void kill();
  // Another run, to its end. 0 or 1: broken files that it finds are no failure here.
  void finish(const std::vector<std::string>& options = {}) const;

  // All tables and the lake say what they say where the same lotes were loaded undisturbed.
  void expect_undisturbed_raw();
  void expect_undisturbed();

  RawSite site;
  PgProxy proxy;

 private:
  void fill_like(const ManyFilesSite& other);

  std::vector<Middle> lotes_;
  pg::Connection connection_ = site.connect();
  std::unique_ptr<Program> run_;
};

}  // namespace gdo::test
