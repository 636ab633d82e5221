#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gdo::monitor {

// Where alerts go, as settings name it. Addresses may hold secrets: they are never logged.
struct AlertTargets {
  std::string webhooks = {};      // URLs, several by blanks
  std::string smtp_url = {};      // smtp://user:password@host:587, smtps://…
  std::string email_to = {};      // addresses, several by blanks or commas
  std::string alertmanager = {};  // http://host:9093
  std::string heartbeat = {};     // fetched once a minute while someone watches
};

struct AlertChannel {
  enum class Kind { webhook, email, alertmanager, heartbeat };
  Kind kind = Kind::webhook;
  std::string url;
  std::string to;  // of e-mail

  // "webhook:9f86d081": names it without its address.
  std::string name() const;
};

// Those that get each alert once, again when it stays open: webhooks and e-mail.
std::vector<AlertChannel> message_channels(const AlertTargets& targets);

// Tells one alert. Gives what went wrong; empty = it was taken.
std::string send(const AlertChannel& channel, const nlohmann::ordered_json& alert);

// All open alerts, and those that just closed, as Alertmanager's API v2 takes them.
std::string send_to_alertmanager(const AlertChannel& channel,
                                 const std::vector<nlohmann::ordered_json>& alerts);

std::string beat(const AlertChannel& channel);

// What a webhook's body says: the alert; for Slack and Google Chat a text.
std::string webhook_body(const std::string& url, const nlohmann::ordered_json& alert);
// The message as SMTP sends it (RFC 5322).
std::string mail_text(const std::string& from, const std::vector<std::string>& to,
                      const nlohmann::ordered_json& alert);
std::string alertmanager_body(const std::vector<nlohmann::ordered_json>& alerts);

}  // namespace gdo::monitor
