#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/http/response.h"
#include "api/key_ring.h"
#include "api/pool.h"

namespace gdo::api {

// Tells those who watch, as server-sent events, what log_processamento says of their tenant from
// now on, and lets go of them when their key dies. One session listens for all of them; nothing
// listens while nobody watches.
class EventHub {
 public:
  EventHub(Pool& pool, KeyRing& keys);
  ~EventHub() { stop(); }
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  void watch(const std::string& tenant, std::shared_ptr<const Caller> caller,
             std::shared_ptr<BodyWriter> writer);
  std::size_t watchers() const;
  // Lets go of all who watch; before the server that they are connected to goes.
  void stop();

 private:
  struct Watcher {
    std::string tenant;
    std::shared_ptr<const Caller> caller;
    std::shared_ptr<BodyWriter> writer;
    std::int64_t last = -1;  // id of the last row sent; -1 = not asked yet
    int without_key = 0;     // looks in a row at which its key was not among the living
    bool gone = false;
  };

  void work();
  void listen();
  void notify_all(pg::Connection& listening);
  std::vector<std::shared_ptr<Watcher>> remaining();
  void notify(Watcher& watcher);
  void beat();

  Pool& pool_;
  KeyRing& keys_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::shared_ptr<Watcher>> watchers_;
  std::thread thread_;
};

}  // namespace gdo::api
