// See client_config.h.
#include "connectors/kafka/client_config.h"

#include <cstdlib>
#include <optional>

#include "fmt/format.h"
#include "pipeline/base/nearest_word.h"

namespace demarche::kafka {
namespace {

// Our defaults, with the reason where it is not librdkafka's own. The user may change any of them.
const Properties& Defaults() {
  static const Properties* const defaults = new Properties{
      {"client.id", "demarche"},
      {"socket.nagle.disable", "true"},      // Nagle is on before librdkafka 2.10: up to 40 ms a round trip
      {"socket.keepalive.enable", "true"},   // notices a peer that vanished behind a firewall
      {"log.connection.close", "false"},     // idle connections are closed by brokers every 10 minutes
      {"statistics.interval.ms", "5000"},    // lag per partition
      {"reconnect.backoff.max.ms", "5000"},  // recovery after an outage within seconds
      {"broker.address.ttl", "10000"},
      // Consumer. Cooperative strategies have defects before 2.10 that lose or repeat records; eager ones have not.
      {"partition.assignment.strategy", "range,roundrobin"},
      {"auto.offset.reset", "earliest"},
      {"queued.max.messages.kbytes", "32768"},  // of prefetched records; the engine's own queue comes after it
      {"fetch.wait.max.ms", "100"},
      {"session.timeout.ms", "10000"},  // how long the partitions of a killed process wait
      // Producer.
      {"linger.ms", "5"},
      {"queue.buffering.max.messages", "1000000"},
      {"queue.buffering.max.kbytes", "262144"},
      {"transaction.timeout.ms", "60000"},
      {"compression.type", "lz4"},
  };
  return *defaults;
}

bool IsTrue(const std::string& v) { return v == "true" || v == "t" || v == "1"; }

std::optional<PropertyProblem> Refuse(const std::string& name, const std::string& value, Delivery delivery) {
  const auto problem = [&](std::string message, std::string suggestion) {
    return PropertyProblem{name, std::move(message), std::move(suggestion)};
  };
  if (name == "enable.auto.commit" || name == "auto.commit.enable") {
    if (IsTrue(value)) {
      return problem(
          "the program commits offsets itself, together with the results; automatic commits would lose records",
          "remove it");
    }
  } else if (name == "enable.auto.offset.store") {
    if (IsTrue(value)) return problem("offsets are settled only when their results are published", "remove it");
  } else if (name == "isolation.level") {
    if (value != "read_committed") {
      return problem("records of aborted transactions would be read as if they were real",
                     "remove it: read_committed is set");
    }
  } else if (name == "enable.idempotence") {
    if (!IsTrue(value)) return problem("without idempotence a retry by the client duplicates results", "remove it");
  } else if (name == "acks" || name == "request.required.acks") {
    if (value != "all" && value != "-1") {
      return problem("results that are acknowledged by fewer than all in-sync replicas can be lost",
                     "remove it: acks=all is set");
    }
  } else if (name == "max.in.flight.requests.per.connection" || name == "max.in.flight") {
    if (std::atoi(value.c_str()) > 5)
      return problem("the idempotent producer keeps order with at most 5", "use 5 or less");
  } else if (name == "transactional.id") {
    return problem(delivery == Delivery::kExactlyOnce
                       ? "it is derived from the group and the instance, so that a restart fences its predecessor"
                       : "at_least_once delivery uses no transactions",
                   "use sink.transactional_id");
  } else if (name == "group.id") {
    return problem("the group has a key of its own", "use source.group");
  } else if (name == "enable.gapless.guarantee") {
    if (IsTrue(value)) return problem("transactions do not go together with it", "remove it");
  } else if (name == "enable.partition.eof") {
    if (IsTrue(value)) return problem("the program does not use end-of-partition events", "remove it");
  } else if (name == "delivery.report.only.error") {
    if (!IsTrue(value)) return problem("the program asks for failed deliveries only", "remove it");
  } else if (name == "test.mock.num.brokers") {
    return problem("a mock broker keeps no transactions",
                   "use `demarche run --embedded-broker` for a try without a broker");
  } else if (name == "retries" || name == "message.send.max.retries") {
    if (value == "0") return problem("the idempotent producer needs retries", "remove it");
  }
  return std::nullopt;
}

absl::Status SetProperty(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  char error[512] = "";
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), error, sizeof(error)) == RD_KAFKA_CONF_OK) {
    return absl::OkStatus();
  }
  // librdkafka's message repeats the value.
  if (IsSecret(name)) return absl::InvalidArgumentError(fmt::format("the value of {} is not accepted", name));
  return absl::InvalidArgumentError(error);
}

void Fix(Properties* p, Side side, Delivery delivery) {
  if (side == Side::kConsumer) {
    (*p)["enable.auto.commit"] = "false";
    (*p)["enable.auto.offset.store"] = "false";
    (*p)["isolation.level"] = "read_committed";
    (*p)["enable.partition.eof"] = "false";
    (*p)["allow.auto.create.topics"] = "false";  // a misspelt source topic is an error, not a new topic
  } else {
    (*p)["enable.idempotence"] = "true";
    (*p)["delivery.report.only.error"] = "true";  // successes are known from the flush; a report each costs CPU
    if (delivery == Delivery::kAtLeastOnce) p->erase("transactional.id");
  }
}

}  // namespace

bool IsSecret(std::string_view property) {
  for (std::string_view part : {"password", "secret", ".pem", "oauthbearer.config", "sasl.jaas", "key.location"}) {
    if (property.find(part) != std::string_view::npos) return true;
  }
  return property == "ssl.key";
}

std::vector<PropertyProblem> CheckProperties(const Properties& properties, Delivery delivery) {
  std::vector<PropertyProblem> problems;
  const PropertyCatalog& catalog = PropertyCatalog::Get();
  const ConfPtr scratch(rd_kafka_conf_new());
  for (const auto& [name, value] : properties) {
    if (!catalog.Known(name)) {
      const std::string nearest = NearestWord(name, catalog.Names());
      problems.push_back({name, fmt::format("librdkafka {} has no property of this name", rd_kafka_version_str()),
                          nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest)});
      continue;
    }
    if (std::optional<PropertyProblem> refused = Refuse(name, value, delivery)) {
      problems.push_back(*std::move(refused));
      continue;
    }
    if (absl::Status set = SetProperty(scratch.get(), name, value); !set.ok()) {
      problems.push_back({name, std::string(set.message()), ""});
    }
  }
  if (properties.count("bootstrap.servers") == 0 && properties.count("metadata.broker.list") == 0) {
    problems.push_back(
        {"bootstrap.servers", "no broker is named", "add the address of a broker, such as localhost:9092"});
  }
  return problems;
}

Properties EffectiveProperties(const Properties& user, Side side, Delivery delivery) {
  Properties all = Defaults();
  for (const auto& [name, value] : user) all[name] = value;
  Fix(&all, side, delivery);
  const PropertyCatalog& catalog = PropertyCatalog::Get();
  for (auto it = all.begin(); it != all.end();) {
    it = catalog.AppliesTo(it->first, side) ? std::next(it) : all.erase(it);
  }
  return all;
}

absl::StatusOr<ConfPtr> MakeConf(const Properties& effective) {
  ConfPtr conf(rd_kafka_conf_new());
  for (const auto& [name, value] : effective) {
    if (absl::Status set = SetProperty(conf.get(), name, value); !set.ok()) {
      return absl::InvalidArgumentError(fmt::format("kafka.{}: {}", name, std::string(set.message())));
    }
  }
  return conf;
}

}  // namespace demarche::kafka
