#include "e2e/program.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace gdo::test {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Runs in the child: nothing here may allocate or take a lock.
[[noreturn]] void become(const char* folder, const std::vector<char*>& arguments,
                         const std::vector<char*>& environment) {
  const int null = open("/dev/null", O_RDONLY);
  if (chdir(folder) != 0 || dup2(null, STDIN_FILENO) < 0) _exit(126);
  const int out = open("../out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = open("../err", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0) _exit(126);
  execve(arguments[0], arguments.data(), environment.data());
  _exit(127);
}

std::vector<std::string> words_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {GDO_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

std::vector<std::string> variables_of(const EnvironmentOf& environment) {
  std::vector<std::string> variables;
  if (!environment.contains("PATH")) {
    const char* path = std::getenv("PATH");
    variables.push_back(std::string("PATH=") + (path == nullptr ? "/usr/bin:/bin" : path));
  }
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  return variables;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const EnvironmentOf& environment) {
  std::vector<std::string> words = words_of(arguments);
  std::vector<std::string> variables = variables_of(environment);
  const auto argument_pointers = pointers_to(words);
  const auto variable_pointers = pointers_to(variables);
  const std::string folder = (folder_.path() / "cwd").string();
  std::filesystem::create_directory(folder);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) become(folder.c_str(), argument_pointers, variable_pointers);
}

Program::~Program() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Program::signal(int number) const {
  if (pid_ > 0) kill(pid_, number);
}

bool Program::ends_within(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (pid_ > 0 && waitpid(pid_, &status_, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  pid_ = -1;
  return true;
}

Ended Program::wait() {
  if (!ends_within(std::chrono::minutes(2))) {
    kill(pid_, SIGKILL);
    waitpid(pid_, &status_, 0);
    pid_ = -1;
  }
  return {.exit_code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_),
          .out = text_of(folder_.path() / "out"),
          .err = text_of(folder_.path() / "err")};
}

std::string Program::shown() const { return text_of(folder_.path() / "out"); }

std::string Program::said() const { return text_of(folder_.path() / "err"); }

std::string show_on_terminal(const std::vector<std::string>& arguments,
                             const EnvironmentOf& environment, int columns) {
  std::vector<std::string> words = words_of(arguments);
  std::vector<std::string> variables = variables_of(environment);
  const auto argument_pointers = pointers_to(words);
  const auto variable_pointers = pointers_to(variables);
  winsize size{};
  size.ws_row = 25;
  size.ws_col = static_cast<unsigned short>(columns);
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    execve(argument_pointers[0], argument_pointers.data(), variable_pointers.data());
    _exit(127);
  }
  std::string shown;
  std::array<char, 4096> bytes{};
  for (ssize_t count = 0; (count = read(terminal, bytes.data(), bytes.size())) > 0;) {
    shown.append(bytes.data(), static_cast<std::size_t>(count));
  }
  close(terminal);
  waitpid(child, nullptr, 0);
  std::erase(shown, '\r');
  return shown;
}

Ended run_gdo(const std::vector<std::string>& arguments, const EnvironmentOf& environment) {
  return Program(arguments, environment).wait();
}

}  // namespace gdo::test
