#include "app/run/watch.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <thread>
#include <utility>

#include "app/alerts/channels.h"
#include "app/connections.h"
#include "app/run/lineage_events.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/run/watch_causes.h"
#include "app/run/watch_trouble.h"
#include "app/work_database.h"
#include "base/error.h"
#include "base/log.h"
#include "config/redact.h"
#include "control/presence.h"

namespace gdo::app {
namespace {

bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::transient || kind == ErrorKind::database_unreachable ||
         kind == ErrorKind::lake_unreachable;
}

class Watch {
 public:
  Watch(const WatchRequest& request, const contract::Catalog& catalog, const gold::Models& models,
        store::ObjectStore* store, Context& context)
      : request_(request),
        catalog_(catalog),
        models_(models),
        store_(store),
        context_(context),
        run_(request.request),
        causes_(store, settle_time(context.settings()), request.interval) {
    run_.settling = &causes_.settling();
  }

  int run() {
    Due due = everything();
    while (!context_.stop().requested()) {
      try {
        round(due);
        started_ = true;
        trouble_.over([&] { return database(context_); });
        if (due.alerts) send_due_alerts(context_, false);
        due = causes_.wait(context_.stop(), [&] { presence_.reset(); });
      } catch (const std::exception& caught) {
        recover(caught);
        due = everything();
      }
    }
    return 0;  // being stopped is how a watch ends
  }

 private:
  bool includes(std::string_view layer) const {
    return request_.layer.empty() || request_.layer == layer;
  }

  void open_sessions() {
    if (!presence_) presence_.emplace(database_to_fill(context_), lease_of(context_.settings()));
    if (!prepared_) prepare_tables(presence_->database(), catalog_, models_, context_);
    prepared_ = true;
    causes_.listen(presence_->database());
  }

  void round(const Due& due) {
    open_sessions();
    LayerRuns layers(presence_->database(), catalog_, models_, run_, context_);
    const auto goes_on = [&] { return !context_.stop().requested(); };
    if (store_ != nullptr && due.raw) {
      run_.look_back = due.look_back;
      layers.raw(*store_);
    }
    const bool trusted = causes_.take_trusted() || due.trusted;
    if (includes("trusted") && trusted && goes_on()) layers.trusted();
    Due gold = causes_.take_service();
    gold.tenants.insert(due.tenants.begin(), due.tenants.end());
    gold.service |= due.service || gold.tenants.size() > 1;
    if (includes("service") && goes_on()) {
      if (gold.service) {
        layers.service();
      } else if (!gold.tenants.empty()) {
        layers.service(*gold.tenants.begin());
      }
    }
    const RunReport report = layers.finish();
    report_lineage(report, store_ != nullptr ? store_->uri() : "", context_);
    note_report(report);
  }

  void note_report(const RunReport& report) {
    if (report.raw && !report.idle()) causes_.loaded();
    causes_.try_again({.trusted = report.trusted && !report.trusted->success(),
                       .service = report.service && !report.service->success()});
    if (request_.json) {
      context_.print(run_json(report, true));
    } else if (!report.idle() || !report.success()) {
      context_.print(run_text(report, context_.out()));
    }
    context_.flush();
  }

  void recover(const std::exception& caught) {
    const auto* const error = dynamic_cast<const Error*>(&caught);
    const bool wrong_settings = error != nullptr && error->kind() == ErrorKind::config;
    if (wrong_settings && !started_) throw;
    prepared_ = false;
    causes_.stop_listening();
    presence_.reset();
    const bool passing = error != nullptr && may_pass(error->kind());
    const std::chrono::seconds wait = trouble_.met(caught.what(), !passing);
    log::error("{}; trying again in {} s", config::redact_uri(caught.what()), wait.count());
    trouble_.raise_alert([&] { return database(context_); });
    pause(wait);
  }

  // Waits, but not longer than until Ctrl-C.
  void pause(std::chrono::seconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!context_.stop().requested() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  const WatchRequest& request_;
  const contract::Catalog& catalog_;
  const gold::Models& models_;
  store::ObjectStore* const store_;
  Context& context_;
  RunRequest run_;
  WatchCauses causes_;
  std::optional<control::Presence> presence_;  // not at rest
  WatchTrouble trouble_;
  bool prepared_ = false;
  bool started_ = false;  // a round has come to its end
};

}  // namespace

int run_watch(const WatchRequest& request, const contract::Catalog& catalog,
              const gold::Models& models, store::ObjectStore* store, Context& context) {
  log::info("watching {}, listing every {} s", store != nullptr ? store->uri() : "the database",
            request.interval.count());
  return Watch(request, catalog, models, store, context).run();
}

}  // namespace gdo::app
