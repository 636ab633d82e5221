#include "app/demo/demo_site.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "embedded/app_sql.h"

namespace gdo::app {

DemoSite::~DemoSite() {
  if (!open_) return;
  try {
    guard_.reset();
    cluster_.stop();
  } catch (const Error& error) {
    log::warn("{}", error.what());
  }
}

void DemoSite::open() {
  cluster_.start();
  guard_ = std::make_unique<pg::Connection>(database());
  const pg::Result mine =
      guard_->query("SELECT pg_try_advisory_lock(hashtextextended('gdo demo', 0))");
  if (!mine.boolean(0, 0)) {
    throw Error(ErrorKind::transient,
                trf("another gdo demo is at work in {}: wait for it, or set GDO_HOME to "
                    "another folder",
                    home_.string()));
  }
  open_ = true;
  // Someone who looks at the last demonstration should not make this one wait for ever.
  guard_->execute(app_sql::empty_database);
  std::error_code failure;
  std::filesystem::remove_all(lake(), failure);
  if (failure) {
    throw Error(ErrorKind::config, trf("the lake of an earlier demo cannot be removed: {}: {}",
                                       lake().string(), failure.message()));
  }
}

}  // namespace gdo::app
