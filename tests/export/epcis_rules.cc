#include "export/epcis_rules.h"

#include <regex>
#include <set>

namespace gdo::exports::test {
namespace {

using Json = nlohmann::json;
using Words = std::set<std::string>;

const std::regex kUri("[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+");
const std::regex kTime(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))");
const std::regex kOffset(R"([+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))");
const std::regex kUnit("[A-Z0-9]{2,3}");

const Words kSteps = {"receiving", "killing", "commissioning", "loading", "shipping"};
const Words kDispositions = {"active", "in_progress", "in_transit"};
const Words kTransactions = {"bol", "cert",      "desadv", "inv",     "pedigree", "po",   "poc",
                             "rma", "prodorder", "recadv", "testprd", "testres",  "upevt"};
const Words kParties = {"owning_party", "possessing_party", "location"};
const Words kCommon = {"type",       "eventTime",       "eventTimeZoneOffset", "eventID",
                       "bizStep",    "disposition",     "readPoint",           "bizLocation",
                       "sourceList", "destinationList", "bizTransactionList"};

class Rules {
 public:
  std::vector<std::string> found;

  void document(const Json& d) {
    for (const char* name : {"@context", "type", "schemaVersion", "creationDate", "epcisBody"}) {
      require(d, name);
    }
    if (!found.empty()) return;
    check(d["type"] == "EPCISDocument", "type");
    check(std::regex_match(d["schemaVersion"].get<std::string>(), std::regex(R"(\d+(\.\d+)*)")),
          "schemaVersion");
    time(d["creationDate"], "creationDate");
    Words ids;
    for (const Json& one : d["epcisBody"].at("eventList")) {
      event(one);
      check(ids.insert(one.value("eventID", "")).second, "eventID twice");
    }
  }

 private:
  void check(bool right, const std::string& place) {
    if (!right) found.push_back(place);
  }
  void require(const Json& object, const char* name) { check(object.contains(name), name); }
  static bool is_uri(const Json& value) {
    return value.is_string() && std::regex_match(value.get<std::string>(), kUri);
  }
  void uri(const Json& value, const std::string& place) {
    check(is_uri(value), place + " is no URI: " + value.dump());
  }
  void time(const Json& value, const std::string& place) {
    check(value.is_string() && std::regex_match(value.get<std::string>(), kTime), place);
  }
  void word(const Json& value, const Words& words, const std::string& place) {
    check(words.contains(value.get<std::string>()) || is_uri(value), place + value.dump());
  }
  void epcs(const Json& event, const char* name, std::size_t least) {
    if (!event.contains(name)) return;
    Words seen;
    for (const Json& one : event[name]) {
      uri(one, name);
      check(seen.insert(one.get<std::string>()).second, std::string(name) + " twice");
    }
    check(event[name].size() >= least, std::string(name) + " is empty");
  }

  void event(const Json& e) {
    for (const char* name : {"type", "eventTime", "eventTimeZoneOffset", "eventID", "bizStep"}) {
      require(e, name);
    }
    if (!found.empty()) return;
    time(e["eventTime"], "eventTime");
    check(std::regex_match(e["eventTimeZoneOffset"].get<std::string>(), kOffset), "offset");
    uri(e["eventID"], "eventID");
    word(e["bizStep"], kSteps, "bizStep ");
    word(e.value("disposition", Json("active")), kDispositions, "disposition ");
    parts(e);
    const std::string type = e["type"];
    if (type == "ObjectEvent") {
      object_event(e);
    } else if (type == "AggregationEvent") {
      aggregation(e);
    } else if (type == "TransformationEvent") {
      transformation(e);
    } else {
      check(false, "type " + type);
    }
  }

  void parts(const Json& e) {
    for (const char* name : {"readPoint", "bizLocation"}) {
      if (e.contains(name)) uri(e[name].at("id"), name);
    }
    for (const Json& one : e.value("bizTransactionList", Json::array())) {
      uri(one.at("bizTransaction"), "bizTransaction");
      word(one.at("type"), kTransactions, "bizTransaction type ");
      check(one.size() == 2, "bizTransaction has other members");
    }
    for (const char* side : {"source", "destination"}) {
      for (const Json& one : e.value(std::string(side) + "List", Json::array())) {
        uri(one.at(side), side);
        word(one.at("type"), kParties, "party type ");
        check(one.size() == 2, std::string(side) + " has other members");
      }
    }
    const Json ilmd = e.value("ilmd", Json::object());
    for (const auto& [name, value] : ilmd.items()) uri(name, "ilmd");
  }

  // A member that the event's type does not know bears a prefix.
  void members(const Json& e, const Words& own) {
    for (const auto& [name, value] : e.items()) {
      check(kCommon.contains(name) || own.contains(name) || is_uri(Json(name)), "member " + name);
    }
  }

  void object_event(const Json& e) {
    members(e, {"action", "epcList", "quantityList", "ilmd"});
    check(Words{"OBSERVE", "ADD", "DELETE"}.contains(e.value("action", "")), "action");
    check(e.contains("epcList") || e.contains("quantityList"), "object event of nothing");
    check(!e.contains("ilmd") || e["action"] == "ADD", "ilmd only when things come to be");
    epcs(e, "epcList", 0);
  }

  void aggregation(const Json& e) {
    members(e, {"action", "parentID", "childEPCs", "childQuantityList"});
    check(e.value("action", "") == "ADD", "action");
    uri(e.at("parentID"), "parentID");
    require(e, "childEPCs");
    epcs(e, "childEPCs", 1);
  }

  void transformation(const Json& e) {
    members(e, {"inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList",
                "transformationID", "ilmd"});
    uri(e.at("transformationID"), "transformationID");
    check(e.contains("inputEPCList") || e.contains("inputQuantityList") ||
              e.contains("outputEPCList"),
          "transformation of nothing");
    epcs(e, "inputEPCList", 1);
    epcs(e, "outputEPCList", 1);
    for (const Json& one : e.value("inputQuantityList", Json::array())) {
      uri(one.at("epcClass"), "epcClass");
      check(one.at("quantity").is_number(), "quantity");
      check(std::regex_match(one.at("uom").get<std::string>(), kUnit), "uom");
    }
  }
};

}  // namespace

std::vector<std::string> epcis_mistakes(const Json& document) {
  Rules rules;
  rules.document(document);
  return rules.found;
}

}  // namespace gdo::exports::test
