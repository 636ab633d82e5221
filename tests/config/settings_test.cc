#include "config/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "base/error.h"
#include "base/translation.h"

namespace gdo::config {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class SettingsTest : public testing::Test {
 protected:
  SettingsTest() {
    std::string name = (fs::temp_directory_path() / "gdo-settings-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~SettingsTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  LoadedSettings load() {
    std::vector<std::string> names;
    for (const auto& [name, value] : environment_) names.push_back(name);
    return load_settings(
        folder_,
        [this](std::string_view name) -> std::optional<std::string> {
          const auto found = environment_.find(std::string(name));
          if (found == environment_.end()) return std::nullopt;
          return found->second;
        },
        names);
  }

  // The message of the Error(config) that loading throws; empty when it throws none.
  std::string refusal() {
    try {
      load();
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::config);
      return e.what();
    }
    return {};
  }

  SettingOrigin origin(const std::string& name) {
    for (const SettingOrigin& one : load().origins) {
      if (one.name == name) return one;
    }
    return {};
  }

  fs::path folder_;
  std::map<std::string, std::string> environment_;
};

TEST_F(SettingsTest, NothingSetMeansThePrivateDatabaseAndNoLake) {
  const LoadedSettings loaded = load();
  EXPECT_THAT(loaded.settings.db.host, IsEmpty());
  EXPECT_EQ(loaded.settings.db.sslmode, "prefer");
  EXPECT_THAT(loaded.settings.lake, IsEmpty());
  EXPECT_EQ(loaded.settings.home, folder_ / ".gdo");
  EXPECT_DOUBLE_EQ(loaded.settings.lease_s, 30);
  EXPECT_THAT(loaded.warnings, IsEmpty());
  for (const SettingOrigin& one : loaded.origins) EXPECT_EQ(one.origin, "default") << one.name;
}

TEST_F(SettingsTest, TheEnvironmentWinsOverDotenvAndDotenvOverYaml) {
  write("gdo.yaml", "db: {host: from-yaml, name: from-yaml, user: from-yaml}\n");
  write(".env", "DB_HOST=from-dotenv\nDB_NAME=from-dotenv\n");
  environment_["DB_HOST"] = "from-environment";
  const DatabaseSettings db = load().settings.db;
  EXPECT_EQ(db.host, "from-environment");
  EXPECT_EQ(db.name, "from-dotenv");
  EXPECT_EQ(db.user, "from-yaml");
  EXPECT_EQ(origin("DB_HOST").origin, "environment");
  EXPECT_EQ(origin("DB_NAME").origin, ".env:2");
  EXPECT_EQ(origin("DB_USER").origin, "gdo.yaml:1");
  EXPECT_EQ(origin("DB_PORT").origin, "default");
}

TEST_F(SettingsTest, AnEmptyVariableHidesTheFilesAndMeansTheDefault) {
  write(".env", "DB_HOST=db\nDB_SSLMODE=require\n");
  environment_["DB_HOST"] = "";
  environment_["DB_SSLMODE"] = "";
  EXPECT_THAT(load().settings.db.host, IsEmpty());
  EXPECT_EQ(load().settings.db.sslmode, "prefer");
  EXPECT_EQ(origin("DB_HOST").origin, "default (empty in environment)");
}

TEST_F(SettingsTest, AllMistakesComeInOneMessageWithFileAndLine) {
  write(".env", "# c\nDB_PROT=5432\nDB_PORT=many\nnonsense\n");
  write("gdo.yaml", "lake: s3://x\nraw:\n  wrokers: 3\n  max_depth: 0\n");
  environment_["DB_SSLMODE"] = "on";
  EXPECT_THAT(
      refusal(),
      AllOf(HasSubstr("7 mistakes"),
            HasSubstr(".env:2: unknown setting DB_PROT; did you mean DB_PORT?"),
            HasSubstr(".env:3: DB_PORT must be a whole number from 1 to 65535, not \"many\""),
            HasSubstr(".env:4: expected NAME=value"),
            HasSubstr("gdo.yaml:1: lake must begin with gs://"),
            HasSubstr("gdo.yaml:3: unknown setting raw.wrokers; did you mean raw.workers?"),
            HasSubstr("gdo.yaml:4: raw.max_depth must be a whole number"),
            HasSubstr("environment: DB_SSLMODE must be one of")))
      << refusal();
}

TEST_F(SettingsTest, MistakesAreSaidInTheReadersLanguage) {
  set_language(Language::portuguese);
  environment_["GDO_WORKERS"] = "many";
  const std::string said = refusal();
  set_language(Language::english);
  EXPECT_EQ(said, "ambiente: GDO_WORKERS deve ser um número inteiro de 0 a 256, não \"many\"");
}

TEST_F(SettingsTest, MistakesAreListedByFileAndLine) {
  write(".env", "DB_PORT=x\nnonsense\nUNKNOWN_THING=1\n");
  const std::string message = refusal();
  EXPECT_LT(message.find(".env:1"), message.find(".env:2"));
  EXPECT_LT(message.find(".env:2"), message.find(".env:3"));
}

TEST_F(SettingsTest, ABadValueIsRefusedEvenWhereAStrongerSourceHidesIt) {
  write(".env", "DB_PORT=x\n");
  environment_["DB_PORT"] = "5432";
  EXPECT_THAT(refusal(), HasSubstr(".env:1: DB_PORT"));
}

TEST_F(SettingsTest, APasswordInYamlIsRefusedAndNotShown) {
  for (const char* const text : {"db: {password: hunter2}\n", "DB_PASSWORD: hunter2\n",
                                 "password: hunter2\n", "db.password: hunter2\n"}) {
    write("gdo.yaml", text);
    EXPECT_THAT(refusal(),
                AllOf(HasSubstr("gdo.yaml:1"), HasSubstr("is a secret"), Not(HasSubstr("hunter2"))))
        << text;
  }
}

TEST_F(SettingsTest, NoMessageAndNoOriginShowsAPassword) {
  environment_["DB_PASSWORD"] = "hunter2";
  environment_["DB_HOST"] = "db";
  EXPECT_EQ(load().settings.db.password.reveal(), "hunter2");
  EXPECT_EQ(origin("DB_PASSWORD").value, "********");
  environment_["DB_HOST"] = "postgresql://ana:hunter2@db/gdo";
  environment_["GDO_LAKE"] = "gs://ana:hunter2@bucket/x";
  environment_["STORAGE_EMULATOR_HOST"] = "http://ana:hunter2@host";
  EXPECT_THAT(refusal(), AllOf(HasSubstr("3 mistakes"), Not(HasSubstr("hunter2"))));
  for (const char* const host : {"ana:hunter2@db", "hunter2@db", "host=db password=hunter2"}) {
    environment_["DB_HOST"] = host;
    EXPECT_THAT(refusal(), AllOf(HasSubstr("DB_HOST"), Not(HasSubstr("hunter2")))) << host;
  }
}

TEST_F(SettingsTest, YamlTakesTheVariableNamesToo) {
  write("gdo.yaml", "GDO_LAKE: gs://bucket/x\nDB_HOST: db\n");
  EXPECT_EQ(load().settings.lake, "gs://bucket/x");
  EXPECT_EQ(load().settings.db.host, "db");
  write("gdo.yaml", "GDO_LAKE: gs://bucket/x\nlake: gs://bucket/y\n");
  EXPECT_THAT(refusal(), HasSubstr("gdo.yaml:2: lake is given twice"));
}

TEST_F(SettingsTest, GdoConfigNamesAnotherFileWhosePathsStartFromItsFolder) {
  fs::create_directory(folder_ / "etc");
  write("etc/other.yaml", "home: data\nlake: lake\n");
  write("gdo.yaml", "home: ignored\n");
  environment_["GDO_CONFIG"] = "etc/other.yaml";
  EXPECT_EQ(load().settings.home, folder_ / "etc" / "data");
  EXPECT_EQ(load().settings.lake, "file://" + (folder_ / "etc" / "lake").string());
  EXPECT_EQ(origin("GDO_HOME").origin, "etc/other.yaml:1");
}

TEST_F(SettingsTest, AConfigFileThatWasNamedMustExist) {
  environment_["GDO_CONFIG"] = "missing.yaml";
  EXPECT_THAT(refusal(), AllOf(HasSubstr("GDO_CONFIG missing.yaml"), HasSubstr("no such file")));
}

TEST_F(SettingsTest, AFolderInPlaceOfAFileIsRefused) {
  fs::create_directory(folder_ / ".env");
  EXPECT_THAT(refusal(), HasSubstr(".env: cannot be read"));
}

TEST_F(SettingsTest, AKeyGivenTwiceIsRefused) {
  write(".env", "DB_HOST=a\nDB_HOST=b\n");
  EXPECT_THAT(refusal(), HasSubstr(".env:2: DB_HOST is given twice, first on line 1"));
}

TEST_F(SettingsTest, WarnsOfWhatLooksLikeAnOversight) {
  environment_["GDO_LAEK"] = "x";
  environment_["DB_URL_OF_ANOTHER_PROGRAM"] = "x";
  environment_["DB_NAME"] = "gdo";
  write(".env", "DB_PASSWORD=x\n");
  ASSERT_EQ(chmod((folder_ / ".env").c_str(), 0644), 0);
  EXPECT_THAT(load().warnings, testing::UnorderedElementsAre(
                                   HasSubstr("did you mean GDO_LAKE?"), HasSubstr("chmod 600"),
                                   HasSubstr("DB_NAME (environment) has no effect")));
}

}  // namespace
}  // namespace gdo::config
