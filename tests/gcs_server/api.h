#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gcs_server/notifications.h"
#include "gcs_server/objects.h"
#include "gcs_server/server.h"

namespace gdo::gcs_server {

struct Request {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::vector<std::string> path;  // decoded parts
  std::map<std::string, std::string> query;

  std::string header(const std::string& name) const;
  std::string parameter(const std::string& name) const;
};

struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  Body body;
};

std::string percent_decoded(std::string_view text, bool plus_is_blank);

Reply json_reply(std::string text);
Reply refusal(int status, std::string_view reason);

// The JSON API on the objects.
class Api {
 public:
  Api(const ServerOptions& options, Objects& objects) : options_(options), objects_(objects) {
    objects.on_made([this](const std::string& bucket, const Object& object) {
      notifications_.note(bucket, object);
    });
  }

  // Fault::Faults of listings are the API's own; the others are the session's.
  Reply handle(Request& request, Fault fault);

  // Whether the answer has to wait for something to happen.
  bool must_wait(const Request& request) const { return notifications_.must_wait(request); }
  std::size_t unacknowledged() const { return notifications_.unacknowledged(); }
  void set_subscription(Subscription subscription) {
    notifications_.become(std::move(subscription));
  }

  std::vector<std::string> token_requests() const;
  void expire_tokens();

 private:
  struct Upload {
    std::string bucket;
    std::string name;
    Conditions conditions;
    std::string bytes;
  };

  Reply list(const Request& request, const std::string& bucket, Fault fault);
  Reply media(const Request& request, const Object& object);
  Reply object_call(const Request& request);
  Reply move(const Request& request, const std::string& to);
  Reply rewrite(const Request& request, const std::string& to);
  Reply insert(Request& request, const std::string& bucket);
  Reply insert_multipart(Request& request, const std::string& bucket);
  Reply begin_upload(const Request& request, const std::string& bucket);
  Reply continue_upload(const Request& request);
  Reply finish_upload(const std::string& id);
  Reply store(const std::string& bucket, Object object, const Conditions& conditions);
  Reply token(const Request& request);
  bool authorised(const Request& request) const;
  Reply resource(const Object& object, int status) const;
  Conditions conditions(const Request& request) const;
  bool right_generation(const Request& request, const char* parameter, const Object& object) const;

  const ServerOptions options_;
  Objects& objects_;
  Notifications notifications_;
  std::map<std::string, Upload> uploads_;
  int next_upload_ = 1;
  std::map<std::string, int> rewrites_;  // steps done, by token

  mutable std::mutex mutex_;  // guards the rest
  std::vector<std::string> token_requests_;
  int first_valid_token_ = 1;
  int next_token_ = 1;
};

}  // namespace gdo::gcs_server
