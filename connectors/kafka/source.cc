// See source.h.
#include "connectors/kafka/source.h"

#include <algorithm>
#include <cstring>

#include "absl/time/clock.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/partition_list.h"
#include "connectors/kafka/read_record.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {
namespace {

// Keeps a record's buffer, and the client that it belongs to.
struct RecordOwner {
  std::shared_ptr<Client> client;  // declared first: destroyed after the record
  MessagePtr message;
};

int Milliseconds(absl::Duration d) {
  return static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(d, absl::Milliseconds(1))));
}

}  // namespace

KafkaSource::KafkaSource(KafkaSourceOptions options) : options_(std::move(options)) {}
KafkaSource::~KafkaSource() { Close(); }

std::shared_ptr<Client> KafkaSource::client() const {
  MutexLock lock(&mutex_);
  return shared_;
}

absl::Status KafkaSource::Open(RebalanceListener* listener) {
  Close();
  listener_ = listener;
  Properties properties = EffectiveProperties(options_.properties, Side::kConsumer, options_.delivery);
  properties["group.id"] = options_.group_id;
  if (!options_.instance_id.empty()) properties["group.instance.id"] = options_.instance_id;
  properties["auto.offset.reset"] = options_.start == KafkaSourceOptions::Start::kEarliest ? "earliest" : "latest";
  Client::Hooks hooks;
  hooks.on_rebalance = [this](rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* partitions) {
    OnRebalance(code, partitions);
  };
  if (options_.observer != nullptr) {
    hooks.on_statistics = [this](std::string_view json) { TellLag(json); };
  }
  DEMARCHE_ASSIGN_OR_RETURN(
      client_, Client::Create(Side::kConsumer, properties, "kafka.source", options_.observer, std::move(hooks)));
  {
    MutexLock lock(&mutex_);
    shared_ = client_;
  }
  group_offsets_.emplace(client_->get());
  rd_kafka_poll_set_consumer(client_->get());
  return Subscribe();
}

void KafkaSource::TellLag(std::string_view statistics) {
  if (!group_offsets_) return;
  group_offsets_->Look(std::vector<TopicPartition>(assignment_.begin(), assignment_.end()));
  const auto processed = [this](const TopicPartition& p) {
    MutexLock lock(&mutex_);
    const auto at = committed_.find({p.topic, p.partition});
    return at == committed_.end() ? int64_t{-1} : at->second;
  };
  const auto committed = [this](const TopicPartition& p) { return group_offsets_->Committed(p); };
  lag_.Read(statistics, processed, committed, options_.observer);
}

absl::Status KafkaSource::Subscribe() {
  PartitionListPtr topics(rd_kafka_topic_partition_list_new(static_cast<int>(options_.topics.size())));
  for (const std::string& topic : options_.topics) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const rd_kafka_resp_err_t code = rd_kafka_subscribe(client_->get(), topics.get());
  if (code == RD_KAFKA_RESP_ERR__INVALID_ARG) {
    return absl::NotFoundError(
        "source.topics: an empty name, a name twice, or a regular expression that does not compile");
  }
  return StatusFrom(code, "subscribe");
}

absl::StatusOr<std::optional<RawMessage>> KafkaSource::Poll(absl::Duration timeout) {
  if (client_ == nullptr) return absl::InternalError("Poll() on a source that is not open");
  if (AllPaused()) {
    if (SteadyNow() - paused_since_ < options_.soft_pause) {
      absl::SleepFor(timeout);
      return std::optional<RawMessage>();
    }
    DEMARCHE_RETURN_IF_ERROR(PauseForReal(std::vector<TopicPartition>(paused_.begin(), paused_.end())));
  }
  MessagePtr message(rd_kafka_consumer_poll(client_->get(), Milliseconds(timeout)));
  if (message == nullptr) {
    // Trouble before the first assignment decides whether to go on at all; later the client heals by itself.
    if (absl::Status trouble = client_->TakeTrouble(); !ever_assigned_ && IsMisconfiguration(trouble)) return trouble;
    if (SteadyNow() - missing_since_ > options_.missing_topic_grace) {
      missing_since_ = absl::InfiniteDuration();
      return absl::NotFoundError(
          fmt::format("none of source.topics exists on the broker ({}): create the topic, or correct its name",
                      fmt::join(options_.topics, ", ")));
    }
    return std::optional<RawMessage>();
  }
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    DEMARCHE_RETURN_IF_ERROR(Judge(*message));
    return std::optional<RawMessage>();
  }
  return std::optional<RawMessage>(Wrap(std::move(message)));
}

// An error event in place of a record.
absl::Status KafkaSource::Judge(const rd_kafka_message_t& event) {
  const char* text = rd_kafka_message_errstr(&event);
  switch (event.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      return absl::OkStatus();
    case RD_KAFKA_RESP_ERR__FATAL:
      return FatalStatus(client_->get());
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
      return StatusFrom(event.err, "static group membership");
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
      client_->Report(Note::Level::kWarning, fmt::format("missing {}", text),
                      fmt::format("{}: create the topic, or correct source.topics. Looking on", text));
      if (!ever_assigned_) missing_since_ = std::min(missing_since_, SteadyNow());
      return absl::OkStatus();
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
      if (!ever_assigned_) return StatusFrom(event.err, text);
      break;
    default:
      break;
  }
  const std::string_view advice = Advice(event.err);
  client_->Report(Note::Level::kWarning, rd_kafka_err2name(event.err),
                  fmt::format("{}{}{}", text, advice.empty() ? "" : ": ", advice));
  return absl::OkStatus();
}

RawMessage KafkaSource::Wrap(MessagePtr message) {
  if (message->rkt != topic_of_name_) {
    topic_of_name_ = message->rkt;
    topic_name_ = rd_kafka_topic_name(message->rkt);
  }
  RawMessage raw = ReadRecord(*message);
  raw.origin.topic = topic_name_;
  raw.owner = std::make_shared<RecordOwner>(RecordOwner{client_, std::move(message)});
  return raw;
}

absl::Status KafkaSource::Pause(absl::Span<const TopicPartition> partitions) {
  for (const TopicPartition& p : partitions) {
    if (assignment_.count(p) > 0) paused_.insert(p);
  }
  if (!AllPaused()) return PauseForReal(partitions);
  paused_since_ = SteadyNow();
  return absl::OkStatus();
}

absl::Status KafkaSource::PauseForReal(absl::Span<const TopicPartition> partitions) {
  std::vector<TopicPartition> fresh;
  for (const TopicPartition& p : partitions) {
    if (assignment_.count(p) > 0 && really_paused_.insert(p).second) fresh.push_back(p);
  }
  if (fresh.empty()) return absl::OkStatus();
  return StatusFrom(rd_kafka_pause_partitions(client_->get(), ToList(fresh).get()), "pause");
}

absl::Status KafkaSource::Resume(absl::Span<const TopicPartition> partitions) {
  std::vector<TopicPartition> back;
  for (const TopicPartition& p : partitions) {
    paused_.erase(p);
    if (really_paused_.erase(p) > 0) back.push_back(p);
  }
  if (back.empty()) return absl::OkStatus();
  return StatusFrom(rd_kafka_resume_partitions(client_->get(), ToList(back).get()), "resume");
}

absl::Status KafkaSource::Commit(absl::Span<const OffsetCommit> offsets) {
  const std::shared_ptr<Client> client = this->client();
  if (client == nullptr || offsets.empty()) return absl::OkStatus();
  const PartitionListPtr list = ToList(offsets);
  DEMARCHE_RETURN_IF_ERROR(StatusFrom(rd_kafka_commit(client->get(), list.get(), 0), "commit offsets"));
  DEMARCHE_RETURN_IF_ERROR(StatusFrom(FirstError(list.get()), "commit offsets"));
  NoteCommitted(offsets);
  return absl::OkStatus();
}

void KafkaSource::NoteCommitted(absl::Span<const OffsetCommit> offsets) {
  MutexLock lock(&mutex_);
  for (const OffsetCommit& o : offsets) committed_[{o.partition.topic, o.partition.partition}] = o.next_offset;
}

GroupMetadataPtr KafkaSource::GroupMetadata() const {
  const std::shared_ptr<Client> client = this->client();
  return GroupMetadataPtr(client == nullptr ? nullptr : rd_kafka_consumer_group_metadata(client->get()));
}

void KafkaSource::Close() {
  if (client_ == nullptr) return;
  closing_ = true;
  // consumer_close() can hang (librdkafka #4528): close through a queue that is served for a limited time. Rebalance
  // callbacks run from it.
  const QueuePtr queue(rd_kafka_queue_new(client_->get()));
  const absl::Duration deadline = SteadyNow() + options_.request_timeout;
  if (const ErrorPtr error(rd_kafka_consumer_close_queue(client_->get(), queue.get())); error == nullptr) {
    while (rd_kafka_consumer_closed(client_->get()) == 0 && SteadyNow() < deadline) {
      // Fetched records still arrive on it: rd_kafka_queue_poll_callback() would fail an assertion on one.
      const MessagePtr unread(rd_kafka_consume_queue(queue.get(), 50));
    }
  }
  client_->DropHooks();
  group_offsets_.reset();
  {
    MutexLock lock(&mutex_);
    shared_ = nullptr;
    committed_.clear();
  }
  client_ = nullptr;
  assigned_ = false;
  ever_assigned_ = false;
  closing_ = false;
  missing_since_ = absl::InfiniteDuration();
  topic_of_name_ = nullptr;
  assignment_.clear();
  paused_.clear();
  really_paused_.clear();
  base_.clear();
}

}  // namespace demarche::kafka
