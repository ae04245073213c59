// See replay_client.h.
#include "connectors/kafka/replay_client.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include "connectors/kafka/errors.h"
#include "connectors/kafka/find_topic.h"
#include "connectors/kafka/partition_list.h"
#include "connectors/kafka/produce_record.h"
#include "connectors/kafka/read_record.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {
namespace {

constexpr int kAttemptMs = 1000;
constexpr uint64_t kCommitRecords = 500;
constexpr uint64_t kCommitBytes = 4 << 20;

int Milliseconds(absl::Duration d) { return static_cast<int>(absl::ToInt64Milliseconds(d)); }

}  // namespace

ReplayClient::ReplayClient(ReplayOptions options, Observer* observer)
    : options_(std::move(options)), observer_(observer) {}

ReplayClient::~ReplayClient() {
  // A transaction that is open is aborted by the next replay, or by the broker after its time-out.
  if (producer_ != nullptr) {
    producer_->DropHooks();
    rd_kafka_purge(producer_->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  }
  if (reader_ != nullptr) reader_->DropHooks();
}

absl::StatusOr<std::unique_ptr<ReplayClient>> ReplayClient::Open(ReplayOptions options, Observer* observer) {
  std::unique_ptr<ReplayClient> client(new ReplayClient(std::move(options), observer));
  // The producer first: what an earlier replay left open is settled before its marks are read.
  if (client->options_.send) DEMARCHE_RETURN_IF_ERROR(client->OpenProducer());
  DEMARCHE_RETURN_IF_ERROR(client->OpenReader());
  DEMARCHE_RETURN_IF_ERROR(client->ReadMarks());
  return client;
}

absl::Status ReplayClient::Insist(const std::function<absl::Status()>& call) {
  const absl::Duration deadline = SteadyNow() + options_.timeout;
  while (true) {
    absl::Status status = call();
    if (!absl::IsUnavailable(status)) return status;
    for (const std::shared_ptr<Client>& client : {producer_, reader_}) {
      if (client == nullptr) continue;
      rd_kafka_poll(client->get(), 0);
      const absl::Status trouble = client->TakeTrouble();
      if (IsMisconfiguration(trouble)) return trouble;
      if (!trouble.ok()) status = trouble;
    }
    if (SteadyNow() >= deadline) return status;
  }
}

absl::Status ReplayClient::OpenProducer() {
  Properties properties = EffectiveProperties(options_.properties, Side::kProducer, Delivery::kExactlyOnce);
  properties["transactional.id"] = options_.group + ".replay";
  Client::Hooks hooks;
  hooks.on_delivery = [this](const rd_kafka_message_t* message) {
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR && failed_delivery_.ok()) {
      failed_delivery_ = StatusFrom(message->err, fmt::format("send to topic '{}'", rd_kafka_topic_name(message->rkt)));
    }
  };
  DEMARCHE_ASSIGN_OR_RETURN(producer_,
                            Client::Create(Side::kProducer, properties, "kafka.replay", observer_, std::move(hooks)));
  return Insist([this] {
    return TransactionStatus(ErrorPtr(rd_kafka_init_transactions(producer_->get(), kAttemptMs)), "start transactions");
  });
}

absl::Status ReplayClient::OpenReader() {
  Properties properties = EffectiveProperties(options_.properties, Side::kConsumer, Delivery::kExactlyOnce);
  properties["group.id"] = options_.group + ".replay";
  properties["auto.offset.reset"] = "earliest";
  properties["statistics.interval.ms"] = "0";
  properties["enable.partition.eof"] = "true";
  DEMARCHE_ASSIGN_OR_RETURN(reader_, Client::Create(Side::kConsumer, properties, "kafka.replay", observer_, {}));
  rd_kafka_poll_set_consumer(reader_->get());
  const TopicPtr topic(rd_kafka_topic_new(reader_->get(), options_.topic.c_str(), nullptr));
  if (topic == nullptr) return absl::NotFoundError(fmt::format("'{}' is not a topic name", options_.topic));
  DEMARCHE_RETURN_IF_ERROR(FindTopic(reader_.get(), topic.get(), "sink.topics.dead_letters", options_.timeout));
  const struct rd_kafka_metadata* raw = nullptr;
  DEMARCHE_RETURN_IF_ERROR(StatusFrom(
      rd_kafka_metadata(reader_->get(), 0, topic.get(), &raw, Milliseconds(options_.timeout)), "ask for partitions"));
  const MetadataPtr metadata(raw);
  for (int i = 0; i < metadata->topics[0].partition_cnt; ++i) partitions_[metadata->topics[0].partitions[i].id];
  return absl::OkStatus();
}

absl::Status ReplayClient::ReadMarks() {
  std::vector<TopicPartition> all;
  for (const auto& [id, partition] : partitions_) all.push_back({options_.topic, id});
  const PartitionListPtr list = ToList(all);
  DEMARCHE_RETURN_IF_ERROR(Insist([&] {
    const rd_kafka_resp_err_t code = rd_kafka_committed(reader_->get(), list.get(), kAttemptMs);
    return StatusFrom(code == RD_KAFKA_RESP_ERR_NO_ERROR ? FirstError(list.get()) : code, "read the marks");
  }));
  for (const rd_kafka_topic_partition_t& p : Elements(list.get())) {
    const std::string_view metadata(static_cast<const char*>(p.metadata), p.metadata == nullptr ? 0 : p.metadata_size);
    partitions_[p.partition].marks = ReplayMarks(p.offset, metadata);
  }
  return absl::OkStatus();
}

absl::Status ReplayClient::ReadAll(const std::function<absl::Status(const RawMessage&, bool)>& look) {
  const PartitionListPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
  std::set<int32_t> unread;
  for (auto& [id, partition] : partitions_) {
    int64_t low = 0;
    DEMARCHE_RETURN_IF_ERROR(Insist([&, p = &partition, number = id] {
      return StatusFrom(
          rd_kafka_query_watermark_offsets(reader_->get(), options_.topic.c_str(), number, &low, &p->end, kAttemptMs),
          "ask where the topic ends");
    }));
    const int64_t from = std::max(low, partition.marks.next());
    if (from >= partition.end) continue;
    rd_kafka_topic_partition_list_add(list.get(), options_.topic.c_str(), id)->offset = from;
    unread.insert(id);
  }
  DEMARCHE_RETURN_IF_ERROR(StatusFrom(rd_kafka_assign(reader_->get(), list.get()), "read the dead letters"));
  absl::Duration heard = SteadyNow();
  while (!unread.empty()) {
    const MessagePtr message(rd_kafka_consumer_poll(reader_->get(), 100));
    const bool record = message != nullptr && message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (!record && (message == nullptr || message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)) {
      if (SteadyNow() - heard <= options_.timeout) continue;
      absl::Status trouble = reader_->TakeTrouble();
      return trouble.ok() ? absl::UnavailableError("the broker sends no more dead letters") : trouble;
    }
    heard = SteadyNow();
    Partition& partition = partitions_[message->partition];
    if (!record || message->offset >= partition.end) {
      unread.erase(message->partition);
      continue;
    }
    partition.before = std::exchange(partition.at, message->offset);
    at_hand_ = message->partition;
    RawMessage raw = ReadRecord(*message);
    raw.origin.topic = options_.topic;
    DEMARCHE_RETURN_IF_ERROR(look(raw, partition.marks.marked(message->offset)));
  }
  return absl::OkStatus();
}

absl::StatusOr<ReplayClient::Target*> ReplayClient::Find(const std::string& topic) {
  Target& target = targets_[topic];
  if (target.topic == nullptr) {
    TopicPtr made(rd_kafka_topic_new(producer_->get(), topic.c_str(), nullptr));
    if (made == nullptr) return absl::NotFoundError(fmt::format("'{}' is not a topic name", topic));
    DEMARCHE_RETURN_IF_ERROR(FindTopic(producer_.get(), made.get(), "the dead letter's topic", options_.timeout));
    const struct rd_kafka_metadata* raw = nullptr;
    DEMARCHE_RETURN_IF_ERROR(
        StatusFrom(rd_kafka_metadata(producer_->get(), 0, made.get(), &raw, Milliseconds(options_.timeout)),
                   "ask for partitions"));
    const MetadataPtr metadata(raw);
    target.partitions = metadata->topics[0].partition_cnt;
    target.topic = std::move(made);
  }
  return &target;
}

absl::Status ReplayClient::SendBack(const RawMessage& record, const std::string& topic, int32_t partition) {
  Partition& from = partitions_[at_hand_];
  ReplayMarks marks = from.marks;
  marks.Mark(from.at, from.before);
  if (marks.Metadata().size() > ReplayMarks::kMaxBytes) {
    return absl::ResourceExhaustedError(fmt::format(
        "partition {} of {} has too many separate spans of records that were sent back; send back the oldest "
        "first, with a wider filter",
        at_hand_, options_.topic));
  }
  DEMARCHE_ASSIGN_OR_RETURN(Target* const target, Find(topic));
  if (!open_) {
    failed_delivery_ = absl::OkStatus();
    DEMARCHE_RETURN_IF_ERROR(
        TransactionStatus(ErrorPtr(rd_kafka_begin_transaction(producer_->get())), "begin a transaction"));
    open_ = true;
  }
  DEMARCHE_RETURN_IF_ERROR(Insist([&] {
    const ErrorPtr error =
        ProduceRecord(producer_->get(), target->topic.get(), record.key, record.value, record.headers,
                      record.origin.timestamp_ms, partition < target->partitions ? partition : -1);
    if (error == nullptr) return absl::OkStatus();
    rd_kafka_poll(producer_->get(), 10);
    if (!failed_delivery_.ok()) return failed_delivery_;  // of an earlier one: this transaction is lost
    return StatusFrom(rd_kafka_error_code(error.get()), fmt::format("send to topic '{}'", topic));
  }));
  from.marks = std::move(marks);
  from.dirty = true;
  ++sent_;
  sent_bytes_ += record.bytes();
  return sent_ >= kCommitRecords || sent_bytes_ >= kCommitBytes ? Commit() : absl::OkStatus();
}

absl::Status ReplayClient::SendOffsets() {
  const PartitionListPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions_.size())));
  for (const auto& [id, partition] : partitions_) {
    if (!partition.dirty) continue;
    rd_kafka_topic_partition_t* p = rd_kafka_topic_partition_list_add(list.get(), options_.topic.c_str(), id);
    p->offset = partition.marks.next();
    const std::string metadata = partition.marks.Metadata();
    p->metadata = strdup(metadata.c_str());  // the list's to free
    p->metadata_size = metadata.size();
  }
  const GroupMetadataPtr group(rd_kafka_consumer_group_metadata_new((options_.group + ".replay").c_str()));
  return Insist([&] {
    return TransactionStatus(
        ErrorPtr(rd_kafka_send_offsets_to_transaction(producer_->get(), list.get(), group.get(), kAttemptMs)),
        "send the marks to the transaction");
  });
}

absl::Status ReplayClient::Commit() {
  if (!open_) return absl::OkStatus();
  absl::Status status = SendOffsets();
  if (status.ok()) {
    status = Insist([this] {
      return TransactionStatus(ErrorPtr(rd_kafka_commit_transaction(producer_->get(), kAttemptMs * 10)),
                               "commit the transaction");
    });
  }
  rd_kafka_poll(producer_->get(), 0);
  if (!status.ok()) return failed_delivery_.ok() ? status : failed_delivery_;
  open_ = false;
  committed_ += std::exchange(sent_, 0);
  sent_bytes_ = 0;
  for (auto& [id, partition] : partitions_) partition.dirty = false;
  return absl::OkStatus();
}

}  // namespace demarche::kafka
