#include "app/generate/command.h"

#include <fmt/format.h>

#include <memory>

#include "app/terminal/progress.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/stopwatch.h"
#include "base/translation.h"
#include "synth/generate.h"

namespace gdo::app {
namespace {

struct GenerateChoices {
  std::string out;
  std::int64_t days = 0;
  std::int64_t tenants = 3;
  std::int64_t seed = 1;
  std::int64_t records = 0;
  double dirty = 0;
};

Cell faulty_cell(std::int64_t number) {
  return {count_text(number), number > 0 ? Style::warning : Style::dim};
}

}  // namespace

std::string generate_text(const synth::GenerateSummary& summary, const Terminal& terminal) {
  Table table({{tr("payload")},
               {tr("files"), Align::right},
               {tr("broken"), Align::right},
               {tr("records"), Align::right},
               {tr("items"), Align::right},
               {tr("faulty"), Align::right},
               {tr("size"), Align::right}});
  for (const synth::PayloadSummary& one : summary.payloads) {
    table.row({Cell(std::string(one.payload), Style::accent), count_text(one.files),
               faulty_cell(one.broken_files), count_text(one.records), count_text(one.items),
               faulty_cell(one.faulty_items), bytes_text(static_cast<std::uint64_t>(one.bytes))});
  }
  table.rule();
  table.row({Cell(tr("all"), Style::bold), count_text(summary.files),
             faulty_cell(summary.broken_files), count_text(summary.records),
             count_text(summary.items), faulty_cell(summary.faulty_items),
             bytes_text(static_cast<std::uint64_t>(summary.bytes))});
  return table.render(terminal);
}

synth::GenerateSummary generate_lake(synth::GenerateOptions options, Context& context) {
  options.stop = &context.stop_gracefully();
  ProgressBar bar(context.err(), context.quiet);
  return synth::generate(options, [&](int done, int all, std::int64_t bytes) {
    Progress progress;
    progress.label = "generate";
    progress.unit = "steps";
    progress.files_done = done;
    progress.files_total = all;
    progress.bytes_done = static_cast<std::uint64_t>(bytes);
    bar.update(progress);
  });
}

namespace {

int generate(const GenerateChoices& choices, Context& context) {
  const Stopwatch watch;
  synth::GenerateOptions options;
  options.out = choices.out;
  options.days = static_cast<int>(choices.days);
  options.tenants = static_cast<int>(choices.tenants);
  options.seed = static_cast<std::uint64_t>(choices.seed);
  options.dirty = choices.dirty;
  options.records = choices.records;
  const synth::GenerateSummary summary = generate_lake(std::move(options), context);
  const auto elapsed = watch.elapsed();
  const double seconds = std::max(0.001, static_cast<double>(elapsed.count()) / 1000);
  context.print(generate_text(summary, context.out()));
  const std::string folder = std::filesystem::absolute(choices.out).lexically_normal().string();
  context.say(trf("{} in {}, {}\nthe truth: {}/manifest.jsonl\nnext: GDO_LAKE=file://{} gdo run",
                  bytes_text(static_cast<std::uint64_t>(summary.bytes)), duration_text(elapsed),
                  byte_rate_text(static_cast<double>(summary.bytes) / seconds), printable(folder),
                  printable(folder)));
  return 0;
}

}  // namespace

Command generate_command(Context& context) {
  const auto choices = std::make_shared<GenerateChoices>();
  Command command;
  command.name = "generate";
  command.summary = tr("Writes a synthetic lake of all payloads, and the truth about it");
  command.details = tr(
      "Nothing in it is of a real person, farm or plant. The same options give the same bytes on "
      "every machine. manifest.jsonl says what must become of every faulty record and every box.");
  command.options = {
      {"--out",
       "DIR",
       tr("the folder to write; it must hold no lake yet"),
       &choices->out,
       {},
       true},
      {"--days", "N", tr("days of slaughter"), WholeNumber{&choices->days, 1, 1400}, {}, true},
      {"--tenants", "N", tr("tenants, each with two plants; default 3"),
       WholeNumber{&choices->tenants, 1, 100}},
      {"--seed", "S", tr("another seed, another lake; default 1"),
       WholeNumber{&choices->seed, 0, INT64_MAX}},
      {"--dirty", "RATE", tr("share of records with a fault, 0 to 1; default 0"),
       RealNumber{&choices->dirty, 0, 1}},
      {"--records", "N", tr("about N records in all, instead of real plants' volumes"),
       WholeNumber{&choices->records, 1, 10'000'000'000}}};
  command.examples = {"gdo generate --out lake --days 3",
                      "gdo generate --out lake --days 30 --tenants 5 --seed 7 --dirty 0.02"};
  command.run = [choices, &context] { return generate(*choices, context); };
  return command;
}

}  // namespace gdo::app
