// See group_offsets.h.
#include "connectors/kafka/group_offsets.h"

#include "connectors/kafka/partition_list.h"

namespace demarche::kafka {
namespace {

constexpr int kAnswerMs = 10'000;

using QuestionPtr =
    std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t, Deleter<rd_kafka_ListConsumerGroupOffsets_destroy>>;

}  // namespace

GroupOffsets::GroupOffsets(rd_kafka_t* client, std::string group)
    : client_(client), group_(std::move(group)), queue_(rd_kafka_queue_new(client)) {}

void GroupOffsets::Look(absl::Span<const TopicPartition> partitions) {
  if (const EventPtr event(rd_kafka_queue_poll(queue_.get(), 0)); event != nullptr) {
    asked_ = false;
    Take(event.get());
  }
  if (asked_ || partitions.empty()) return;
  const AdminOptionsPtr options(rd_kafka_AdminOptions_new(client_, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS));
  char error[256] = "";
  rd_kafka_AdminOptions_set_request_timeout(options.get(), kAnswerMs, error, sizeof(error));
  const QuestionPtr question(rd_kafka_ListConsumerGroupOffsets_new(group_.c_str(), ToList(partitions).get()));
  rd_kafka_ListConsumerGroupOffsets_t* questions[] = {question.get()};
  rd_kafka_ListConsumerGroupOffsets(client_, questions, 1, options.get(), queue_.get());
  asked_ = true;
}

void GroupOffsets::Take(const rd_kafka_event_t* event) {
  const auto* result = rd_kafka_event_ListConsumerGroupOffsets_result(const_cast<rd_kafka_event_t*>(event));
  if (result == nullptr || rd_kafka_event_error(const_cast<rd_kafka_event_t*>(event)) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return;
  }
  size_t count = 0;
  const rd_kafka_group_result_t** groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count);
  if (count != 1 || rd_kafka_group_result_error(groups[0]) != nullptr) return;
  committed_.clear();
  for (const rd_kafka_topic_partition_t& p : Elements(rd_kafka_group_result_partitions(groups[0]))) {
    if (p.err == RD_KAFKA_RESP_ERR_NO_ERROR && p.offset >= 0) committed_[{p.topic, p.partition}] = p.offset;
  }
}

int64_t GroupOffsets::Committed(const TopicPartition& partition) const {
  const auto at = committed_.find({partition.topic, partition.partition});
  return at == committed_.end() ? -1 : at->second;
}

}  // namespace demarche::kafka
