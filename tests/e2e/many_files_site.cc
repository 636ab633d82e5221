#include "e2e/many_files_site.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "e2e/raw_contents.h"
#include "e2e/whole_site.h"

namespace gdo::test {
namespace {

using std::chrono::milliseconds;

constexpr int kRecords = 3;
constexpr int kFileWithRefused = 11;

std::string content_of(std::size_t lote, int file) {
  std::string records;
  for (int record = 1; record <= kRecords; ++record) {
    records += fmt::format(
        R"({}{{"id_animal":"L{}-{}-{}","id_propriedade":"F{}","data_nascimento":"2024-05-01"}})",
        record == 1 ? "" : ",\n", lote, file, record, file % 7);
  }
  if (file == kFileWithRefused) records += ",5";
  return "[" + records + "]";
}

std::string broken(std::string content, Middle middle) {
  if (middle == Middle::truncated) content.resize(content.size() / 2);
  if (middle == Middle::garbage) content.replace(content.find(','), 1, "\x01@,]");
  return content;
}

}  // namespace

std::string lote_file(int number) { return fmt::format("{:02}.json", number); }

ManyFilesSite::ManyFilesSite() : proxy(server_socket(site)) {
  const Ended ended = run_gdo({"migrate"}, site.environment);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

void ManyFilesSite::put_lote(Middle middle) {
  lotes_.push_back(middle);
  for (int file = 1; file <= kFilesOfLote; ++file) {
    const std::string content = content_of(lotes_.size(), file);
    site.put("pending/" + folder() + lote_file(file),
             file == kBrokenFile ? broken(content, middle) : content);
  }
}

std::string ManyFilesSite::folder() const {
  return fmt::format("animais/cliente=c1c1c1/{}/", lotes_.size());
}

std::int64_t ManyFilesSite::count(const std::string& table, const std::string& condition) {
  return connection_
      .query(
          fmt::format("SELECT count(*) FROM {} WHERE 'animais/' || nome_arquivo LIKE '{}%' AND {}",
                      table, folder(), condition))
      .integer(0, 0);
}

void ManyFilesSite::expect_loaded() {
  const bool whole = lotes_.back() == Middle::whole;
  EXPECT_EQ(count("raw_animais"), whole ? 120 : 117);
  EXPECT_EQ(count("arquivo"), 40);
  EXPECT_EQ(count("arquivo", "status = 'carregado' AND caminho_final LIKE '%/done/%'"),
            whole ? 40 : 39);
  EXPECT_EQ(count("registro_rejeitado"), 1);
  EXPECT_EQ(site.get("error/" + folder() + lote_file(kBrokenFile)).empty(), whole);
}

void ManyFilesSite::expect_in_gold() {
  expect_loaded();
  const auto gold = connection_.query(fmt::format(
      "SELECT count(*) FROM service_animais WHERE id_animal LIKE 'L{}-%'", lotes_.size()));
  EXPECT_EQ(gold.integer(0, 0), lotes_.back() == Middle::whole ? 120 : 117);
}

bool ManyFilesSite::run_to(const Moment& moment, const std::vector<std::string>& options) {
  std::vector<std::string> words = {"run", "--json"};
  words.insert(words.end(), options.begin(), options.end());
  EnvironmentOf environment = site.environment;
  environment["DB_HOST"] = "127.0.0.1";
  environment["DB_PORT"] = std::to_string(proxy.port());
  proxy.hold_at(moment);
  run_ = std::make_unique<Program>(words, environment);
  while (!proxy.held_within(milliseconds(5))) {
    if (run_->ends_within(milliseconds(0))) return false;
  }
  return true;
}

void ManyFilesSite::expect_copied(int rows) {
  const auto held = proxy.held_within({});
  ASSERT_TRUE(held);
  std::int64_t copied = -1;
  for (int i = 0; i < 200 && copied != rows; ++i) {
    const auto progress = connection_.query(
        "SELECT tuples_processed FROM pg_stat_progress_copy WHERE pid = $1", {held->backend_pid});
    if (progress.rows() == 1) copied = progress.integer(0, 0);
    if (copied != rows) std::this_thread::sleep_for(milliseconds(5));
  }
  EXPECT_EQ(copied, rows);
}

void ManyFilesSite::expect_to_go_on() {
  const bool whole = lotes_.back() == Middle::whole;
  const Ended ended = run_->wait();
  EXPECT_EQ(ended.exit_code, whole ? 0 : 1) << ended.err;
  const auto document = nlohmann::json::parse(ended.out, nullptr, false);
  ASSERT_TRUE(document.is_object()) << ended.out << ended.err;
  int read = 0;
  int loaded = 0;
  int in_error = 0;
  for (const auto& stage : document["etapas"]) {
    if (!stage.contains("arquivos")) continue;
    read += stage["arquivos"]["lidos"].get<int>();
    loaded += stage["registros"]["carregados"].get<int>();
    in_error += stage["arquivos"]["erro"].get<int>();
  }
  EXPECT_EQ(read, 40) << ended.out << ended.err;
  EXPECT_EQ(loaded, whole ? 120 : 117) << ended.out << ended.err;
  EXPECT_EQ(in_error, whole ? 0 : 1) << ended.out << ended.err;
}

void ManyFilesSite::kill() {
  run_->signal(SIGKILL);
  (void)run_->wait();
  proxy.cut();
}

void ManyFilesSite::finish(const std::vector<std::string>& options) const {
  std::vector<std::string> words = {"run"};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = run_gdo(words, site.environment);
  EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.err;
}

void ManyFilesSite::fill_like(const ManyFilesSite& other) {
  for (const Middle middle : other.lotes_) put_lote(middle);
}

void ManyFilesSite::expect_undisturbed_raw() {
  ManyFilesSite undisturbed;
  undisturbed.fill_like(*this);
  undisturbed.finish({"raw"});
  for (const std::string& defect : raw_defects(connection_)) ADD_FAILURE() << defect;
  EXPECT_EQ(raw_contents(connection_), raw_contents(undisturbed.connection_));
  EXPECT_EQ(files_below(site.lake()), files_below(undisturbed.site.lake()));
}

void ManyFilesSite::expect_undisturbed() {
  ManyFilesSite undisturbed;
  undisturbed.fill_like(*this);
  undisturbed.finish();
  EXPECT_EQ(contents_of(site), contents_of(undisturbed.site));
  EXPECT_EQ(files_below(site.lake()), files_below(undisturbed.site.lake()));
}

}  // namespace gdo::test
