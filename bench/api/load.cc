// gdo_bench_load ADDRESS CONNECTIONS SECONDS REQUESTS: sends the requests of a file (each ends with
// an empty line, and a body where Content-Length says so), one after the other on each connection,
// and says how many were answered a second.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> read_requests(const char* path) {
  std::ifstream file(path);
  std::vector<std::string> requests(1);
  for (std::string line; std::getline(file, line);) {
    requests.back() += line + "\r\n";
    if (!line.empty()) continue;
    const std::size_t length = requests.back().find("Content-Length: ");
    if (length != std::string::npos) {
      std::string body(std::stoul(requests.back().substr(length + 16)), ' ');
      file.read(body.data(), static_cast<std::streamsize>(body.size()));
      requests.back() += body;
    }
    requests.emplace_back();
  }
  requests.pop_back();
  if (requests.empty()) throw std::runtime_error("no requests");
  return requests;
}

class Link {
 public:
  explicit Link(const std::string& address) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const std::size_t colon = address.rfind(':');
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(static_cast<std::uint16_t>(std::atoi(address.c_str() + colon + 1)));
    inet_pton(AF_INET, address.substr(0, colon).c_str(), &peer.sin_addr);
    const int yes = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0) {
      throw std::runtime_error("cannot connect to " + address);
    }
  }
  ~Link() { close(socket_); }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // The answer's status; its body is read and dropped.
  int ask(const std::string& request) {
    if (send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
      throw std::runtime_error("the server left");
    }
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) fill();
    const std::string head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    const int status = std::atoi(head.c_str() + 9);
    if (head.find("Transfer-Encoding: chunked") != std::string::npos) {
      while (!buffer_.ends_with("0\r\n\r\n")) fill();
      buffer_.clear();
      return status;
    }
    const std::size_t length = head.find("Content-Length: ");
    std::size_t left = length == std::string::npos || status == 304
                           ? 0
                           : static_cast<std::size_t>(std::atoll(head.c_str() + length + 16));
    while (left > buffer_.size()) {
      left -= buffer_.size();
      buffer_.clear();
      fill();
    }
    buffer_.erase(0, left);
    return status;
  }

 private:
  void fill() {
    char piece[65536];
    const ssize_t got = recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) throw std::runtime_error("the server left");
    buffer_.append(piece, static_cast<std::size_t>(got));
  }

  int socket_;
  std::string buffer_;
};

struct Counted {
  std::vector<double> milliseconds;
  std::map<int, int> statuses;
};

Counted load(const std::string& address, const std::vector<std::string>& requests,
             std::size_t first, Clock::time_point until) {
  Counted counted;
  Link link(address);
  for (std::size_t i = first; Clock::now() < until; ++i) {
    const auto sent = Clock::now();
    ++counted.statuses[link.ask(requests[i % requests.size()])];
    counted.milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
  }
  return counted;
}

int run(const std::string& address, int connections, double seconds, const char* file) {
  const std::vector<std::string> requests = read_requests(file);
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(seconds));
  std::vector<Counted> counted(static_cast<std::size_t>(connections));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    threads.emplace_back([&, i] { counted[i] = load(address, requests, i * 7919, until); });
  }
  for (std::thread& thread : threads) thread.join();
  Counted all;
  for (const Counted& one : counted) {
    all.milliseconds.insert(all.milliseconds.end(), one.milliseconds.begin(),
                            one.milliseconds.end());
    for (const auto& [status, count] : one.statuses) all.statuses[status] += count;
  }
  std::sort(all.milliseconds.begin(), all.milliseconds.end());
  const auto at = [&](double share) {
    return all.milliseconds[static_cast<std::size_t>(
        share * static_cast<double>(all.milliseconds.size() - 1))];
  };
  fmt::print("requests {}\nper_second {:.1f}\np50_ms {:.3f}\np99_ms {:.3f}\n",
             all.milliseconds.size(), static_cast<double>(all.milliseconds.size()) / seconds,
             at(0.5), at(0.99));
  for (const auto& [status, count] : all.statuses) fmt::print("status_{} {}\n", status, count);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: gdo_bench_load ADDRESS CONNECTIONS SECONDS REQUESTS\n");
    return 2;
  }
  try {
    return run(argv[1], std::atoi(argv[2]), std::atof(argv[3]), argv[4]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
