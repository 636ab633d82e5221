#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gdo::test {

// A web server on this machine that keeps what is posted to it, one connection after another.
class PostReceiver {
 public:
  PostReceiver();
  ~PostReceiver();
  PostReceiver(const PostReceiver&) = delete;
  PostReceiver& operator=(const PostReceiver&) = delete;

  std::string url() const;
  // From now on everything is answered with this status.
  void answer(int status) { status_ = status; }
  // Bodies that were answered with success, in the order in which they came.
  std::vector<std::string> taken();
  std::size_t refused();

 private:
  void serve();
  void answer_one(int connection);

  int socket_ = -1;
  int port_ = 0;
  std::atomic<int> status_ = 200;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::vector<std::string> taken_;
  std::size_t refused_ = 0;
  std::thread thread_;
};

}  // namespace gdo::test
