#include "monitor/alert_channels.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <functional>

#include "base/translation.h"
#include "monitor/alert_words.h"
#include "monitor/stored_words.h"
#include "store/http/transfer.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSender = "gdo@localhost";

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c == ' ' || c == '\t' || c == ',' || c == '\n') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  return words;
}

bool has_host(const std::string& url, std::string_view host) {
  const std::size_t begin = url.find("://");
  return begin != std::string::npos &&
         std::string_view(url).substr(begin + 3).starts_with(std::string(host) + "/");
}

std::string severity_words(const Json& alert) {
  constexpr std::array<CodeWords, 2> kWords = {
      {{"erro", tr_later("error")}, {"aviso", tr_later("warning")}}};
  return code_words(kWords, member_text(alert, "severidade"));
}

std::string subject_of(const Json& alert) {
  return fmt::format("[gdo] {}: {}", severity_words(alert), alert_sentence(alert));
}

std::string sentences(const Json& alert) {
  std::string text = alert_sentence(alert) + "\n";
  const auto add = [&](const char* name, std::string_view value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", name, value);
  };
  const AlertAdvice advice = alert_advice(member_text(alert, "tipo"));
  add(tr("file"), member_text(alert, "nome_arquivo"));
  add(tr("tenant"), member_text(alert, "token_cliente"));
  add(tr("cause"), advice.cause);
  add(tr("what to do"), advice.what_to_do);
  const std::string id = alert.at("id").dump();
  add(tr("alert"), fmt::format("{} (gdo alerts show {}, {})", id, id, member_text(alert, "link")));
  return text;
}

std::string dumped(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A header's value that is no ASCII, as RFC 2047 writes it.
std::string header_text(std::string text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == ' ') {
      encoded += '_';
    } else if (byte < 0x21 || byte > 0x7e || c == '=' || c == '?' || c == '_') {
      encoded += fmt::format("={:02X}", byte);
    } else {
      encoded += c;
    }
  }
  return "=?UTF-8?Q?" + encoded + "?=";
}

Json alertmanager_alert(const Json& alert) {
  Json labels = {{"alertname", "gdo_" + member_text(alert, "tipo")},
                 {"severity", member_text(alert, "severidade") == "erro" ? "critical" : "warning"},
                 {"chave", member_text(alert, "chave")}};
  if (const std::string tenant = member_text(alert, "token_cliente"); !tenant.empty()) {
    labels["token_cliente"] = tenant;
  }
  const AlertAdvice advice = alert_advice(member_text(alert, "tipo"));
  Json one = {{"labels", labels},
              {"annotations",
               {{"summary", alert_sentence(alert)},
                {"description", advice.cause},
                {"runbook", advice.what_to_do},
                {"alerta_id", alert["id"].dump()}}},
              {"startsAt", member_text(alert, "criado_em")}};
  if (const std::string end = member_text(alert, "encerrado_em"); !end.empty()) one["endsAt"] = end;
  return one;
}

}  // namespace

std::string AlertChannel::name() const {
  constexpr std::string_view kNames[] = {"webhook", "email", "alertmanager", "heartbeat"};
  // FNV-1a: the same on every machine and in every version.
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : url + " " + to) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return fmt::format("{}:{:016x}", kNames[static_cast<int>(kind)], hash);
}

std::vector<AlertChannel> message_channels(const AlertTargets& targets) {
  std::vector<AlertChannel> channels;
  for (const std::string& url : words_of(targets.webhooks)) {
    channels.push_back({AlertChannel::Kind::webhook, url, ""});
  }
  if (!targets.smtp_url.empty() && !targets.email_to.empty()) {
    channels.push_back({AlertChannel::Kind::email, targets.smtp_url, targets.email_to});
  }
  return channels;
}

std::string webhook_body(const std::string& url, const Json& alert) {
  if (has_host(url, "hooks.slack.com") || has_host(url, "chat.googleapis.com")) {
    return dumped({{"text", subject_of(alert) + "\n" + sentences(alert)}});
  }
  return dumped(alert);
}

std::string mail_text(const std::string& from, const std::vector<std::string>& to,
                      const Json& alert) {
  std::string body =
      sentences(alert) + "\n" + alert.dump(2, ' ', false, Json::error_handler_t::replace);
  std::string lines;
  for (const char c : body) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return fmt::format(
      "Date: {:%a, %d %b %Y %H:%M:%S +0000}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: 8bit\r\nAuto-Submitted: auto-generated\r\n\r\n{}\r\n",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())), from,
      fmt::join(to, ", "), header_text(subject_of(alert)), lines);
}

std::string alertmanager_body(const std::vector<Json>& alerts) {
  Json list = Json::array();
  for (const Json& alert : alerts) list.push_back(alertmanager_alert(alert));
  return dumped(list);
}

std::string send(const AlertChannel& channel, const Json& alert) {
  if (channel.kind == AlertChannel::Kind::email) {
    const std::vector<std::string> to = words_of(channel.to);
    return store::send_mail(channel.url, kSender, to, mail_text(kSender, to, alert));
  }
  return store::post_json(channel.url, webhook_body(channel.url, alert));
}

std::string send_to_alertmanager(const AlertChannel& channel, const std::vector<Json>& alerts) {
  std::string url = channel.url;
  while (url.ends_with('/')) url.pop_back();
  if (!url.ends_with("/api/v2/alerts")) url += "/api/v2/alerts";
  return store::post_json(url, alertmanager_body(alerts));
}

std::string beat(const AlertChannel& channel) { return store::fetch(channel.url); }

}  // namespace gdo::monitor
