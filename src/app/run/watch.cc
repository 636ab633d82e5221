#include "app/run/watch.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "app/alerts/command.h"
#include "app/connections.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/run/watch_causes.h"
#include "base/error.h"
#include "base/log.h"
#include "base/outside_text.h"
#include "config/connection_string.h"
#include "control/log_manager.h"
#include "control/presence.h"
#include "embedded/control_sql.h"
#include "pg/connection.h"

namespace gdo::app {
namespace {

// What keeps `gdo run --watch` from its work: how long it waits before it tries again, and the
// alert that reports it, as soon as the database takes one.
class WatchTrouble {
 public:
  // Until the next try: 1 s, 2 s, 4 s … 60 s.
  std::chrono::seconds met(const std::string& message, bool lasting);
  // Opens an alert, or counts it again, unless the trouble may pass by itself. Never throws.
  void raise_alert(const std::function<pg::ConnectOptions()>& server);
  // Work goes on: closes the alert, which is written now if it could not be before. Never throws.
  void over(const std::function<pg::ConnectOptions()>& server);

 private:
  int failures_ = 0;  // in a row
  bool lasting_ = false;
  bool open_ = false;     // to be closed
  bool written_ = false;  // in the database
  std::string message_;
};

constexpr std::chrono::seconds kLongestWait{60};
constexpr int kFailuresOfLasting = 3;

std::string alert_key() { return "execucao/observacao/" + control::this_process().hostname; }

void write_alert(pg::Connection& connection, const std::string& message) {
  connection.query(control_sql::raise_alert,
                   {std::nullopt, "execucao_parada", "erro", alert_key(),
                    "gdo run --watch não consegue trabalhar e tenta de novo",
                    nlohmann::json{{"erro", storable_text(message)}}.dump()});
}

void close_alert(pg::Connection& connection) {
  connection.query(control_sql::close_watch_alert, {alert_key()});
}

std::chrono::seconds WatchTrouble::met(const std::string& message, bool lasting) {
  message_ = message;
  ++failures_;
  lasting_ = lasting || failures_ >= kFailuresOfLasting;
  return std::min(kLongestWait, std::chrono::seconds(1) * (1 << std::min(failures_ - 1, 6)));
}

void WatchTrouble::raise_alert(const std::function<pg::ConnectOptions()>& server) {
  if (!lasting_) return;
  open_ = true;
  try {
    pg::Connection connection(server());
    write_alert(connection, message_);
    written_ = true;
  } catch (const Error& error) {
    log::debug("the alert waits until the database takes it: {}", error.what());
  }
}

void WatchTrouble::over(const std::function<pg::ConnectOptions()>& server) {
  failures_ = 0;
  if (!open_) return;
  try {
    pg::Connection connection(server());
    if (!written_) write_alert(connection, message_);
    close_alert(connection);
    open_ = written_ = false;
  } catch (const Error& error) {
    log::debug("the alert is closed at the next round: {}", error.what());
  }
}

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
        causes_(store, store_options(context.settings()), settle_time(context.settings()),
                request.interval) {
    run_.settling = &causes_.settling();
  }

  int run() {
    Due due = everything();
    while (!context_.stop().requested()) {
      try {
        if (due.of_layers()) round(due);
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
  log::info("watching {}", store != nullptr ? store->uri() : "the database");
  return Watch(request, catalog, models, store, context).run();
}

}  // namespace gdo::app
