// EmbeddedBroker: librdkafka's mock cluster inside this process, for the demo without a broker. Its limits:
//   - 5 MiB or 100,000 records a partition; what is over it is silently lost from the front;
//   - no transactional isolation: records of aborted transactions are visible; nothing about exactly-once is proven by
//   it;
//   - memory only, one process, no authentication, topics are made with `partitions` partitions at first use.
//
// Threads: the cluster has its own; any thread may use bootstrap(). The broker ends with the object.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "connectors/kafka/client.h"
#include "pipeline/telemetry/observer.h"

struct rd_kafka_mock_cluster_s;

namespace demarche::kafka {

class EmbeddedBroker {
 public:
  // Makes `topics`. `observer` may be null and outlives the broker.
  static absl::StatusOr<std::unique_ptr<EmbeddedBroker>> Start(const std::vector<std::string>& topics, int partitions,
                                                               Observer* observer);
  ~EmbeddedBroker();
  EmbeddedBroker(const EmbeddedBroker&) = delete;
  EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;

  const std::string& bootstrap() const { return bootstrap_; }  // for kafka.bootstrap.servers

 private:
  EmbeddedBroker() = default;
  std::shared_ptr<Client> client_;  // the cluster needs one to live in
  rd_kafka_mock_cluster_s* cluster_ = nullptr;
  std::string bootstrap_;
};

}  // namespace demarche::kafka
