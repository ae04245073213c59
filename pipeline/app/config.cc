// See config.h.
#include "pipeline/app/config.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "pipeline/base/str.h"

namespace demarche {
namespace {

std::string BesideFile(const std::string& path, const std::string& file) {
  const std::filesystem::path p(path);
  return path.empty() || p.is_absolute() ? path : (std::filesystem::path(file).parent_path() / p).string();
}

// A value, or the content of the file that {file: PATH} names, without its last line break.
std::string ReadSecret(const YamlValue& value, const std::string& config_file) {
  if (!value.IsMap()) return value.AsString();
  YamlMap map = value.AsMap();
  const std::string path = BesideFile(map.String("file"), config_file);
  map.Done();
  if (path.empty()) {
    value.Error(fmt::format("'{}' must be a value or {{file: PATH}}", value.path()));
    return "";
  }
  Diagnostics reading;
  std::optional<std::string> secret = ReadWholeFile(path, &reading);
  if (!secret) {
    value.Error(fmt::format("'{}': {}", value.path(), reading.front().message),
                "mount the secret, or correct the path");
    return "";
  }
  while (!secret->empty() && (secret->back() == '\n' || secret->back() == '\r')) secret->pop_back();
  return *secret;
}

void ReadSource(YamlMap map, const std::string& file, Config::Source* source) {
  source->group = map.String("group", source->group);
  source->instance_id = map.String("instance_id");
  source->start = map.OneOf("start", source->start, {"earliest", "latest"});
  for (const YamlValue& item : map.Get("topics").AsList()) {
    Config::Topic topic;
    topic.line = item.line();
    if (item.IsMap()) {
      YamlMap entry = item.AsMap();
      topic.topic = entry.String("topic");
      topic.mapping = entry.String("mapping", topic.mapping);
      if (topic.topic.empty())
        item.Error(fmt::format("'{}' names no topic", item.path()), "write topic: NAME or topic: ^PATTERN");
      entry.Done();
    } else {
      topic.topic = item.AsString();
    }
    source->topics.push_back(std::move(topic));
  }
  source->file = BesideFile(map.String("file"), file);
  source->file_mapping = map.String("file_mapping", source->file_mapping);
  if (source->file.empty() && source->topics.empty())
    map.value().Error("nothing to read", "name source.topics, or source.file");
  if (!source->file.empty() && !source->topics.empty())
    map.value().Error("both source.topics and source.file are given", "keep one of them");
  map.Done();
}

void ReadSink(YamlMap map, const std::string& file, Config::Sink* sink) {
  sink->exactly_once = map.OneOf("delivery", "exactly_once", {"exactly_once", "at_least_once"}) == "exactly_once";
  sink->transactional_id = map.String("transactional_id");
  YamlMap topics = map.Map("topics");
  sink->statements = topics.String("statements", sink->statements);
  sink->relations = topics.String("relations", sink->relations);
  sink->receipts = topics.String("receipts", sink->receipts);
  sink->dead_letters = topics.String("dead_letters", sink->dead_letters);
  topics.Done();
  YamlMap create = map.Map("create_topics");
  sink->create_topics = create.Bool("enabled", sink->create_topics);
  sink->partitions = static_cast<int>(create.Int("partitions", sink->partitions, 1, 10000));
  sink->replication = static_cast<int>(create.Int("replication", sink->replication, 1, 100));
  create.Done();
  sink->directory = BesideFile(map.String("directory"), file);
  sink->discard = map.Bool("discard", sink->discard);
  map.Done();
}

void ReadEngine(YamlMap map, Config::Engine* engine) {
  engine->workers = static_cast<int>(map.Int("workers", engine->workers, 0, 1024));
  engine->queue_bytes = map.Bytes("queue_bytes", engine->queue_bytes, 1 << 16);
  engine->commit_interval = map.Duration("commit_interval", engine->commit_interval, absl::Milliseconds(1));
  engine->commit_bytes = map.Bytes("commit_bytes", engine->commit_bytes, 1 << 12);
  engine->document_time_limit = map.Duration("document_time_limit", engine->document_time_limit, absl::Milliseconds(1));
  engine->record_limit = map.Bytes("record_limit", engine->record_limit, 1);
  engine->drain_deadline = map.Duration("drain_deadline", engine->drain_deadline);
  engine->stall_limit = map.Duration("stall_limit", engine->stall_limit, absl::Seconds(1));
  engine->retry_min = map.Duration("retry_min", engine->retry_min, absl::Milliseconds(1));
  engine->retry_max = map.Duration("retry_max", engine->retry_max, engine->retry_min);
  map.Done();
}

void ReadReading(YamlMap map, const std::string& file, Config::Reading* reading) {
  for (const std::string& feed : map.Strings("feeds")) reading->feeds.push_back(BesideFile(feed, file));
  reading->lexicon = BesideFile(map.String("lexicon"), file);
  reading->reader = map.OneOf("reader", reading->reader, {"fast", "careful", "rules"});
  reading->embargoed = map.OneOf("embargoed", reading->embargoed, {"hold", "publish", "dead_letter"});
  reading->max_items = static_cast<int>(map.Int("max_items", reading->max_items, 1, 1'000'000));
  reading->max_depth = static_cast<int>(map.Int("max_depth", reading->max_depth, 1, 10'000));
  reading->min_statement_confidence = map.Double("min_statement_confidence", 0, 0, 1);
  reading->min_relation_confidence = map.Double("min_relation_confidence", 0, 0, 1);
  map.Done();
}

}  // namespace

bool UsesKafka(const Config& config) {
  return config.source.file.empty() || (config.sink.directory.empty() && !config.sink.discard);
}

std::optional<std::string> ReadWholeFile(const std::string& path, Diagnostics* diagnostics) {
  const auto refuse = [&](std::string why) {
    diagnostics->push_back(
        {Diagnostic::Severity::kError, path, 0, 0, std::move(why), "check the path and who may read it"});
    return std::nullopt;
  };
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return refuse(fmt::format("'{}' is a directory", path));
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(fmt::format("cannot read '{}': {}", path, std::generic_category().message(errno)));
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::optional<std::string> EnvironmentVariable(std::string_view name) {
  // The program never changes its environment, so reading it from any thread is safe.
  const char* value = std::getenv(std::string(name).c_str());  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

LoadedConfig LoadConfig(std::string_view bytes, const std::string& file, const YamlVariables& variables,
                        Diagnostics* diagnostics) {
  LoadedConfig loaded;
  Config& config = loaded.config;
  const YamlDocument document = YamlDocument::Parse(bytes, file, diagnostics, variables);
  YamlMap root = document.root().AsMap();
  for (const auto& [name, value] : root.Map("kafka").All()) {
    config.kafka[name] = ReadSecret(value, file);
    config.kafka_lines[name] = value.line();
  }
  if (!document.root().IsMap()) {
    if (!HasErrors(*diagnostics))
      diagnostics->push_back(
          {Diagnostic::Severity::kError, file, 0, 0, "the file is empty", "start from deploy/reference.yaml"});
    return loaded;
  }
  const YamlValue source = root.Get("source");
  if (!source.present())
    document.root().Error("'source' is missing", "say what to read: source: {topics: [news]}");
  else
    ReadSource(source.AsMap(), file, &config.source);
  ReadSink(root.Map("sink"), file, &config.sink);
  ReadEngine(root.Map("engine"), &config.engine);
  ReadReading(root.Map("reading"), file, &config.reading);
  YamlMap http = root.Map("http");
  config.http.enabled = http.Bool("enabled", config.http.enabled);
  config.http.address = http.String("address", config.http.address);
  config.http.port = static_cast<int>(http.Int("port", config.http.port, 0, 65535));
  config.http.live_results = http.Int("live_results", config.http.live_results, 1, 100000);
  http.Done();
  YamlMap log = root.Map("log");
  config.log.format = log.OneOf("format", config.log.format, {"text", "json"});
  config.log.level = log.OneOf("level", config.log.level, {"debug", "info", "warning", "error"});
  log.Done();
  root.Done();
  if (UsesKafka(config) && config.kafka["bootstrap.servers"].empty() && !HasErrors(*diagnostics)) {
    document.root().Error("'kafka' names no broker", "write kafka: {bootstrap.servers: HOST:PORT}");
  }
  for (const std::string& key : document.asked()) {
    if (!key.starts_with("kafka.")) loaded.keys.push_back(key);
  }
  return loaded;
}

}  // namespace demarche
