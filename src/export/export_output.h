#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::exports {

// Up to where an export has come.
struct ExportPosition {
  std::int64_t rows = 0;
  std::vector<std::string> key;  // of the last row, as text
};

// Where an export goes.
class ExportOutput {
 public:
  virtual ~ExportOutput() = default;
  // False once nobody reads on (`gdo export … | head`): the export may end. Throws Error(transient)
  // when the disk is full, Error(config) when the place cannot be written to.
  [[nodiscard]] virtual bool write(std::string_view text) = 0;
  // What was written so far ends with a whole row, and can be gone on from there.
  virtual void reached(const ExportPosition& position) = 0;
  // The same, and nothing more comes in this process.
  virtual void stopped(const ExportPosition& position) = 0;
  // All is written.
  virtual void finish() = 0;
};

// Standard output, or any open file. Does not close it.
class StreamOutput : public ExportOutput {
 public:
  explicit StreamOutput(int descriptor) : descriptor_(descriptor) {}
  [[nodiscard]] bool write(std::string_view text) override;
  void reached(const ExportPosition&) override {}
  void stopped(const ExportPosition&) override {}
  void finish() override {}

 private:
  int descriptor_;
};

// A file that appears under its name when it is complete. Until then it grows as FILE.part, beside
// FILE.part.estado, which says what is being exported and how far it has come.
class PartFile : public ExportOutput {
 public:
  // request: what is exported; a part of another request is not gone on with. go_on: from where an
  // earlier process was cut off, or from the start where there is nothing to go on from. Throws
  // Error(config) when the part is another request's, or when the folder cannot be written to;
  // Error(transient) when another process is at it.
  PartFile(std::filesystem::path file, std::string request, bool go_on);
  ~PartFile() override;
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  // Where the part that is gone on with had come to; none = from the start.
  const std::optional<ExportPosition>& start() const { return start_; }

  [[nodiscard]] bool write(std::string_view text) override;
  void reached(const ExportPosition& position) override;
  void stopped(const ExportPosition& position) override { write_state(position); }
  void finish() override;

 private:
  void open_part(bool go_on);
  void read_state();
  void write_state(const ExportPosition& position);

  std::filesystem::path file_;
  std::filesystem::path part_;
  std::filesystem::path state_;
  std::string request_;
  std::optional<ExportPosition> start_;
  int descriptor_ = -1;
  std::uint64_t written_ = 0;  // bytes of the part
  std::uint64_t noted_ = 0;    // bytes when its state was written last
};

}  // namespace gdo::exports
