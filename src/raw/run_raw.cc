#include "raw/run_raw.h"

#include <algorithm>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "base/bounded_queue.h"
#include "base/log.h"
#include "base/outside_text.h"
#include "base/stopwatch.h"
#include "contract/contract.h"
#include "control/claims.h"
#include "raw/bystander.h"
#include "raw/delivery_alerts.h"
#include "raw/load_pipeline.h"
#include "raw/mover.h"
#include "raw/schema.h"
#include "raw/settling.h"

namespace gdo::raw {
namespace {

constexpr int kRounds = 3;
constexpr int kClaimTries = 8;
constexpr std::chrono::milliseconds kClaimPause{20};
constexpr std::size_t kMovesAtOnce = 1000;
constexpr std::size_t kDeliveriesListed = 100'000;  // that wait to be claimed

// Adds up what committed lotes brought, a stage per payload.
class StageCounts {
 public:
  StageCounts(const contract::Catalog& catalog, const RawRunOptions& options, RunProgress& progress)
      : progress_(progress) {
    if (options.earlier != nullptr) stages_ = std::move(*options.earlier);
    for (const auto& payload : catalog.payloads()) {
      if (!contract::is_chosen(payload.name, options.payloads)) continue;
      if (place_of(payload.name) == stages_.size()) stages_.push_back({.payload = payload.name});
    }
    watches_.resize(stages_.size());
  }

  void begin(const std::string& payload) {
    auto& watch = watches_[place_of(payload)];
    if (!watch) watch.emplace();
  }

  void add(const control::LotePlan& plan, const LoteResult& result) {
    RawStage& stage = stages_[place_of(plan.payload)];
    for (const PreparedFile& file : result.files) add_file(stage, file);
    progress_.files_done += result.files.size() + result.remainder.released.size();
    if (const auto& watch = watches_[place_of(plan.payload)]) stage.duration_ms = watch->ms();
  }

  std::vector<RawStage> stages() && { return std::move(stages_); }

 private:
  std::size_t place_of(const std::string& payload) const {
    const auto stage = std::find_if(stages_.begin(), stages_.end(),
                                    [&](const RawStage& s) { return s.payload == payload; });
    return static_cast<std::size_t>(stage - stages_.begin());
  }

  void add_file(RawStage& stage, const PreparedFile& file) {
    if (file.status == FileStatus::same_delivery) return;
    ++stage.files.read;
    stage.bytes += file.content.size;
    stage.records += file.counts;
    progress_.records += static_cast<std::uint64_t>(file.counts.read);
    if (file.status == FileStatus::loaded) ++stage.files.completed;
    if (file.status == FileStatus::duplicate) ++stage.files.duplicates;
    if (file.status != FileStatus::error) return;
    ++stage.files.error;
    stage.errors.push_back(*file.error);
  }

  RunProgress& progress_;
  std::vector<RawStage> stages_;
  std::vector<std::optional<Stopwatch>> watches_;  // since the payload's first claim
};

class RawRun {
 public:
  RawRun(const pg::ConnectOptions& database, store::ObjectStore& store,
         const contract::Catalog& catalog, const RawRunOptions& options, const StopFlag& stop,
         RunProgress& progress)
      : database_(database),
        store_(store),
        catalog_(catalog),
        options_(options),
        stop_(stop),
        progress_(progress),
        log_(control::this_process()),
        connection_(database),
        lease_(database, log_.identity(), options.lease),
        claims_(connection_, log_, lease_.token(), store.uri()),
        partitions_(connection_),
        stage_counts_(catalog, options, progress),
        own_settling_(store.may_be_half_written() ? options.settle : std::chrono::milliseconds(0)),
        settling_(options.settling != nullptr ? *options.settling : own_settling_),
        late_(store, connection_, log_, claims_) {}

  RawReport run() {
    report_.start = std::chrono::system_clock::now();
    log_.write_now(connection_,
                   {.status = control::LogStatus::started, .message = "carga raw iniciada"});
    try {
      repair();
      if (options_.look_back) late_.deliver_again();
      load_what_settles();
      // What changed behind its move is back in pending/ and may be taken once it has settled.
      if (options_.look_back && !stop_.requested() && late_.deliver_again() > 0) {
        load_what_settles();
      }
      report_unsettled();
      take_over_from_the_dead();
      if (options_.payloads.empty()) claims_.forget_abandoned();
      return close();
    } catch (const Error& error) {
      give_back(error);
      if (options_.earlier != nullptr) *options_.earlier = std::move(stage_counts_).stages();
      throw;
    }
  }

 private:
  // Files that an earlier run loaded but did not move.
  void repair() {
    Mover mover(store_, connection_, log_);
    const std::vector<MoveTask> tasks = mover.unfinished(claims_);
    if (tasks.empty()) return;
    log::info("finishing {} move(s) that an earlier run left", tasks.size());
    for (std::size_t first = 0; first < tasks.size(); first += kMovesAtOnce) {
      const std::size_t end = std::min(tasks.size(), first + kMovesAtOnce);
      const auto failures = mover.move({tasks.begin() + static_cast<std::ptrdiff_t>(first),
                                        tasks.begin() + static_cast<std::ptrdiff_t>(end)});
      unrepaired_.insert(unrepaired_.end(), failures.begin(), failures.end());
    }
  }

  void load_what_settles() {
    load_rounds();
    if (options_.settling == nullptr && settling_.wait(stop_)) load_rounds();
  }

  void load_rounds() {
    bool again = true;
    for (int round = 1; again && round <= kRounds && !stop_.requested(); ++round) {
      again = load_round();
    }
  }

  void report_unsettled() {
    report_.changing = options_.settling == nullptr ? settling_.waiting() : settling_.restless();
    for (const std::string& name : changed_) {
      const bool known = std::find(report_.changing.begin(), report_.changing.end(), name) !=
                         report_.changing.end();
      if (!known && store_.stat(name)) report_.changing.push_back(name);
    }
    for (std::string& name : report_.changing) name = storable_text(name);
  }

  // Takes what pending/ holds. True when something was given back that another round may load.
  bool load_round() {
    LoadPipeline pipeline({.database = database_,
                           .store = store_,
                           .catalog = catalog_,
                           .log = log_,
                           .lease = lease_.token(),
                           .limits = options_.limits,
                           .sizes = options_.sizes,
                           .workers = options_.workers,
                           .stop = stop_,
                           .progress = progress_},
                          [this](const control::LotePlan& plan, const LoteResult& result) {
                            stage_counts_.add(plan, result);
                          });
    progress_.listing = true;
    const PendingSummary summary = claim_all(pipeline);
    progress_.listing = false;
    PipelineSummary loaded = pipeline.finish();
    changed_ = std::move(loaded.changed);
    foreign_.insert(foreign_.end(), loaded.foreign.begin(), loaded.foreign.end());
    report_.without_tenant = summary.without_tenant;
    report_.without_tenant_names = summary.unowned;
    report_.suggested_folders = summary.meant;
    report_.warnings = summary.not_followed;
    report_.unknown_folders.assign(summary.unknown_folders.begin(), summary.unknown_folders.end());
    report_.problems = std::move(loaded.unread);
    report_.problems.insert(report_.problems.end(), loaded.unmoved.begin(), loaded.unmoved.end());
    report_.problems.insert(report_.problems.end(), summary.unreadable.begin(),
                            summary.unreadable.end());
    return loaded.released > 0;
  }

  // Lists on a thread of its own, and claims one payload's group after another's: workers then load
  // different payloads, whose partitions they do not share.
  PendingSummary claim_all(LoadPipeline& pipeline) {
    BoundedQueue<DeliveryGroup, const contract::Payload*> groups(kDeliveriesListed);
    auto listing = std::async(std::launch::async, [&] {
      const Closing<decltype(groups)> closing(groups);
      settling_.begin_listing();
      return list_pending(
          store_, catalog_, options_.payloads, options_.default_tenant, options_.lote,
          [&](DeliveryGroup group) {
            const contract::Payload* const payload = group.payload;
            const std::size_t weight = group.deliveries.size();
            return groups.push(std::move(group), weight, payload);
          },
          [&](const store::ObjectInfo& object) { return settling_.is_settled(object); });
    });
    {
      const Closing<decltype(groups)> closing(groups);
      while (auto group = groups.pop()) {
        if (!claim(pipeline, std::move(*group))) break;
      }
    }
    return listing.get();
  }

  bool claim(LoadPipeline& pipeline, DeliveryGroup group) {
    if (stop_.requested()) return false;
    control::LotePlan plan = claim_surely(group);
    if (plan.files.empty()) return true;
    plan.streamed = group.streamed;
    progress_.files_found += plan.files.size();
    for (const control::ClaimedFile& file : plan.files) {
      progress_.bytes_found += file.delivery.object.size;
    }
    stage_counts_.begin(plan.payload);
    std::vector<std::int64_t> ids;
    for (const control::ClaimedFile& file : plan.files) ids.push_back(file.id);
    if (pipeline.push(std::move(plan))) return true;
    claims_.release(ids);
    return false;
  }

  // Whether a claim was stored whose answer was lost is not known: it is given back, and made
  // again.
  control::LotePlan claim_surely(const DeliveryGroup& group) {
    for (int attempt = 1;; ++attempt) {
      try {
        if (!connection_.alive()) {
          connection_ = pg::Connection(database_);
          claims_.release(group.deliveries);
        }
        control::LotePlan plan = claims_.claim(group.payload->name, group.tenant, group.deliveries);
        if (!plan.files.empty()) {
          plan.partition = partitions_.at(*group.payload, plan.processed_at_us);
        }
        return plan;
      } catch (const Error& error) {
        const bool lost = error.kind() == ErrorKind::database_unreachable;
        if (!lost || attempt == kClaimTries) throw;
        log::debug("claim: {}; trying again", error.what());
        std::this_thread::sleep_for(kClaimPause * (1 << attempt));
      }
    }
  }

  // What other processes hold that neither end nor give a sign of life (stopped, their machine or
  // network gone) is loaded here, once their leases are out.
  void take_over_from_the_dead() {
    if (!options_.wait_for_others) return;
    Bystander bystander(connection_, lease_.token(), store_.uri(), options_);
    while (!stop_.requested()) {
      if (!connection_.alive()) connection_ = pg::Connection(database_);
      if (!bystander.saw_one_die(stop_)) return;
      repair();
      (void)load_round();
    }
  }

  void give_back(const Error& error) {
    try {
      if (!connection_.alive()) connection_ = pg::Connection(database_);
      claims_.release_all();
      log_.write_now(connection_, {.status = control::LogStatus::error,
                                   .message = "carga raw interrompida por um erro",
                                   .details = nlohmann::json{{"erro", error.what()}}.dump()});
    } catch (const Error& also) {
      log::debug("claims are left to expire: {}", also.what());
    }
  }

  void log_problems() {
    std::vector<control::LogEntry> entries;
    for (const std::string& name : report_.changing) {
      entries.push_back({.status = control::LogStatus::warning,
                         .message = "um arquivo continua mudando e fica em pending/",
                         .details = nlohmann::json{{"objeto", name}}.dump()});
    }
    for (const std::string& notice : foreign_) {
      entries.push_back({.status = control::LogStatus::warning,
                         .message = "um arquivo parece estar na pasta de outro payload",
                         .details = nlohmann::json{{"arquivo", storable_text(notice)}}.dump()});
    }
    for (const std::string& problem : report_.problems) {
      entries.push_back({.status = control::LogStatus::warning,
                         .message = "um arquivo não pôde ser lido ou movido agora; a próxima "
                                    "execução tenta de novo",
                         .details = nlohmann::json{{"erro", storable_text(problem)}}.dump()});
    }
    log_.write_now(connection_, entries);
  }

  RawReport close() {
    report_.problems.insert(report_.problems.end(), unrepaired_.begin(), unrepaired_.end());
    report_.warnings.insert(report_.warnings.end(), foreign_.begin(), foreign_.end());
    log_problems();
    if (options_.payloads.empty() && !stop_.requested()) keep_delivery_alerts(connection_, report_);
    report_.stages = std::move(stage_counts_).stages();
    report_.duration_ms = watch_.ms();
    report_.interrupted = stop_.requested();
    control::RecordCounts counts;
    for (const RawStage& stage : report_.stages) counts += stage.records;
    log_.write_now(connection_, {.status = control::LogStatus::finished,
                                 .message = report_.interrupted ? "carga raw parada a pedido"
                                                                : "carga raw finalizada",
                                 .duration_ms = report_.duration_ms,
                                 .records_processed = counts.read,
                                 .records_invalid = counts.rejected});
    report_.log_lost = log_.lost();
    return std::move(report_);
  }

  const pg::ConnectOptions& database_;
  store::ObjectStore& store_;
  const contract::Catalog& catalog_;
  const RawRunOptions& options_;
  const StopFlag& stop_;
  RunProgress& progress_;
  control::LogManager log_;
  pg::Connection connection_;
  control::LeaseSession lease_;
  control::Claims claims_;
  Partitions partitions_;
  StageCounts stage_counts_;
  Settling own_settling_;
  Settling& settling_;
  LateChanges late_;
  std::vector<std::string> foreign_;  // files in another payload's folder
  std::vector<std::string> changed_;  // objects of the last round that would not hold still
  Stopwatch watch_;
  RawReport report_;
  std::vector<std::string> unrepaired_;  // report_.problemas are those of the last round
};

}  // namespace

bool RawReport::success() const {
  const bool broken = std::any_of(stages.begin(), stages.end(),
                                  [](const RawStage& stage) { return stage.files.error > 0; });
  return !broken && problems.empty() && without_tenant == 0 && !interrupted;
}

RawReport run_raw(const pg::ConnectOptions& database, store::ObjectStore& store,
                  const contract::Catalog& catalog, const RawRunOptions& options,
                  const StopFlag& stop, RunProgress& progress) {
  return RawRun(database, store, catalog, options, stop, progress).run();
}

}  // namespace gdo::raw
