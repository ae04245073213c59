// bare_relay: the least that can be done between two Kafka topics exactly once: librdkafka's consumer and transactional
// producer in one thread, each record copied unread, a transaction every 100 ms. The bar that bench/e2e measures the
// program against, with the same client properties. Any error ends it.
//
//   bare_relay BOOTSTRAP GROUP INPUT OUTPUT        ends on SIGTERM
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "connectors/kafka/client_config.h"
#include "connectors/kafka/handles.h"

namespace demarche::kafka {
namespace {

volatile std::sig_atomic_t stop = 0;

void Check(ErrorPtr error, const char* doing) {
  if (error == nullptr) return;
  std::fprintf(stderr, "%s: %s\n", doing, rd_kafka_error_string(error.get()));
  std::exit(1);
}

rd_kafka_t* Make(rd_kafka_type_t type, Properties properties) {
  absl::StatusOr<ConfPtr> conf = MakeConf(properties);
  char error[512] = "no memory";
  rd_kafka_t* client = conf.ok() ? rd_kafka_new(type, conf->get(), error, sizeof(error)) : nullptr;
  if (client == nullptr) {
    std::fprintf(stderr, "%s\n", error);
    std::exit(1);
  }
  (void)conf->release();
  return client;
}

struct Loop {
  rd_kafka_t* consumer;
  rd_kafka_t* producer;
  TopicPtr output;
  std::map<int32_t, int64_t> next;  // by partition of the one input topic

  void Copy(const rd_kafka_message_t* m) {
    while (rd_kafka_produce(output.get(), RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, m->payload, m->len, m->key,
                            m->key_len, nullptr) != 0) {
      if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) std::exit(1);
      rd_kafka_poll(producer, 1);
    }
    next[m->partition] = m->offset + 1;
  }

  void Commit(const char* input) {
    const PartitionListPtr offsets(rd_kafka_topic_partition_list_new(static_cast<int>(next.size())));
    for (const auto& [partition, offset] : next) {
      rd_kafka_topic_partition_list_add(offsets.get(), input, partition)->offset = offset;
    }
    const GroupMetadataPtr group(rd_kafka_consumer_group_metadata(consumer));
    Check(ErrorPtr(rd_kafka_send_offsets_to_transaction(producer, offsets.get(), group.get(), -1)), "send offsets");
    Check(ErrorPtr(rd_kafka_commit_transaction(producer, -1)), "commit");
    next.clear();
  }
};

int Run(char** argv) {
  const Properties user{{"bootstrap.servers", argv[1]}};
  Properties in = EffectiveProperties(user, Side::kConsumer, Delivery::kExactlyOnce);
  in["group.id"] = argv[2];
  Properties out = EffectiveProperties(user, Side::kProducer, Delivery::kExactlyOnce);
  out["transactional.id"] = std::string("bare-") + argv[2];
  Loop loop{Make(RD_KAFKA_CONSUMER, in), Make(RD_KAFKA_PRODUCER, out), nullptr, {}};
  loop.output.reset(rd_kafka_topic_new(loop.producer, argv[4], nullptr));
  Check(ErrorPtr(rd_kafka_init_transactions(loop.producer, 30000)), "init");
  rd_kafka_poll_set_consumer(loop.consumer);
  const PartitionListPtr topics(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(topics.get(), argv[3], RD_KAFKA_PARTITION_UA);
  if (rd_kafka_subscribe(loop.consumer, topics.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) return 1;

  using Clock = std::chrono::steady_clock;
  Clock::time_point begun;
  while (stop == 0 || !loop.next.empty()) {
    const MessagePtr message(stop == 0 ? rd_kafka_consumer_poll(loop.consumer, 50) : nullptr);
    if (message != nullptr && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (loop.next.empty()) {
        Check(ErrorPtr(rd_kafka_begin_transaction(loop.producer)), "begin");
        begun = Clock::now();
      }
      loop.Copy(message.get());
    }
    if (!loop.next.empty() && (stop != 0 || Clock::now() - begun >= std::chrono::milliseconds(100))) {
      loop.Commit(argv[3]);
    }
  }
  rd_kafka_consumer_close(loop.consumer);
  rd_kafka_destroy(loop.consumer);
  loop.output = nullptr;
  rd_kafka_destroy(loop.producer);
  return 0;
}

}  // namespace
}  // namespace demarche::kafka

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("bare_relay BOOTSTRAP GROUP INPUT OUTPUT\n", stderr);
    return 2;
  }
  std::signal(SIGTERM, [](int) { demarche::kafka::stop = 1; });
  return demarche::kafka::Run(argv);
}
