#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/stop.h"
#include "control/work_signals.h"
#include "raw/settling.h"
#include "store/gcs/notifications.h"
#include "store/local/arrivals.h"
#include "store/object_store.h"

namespace gdo::app {

// What a round of a watch is for.
struct Due {
  bool raw = false;
  bool look_back = false;  // raw looks at what it moved lately, too
  bool trusted = false;
  std::set<std::string> tenants = {};  // whose gold follows
  bool service = false;                // all tenants' gold
  bool alerts = false;                 // are to be sent
  bool of_layers() const { return raw || trusted || service || !tenants.empty(); }
  bool any() const { return of_layers() || alerts; }
  void add(const Due& more);
};
Due everything();

// Why a watch has something to do: files that arrive in a folder or bucket, files whose settle time
// is over, work that another layer or process has committed, and the clock. At rest it asks the
// database for nothing between the complete rounds.
class WatchCauses {
 public:
  using Clock = std::chrono::steady_clock;

  // store: null = no lake is watched; outlives it. options: as it was opened. interval: between two
  // listings; not given: ten seconds where the kernel or notifications tell what comes, and else 1
  // s after something came, then ever longer, up to 30 s. Throws Error(config).
  WatchCauses(store::ObjectStore* store, const store::StoreOptions& options,
              std::chrono::milliseconds settle, std::optional<std::chrono::seconds> interval);

  // Hears what is committed from now on. Throws Error(database_unreachable).
  void listen(const pg::ConnectOptions& server);
  void stop_listening() { signals_.reset(); }
  // What layers and other processes have committed since; everything when that is not known.
  bool take_trusted();
  Due take_service();

  // Waits until something is due, or `stop`; `at_rest` is called when nothing was for a while.
  Due wait(const StopFlag& stop, const std::function<void()>& at_rest);
  // What a round left undone is tried again at the next listing.
  void try_again(const Due& due);
  // Files were loaded: for some time their writers may still append to them.
  void loaded();

  raw::Settling& settling() { return settling_; }

 private:
  void hear();
  void look(Due& due);
  void look_at_lake(Due& due, Clock::time_point now);
  void look_at_clock(Due& due, Clock::time_point now);
  bool something_pending();
  bool is_told() const;
  std::chrono::seconds until_next_listing();
  void sleep();

  store::ObjectStore* const store_;
  const std::chrono::milliseconds settle_;
  const std::optional<std::chrono::seconds> asked_interval_;
  const std::chrono::seconds interval_;              // between listings where what comes is told
  std::chrono::seconds pause_;                       // where it is not, before the next listing
  std::unique_ptr<store::FolderArrivals> arrivals_;  // none for a bucket
  std::unique_ptr<store::BucketNotifications> notifications_;  // none for a folder
  raw::Settling settling_;
  std::unique_ptr<control::WorkSignals> signals_;
  bool missed_ = true;  // something may have been committed unheard
  Due again_;
  Clock::time_point next_listing_;
  Clock::time_point next_complete_;
  Clock::time_point next_look_;
  std::optional<Clock::time_point> look_at_;  // a file was opened that may be whole by then
  std::optional<Clock::time_point> loaded_;
};

}  // namespace gdo::app
