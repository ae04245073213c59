// Config: the whole configuration of `demarche run`, read from one YAML file. deploy/reference.yaml explains every key;
// schemas/config.schema.json is its JSON Schema; a test holds the three together. Values are checked here for type and
// range; what a value means to its room is checked by that room (librdkafka properties by connectors/kafka, mappings by
// the feed loader), all before anything starts.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/app/yaml_reader.h"
#include "pipeline/base/diagnostic.h"

namespace demarche {

struct Config {
  // librdkafka properties as the user gave them, for both clients; file references already read. Values may be secret:
  // never log them.
  std::map<std::string, std::string> kafka;
  std::map<std::string, int> kafka_lines;  // where each stands, for messages

  struct Topic {
    std::string topic;  // a name, or a regular expression that starts with ^
    std::string mapping = "auto";
    int line = 0;  // in the configuration file, for messages
  };
  struct Source {
    std::string group = "demarche";
    std::string instance_id;         // static membership of the group; "" = dynamic
    std::string start = "earliest";  // or latest: where a group without committed offsets begins
    std::vector<Topic> topics;
    std::string file;  // read this file instead of Kafka: NDJSON, JSON, .gz, .zst
    std::string file_mapping = "auto";
  } source;

  struct Sink {
    bool exactly_once = true;
    std::string transactional_id;  // "" = derived from the group and the instance id, or the host
    std::string statements = "demarche.statements";
    std::string relations = "demarche.relations";
    std::string receipts = "demarche.receipts";
    std::string dead_letters = "demarche.dead-letters";
    bool create_topics = false;
    int partitions = 8;
    int replication = 1;
    std::string directory;  // write NDJSON files there instead of Kafka
    bool discard = false;   // write nothing
  } sink;

  struct Engine {
    int workers = 0;  // 0 = one for each core
    int64_t queue_bytes = 64 << 20;
    absl::Duration commit_interval = absl::Milliseconds(100);
    int64_t commit_bytes = 8 << 20;
    absl::Duration document_time_limit = absl::Seconds(2);
    int64_t record_limit = 16 << 20;
    absl::Duration drain_deadline = absl::Seconds(20);
    absl::Duration stall_limit = absl::Minutes(5);
    absl::Duration retry_min = absl::Milliseconds(100);
    absl::Duration retry_max = absl::Seconds(10);
  } engine;

  struct Reading {
    std::vector<std::string> feeds;  // mapping files of the user's own
    std::string lexicon;             // a directory that replaces the built-in tables; "" = built in
    std::string reader = "fast";     // what reads English: fast or careful (networks), or rules alone
    std::string embargoed = "hold";  // or publish, or dead_letter
    int max_items = 10'000;          // of an envelope
    int max_depth = 1024;            // of nested objects and arrays
    double min_statement_confidence = 0;
    double min_relation_confidence = 0;
  } reading;

  struct Http {
    bool enabled = true;
    std::string address = "127.0.0.1";
    int port = 9464;
    int64_t live_results = 500;
  } http;

  struct Log {
    std::string format = "text";  // or json
    std::string level = "info";
  } log;
};

struct LoadedConfig {
  Config config;
  std::vector<std::string>
      keys;  // every path that the reader knows, for the test that compares them with schema and reference
};

// Reads `bytes`; `file` names it in diagnostics and is the base of relative paths in it. Secrets written as {file:
// PATH} are read here.
LoadedConfig LoadConfig(std::string_view bytes, const std::string& file, const YamlVariables& variables,
                        Diagnostics* diagnostics);

// Whether the source or the sink is Kafka.
bool UsesKafka(const Config& config);

// Reads the whole file, or says why not (a Diagnostic without line).
std::optional<std::string> ReadWholeFile(const std::string& path, Diagnostics* diagnostics);

// ${NAME} from the process's environment.
std::optional<std::string> EnvironmentVariable(std::string_view name);

}  // namespace demarche
