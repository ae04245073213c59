// Client configuration: the `kafka.*` map of the configuration file -> rd_kafka_conf_t, with our defaults and without
// the properties that would break the promise (every record exactly once, results and offsets together).
//
// Pure: nothing connects here, so the linter calls CheckProperties too. Values of secret properties never appear in a
// message. Any thread.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "connectors/kafka/handles.h"
#include "connectors/kafka/property_catalog.h"
#include "pipeline/runtime/options.h"

namespace demarche::kafka {

using demarche::Delivery;
using Properties = std::map<std::string, std::string>;  // librdkafka's names and values

struct PropertyProblem {
  std::string property;
  std::string message;     // what is wrong
  std::string suggestion;  // what to do; may be empty
};

// Everything that is wrong with `properties`: unknown names (with the nearest known one), values that librdkafka
// refuses, properties that are refused because of the promise, a missing bootstrap.servers.
std::vector<PropertyProblem> CheckProperties(const Properties& properties, Delivery delivery);

// Whether the value of this property must not be printed.
bool IsSecret(std::string_view property);

// The properties that a client of this side is made with: our defaults, then the user's, then what the promise fixes.
// Properties of the other side are left out.
Properties EffectiveProperties(const Properties& user, Side side, Delivery delivery);

// kInvalidArgument with librdkafka's message where it refuses a property.
absl::StatusOr<ConfPtr> MakeConf(const Properties& effective);

}  // namespace demarche::kafka
