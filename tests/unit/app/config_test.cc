// Config: the reference file, the JSON Schema and the reader know the same keys; mistakes are told with line and
// remedy.
#include "pipeline/app/config.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace demarche {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kRoot = DEMARCHE_SOURCE_DIR;

std::optional<std::string> NoVariables(std::string_view) { return std::nullopt; }

std::vector<std::string> Errors(std::string_view yaml, const YamlVariables& variables = NoVariables) {
  Diagnostics diagnostics;
  LoadConfig(yaml, "c.yaml", variables, &diagnostics);
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics) out.push_back(d.ToString());
  return out;
}

// Paths of all properties of a JSON Schema object, in the reader's notation.
void CollectPaths(const nlohmann::json& schema, const std::string& path, std::set<std::string>* out) {
  if (schema.contains("oneOf")) {
    for (const auto& one : schema["oneOf"]) CollectPaths(one, path, out);
  }
  if (schema.contains("items")) CollectPaths(schema["items"], path + "[]", out);
  if (!schema.contains("properties")) return;
  for (const auto& [name, child] : schema["properties"].items()) {
    const std::string at = path.empty() ? name : path + "." + name;
    out->insert(at);
    EXPECT_TRUE(child.contains("description")) << at;
    if (at != "kafka") CollectPaths(child, at, out);
  }
}

TEST(Config, ReferenceSchemaAndReaderKnowTheSameKeys) {
  Diagnostics diagnostics;
  const std::string bytes = ReadWholeFile(kRoot + "/deploy/reference.yaml", &diagnostics).value();
  const LoadedConfig loaded = LoadConfig(bytes, "reference.yaml", NoVariables, &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  std::set<std::string> in_schema;
  CollectPaths(nlohmann::json::parse(ReadWholeFile(kRoot + "/schemas/config.schema.json", &diagnostics).value()), "",
               &in_schema);
  EXPECT_EQ(std::set<std::string>(loaded.keys.begin(), loaded.keys.end()), in_schema);
  // Every key stands in the reference: its last part begins a line there.
  for (const std::string& key : loaded.keys) {
    const std::string last = key.substr(key.find_last_of('.') + 1);
    EXPECT_THAT(bytes, HasSubstr(last + ":")) << key;
  }
}

TEST(Config, ReferenceShowsTheDefaults) {
  Diagnostics diagnostics;
  const Config reference =
      LoadConfig(ReadWholeFile(kRoot + "/deploy/reference.yaml", &diagnostics).value(), "r", NoVariables, &diagnostics)
          .config;
  const Config small = LoadConfig("kafka: {bootstrap.servers: localhost:9092}\nsource: {topics: [news.raw]}\n", "c",
                                  NoVariables, &diagnostics)
                           .config;
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_EQ(reference.kafka, small.kafka);
  EXPECT_EQ(reference.source.group, small.source.group);
  EXPECT_EQ(reference.source.start, small.source.start);
  EXPECT_EQ(reference.source.topics[0].mapping, small.source.topics[0].mapping);
  EXPECT_EQ(reference.sink.exactly_once, small.sink.exactly_once);
  EXPECT_EQ(reference.sink.statements, small.sink.statements);
  EXPECT_EQ(reference.sink.relations, small.sink.relations);
  EXPECT_EQ(reference.sink.receipts, small.sink.receipts);
  EXPECT_EQ(reference.sink.dead_letters, small.sink.dead_letters);
  EXPECT_EQ(reference.sink.create_topics, small.sink.create_topics);
  EXPECT_EQ(reference.sink.partitions, small.sink.partitions);
  EXPECT_EQ(reference.sink.replication, small.sink.replication);
  EXPECT_EQ(reference.sink.discard, small.sink.discard);
  EXPECT_EQ(reference.engine.workers, small.engine.workers);
  EXPECT_EQ(reference.engine.queue_bytes, small.engine.queue_bytes);
  EXPECT_EQ(reference.engine.commit_interval, small.engine.commit_interval);
  EXPECT_EQ(reference.engine.commit_bytes, small.engine.commit_bytes);
  EXPECT_EQ(reference.engine.document_time_limit, small.engine.document_time_limit);
  EXPECT_EQ(reference.engine.record_limit, small.engine.record_limit);
  EXPECT_EQ(reference.engine.drain_deadline, small.engine.drain_deadline);
  EXPECT_EQ(reference.engine.stall_limit, small.engine.stall_limit);
  EXPECT_EQ(reference.engine.retry_min, small.engine.retry_min);
  EXPECT_EQ(reference.engine.retry_max, small.engine.retry_max);
  EXPECT_EQ(reference.reading.reader, small.reading.reader);
  EXPECT_EQ(reference.reading.embargoed, small.reading.embargoed);
  EXPECT_EQ(reference.http.enabled, small.http.enabled);
  EXPECT_EQ(reference.http.address, small.http.address);
  EXPECT_EQ(reference.http.port, small.http.port);
  EXPECT_EQ(reference.http.live_results, small.http.live_results);
  EXPECT_EQ(reference.log.format, small.log.format);
  EXPECT_EQ(reference.log.level, small.log.level);
}

TEST(Config, SaysWhatIsWrongAndWhatToWrite) {
  EXPECT_THAT(Errors(""), ElementsAre("c.yaml: error: the file is empty: start from deploy/reference.yaml"));
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b}\n"),
              ElementsAre(HasSubstr("'source' is missing: say what to read")));
  EXPECT_THAT(Errors("source: {topics: [a]}\n"),
              ElementsAre(HasSubstr("'kafka' names no broker: write kafka: {bootstrap.servers: HOST:PORT}")));
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b}\nsource: {topics: [a]}\nengin: {workers: 1}\n"),
              ElementsAre("c.yaml:3:1: error: unknown key 'engin': did you mean 'engine'?"));
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b}\nsource: {topics: [a], start: erliest}\n"),
              ElementsAre(HasSubstr("did you mean 'earliest'?")));
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b}\nsource: {topics: [{mapping: auto}]}\n"),
              ElementsAre(HasSubstr("names no topic")));
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b}\nsource: {topics: [a]}\nhttp: {port: 70000}\n"),
              ElementsAre(HasSubstr("'http.port' must be between 0 and 65535")));
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b}\nsource: {topics: [a], file: x}\n"),
              ElementsAre(HasSubstr("keep one of them")));
}

TEST(Config, TakesSecretsFromFilesAndValuesFromTheEnvironment) {
  const std::string path = testing::TempDir() + "/secret";
  std::ofstream(path) << "s3cret\n";
  const auto variables = [](std::string_view name) {
    return name == "BROKER" ? std::optional<std::string>("kafka:9092") : std::nullopt;
  };
  Diagnostics diagnostics;
  const std::string yaml =
      "kafka: {bootstrap.servers: \"${BROKER}\", sasl.password: {file: " + path + "}}\nsource: {topics: [a]}\n";
  const Config config = LoadConfig(yaml, "c.yaml", variables, &diagnostics).config;
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_EQ(config.kafka.at("bootstrap.servers"), "kafka:9092");
  EXPECT_EQ(config.kafka.at("sasl.password"), "s3cret");
  EXPECT_THAT(Errors("kafka: {bootstrap.servers: b, sasl.password: {file: /none/x}}\nsource: {topics: [a]}\n"),
              ElementsAre(HasSubstr("'kafka.sasl.password': cannot read '/none/x'")));
}

TEST(Config, ReadsFilesBesideTheConfiguration) {
  Diagnostics diagnostics;
  const Config config = LoadConfig("source: {file: feed.ndjson}\nsink: {discard: true}\nreading: {feeds: [own.yaml]}\n",
                                   "/etc/demarche/c.yaml", NoVariables, &diagnostics)
                            .config;
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_EQ(config.source.file, "/etc/demarche/feed.ndjson");
  EXPECT_THAT(config.reading.feeds, ElementsAre("/etc/demarche/own.yaml"));
}

}  // namespace
}  // namespace demarche
