// ReplayClient: reads a topic of dead letters to its end as it is now, and sends some of them back to where they came
// from. What is sent and the marks of what was sent are in one transaction, so that a record is sent back once, also
// where this process is killed and started again. Two at once: the second fences the first.
//
// Marks are commits of the group "<group>.replay", which has no members; the transactional id has the same name. One
// thread.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connectors/kafka/client.h"
#include "connectors/kafka/replay_marks.h"
#include "pipeline/model/raw_message.h"

namespace demarche::kafka {

struct ReplayOptions {
  Properties properties;  // the configuration's kafka.* map
  std::string topic;      // of the dead letters
  std::string group;      // the program's
  bool send = false;      // false: nothing is sent and nothing marked; needs no rights to write
  absl::Duration timeout = absl::Seconds(30);
};

class ReplayClient {
 public:
  // Connects, waits until an earlier replay's transaction is settled, and reads the marks.
  static absl::StatusOr<std::unique_ptr<ReplayClient>> Open(ReplayOptions options, Observer* observer);
  ~ReplayClient();

  // Calls `look` for each record, in offset order per partition, until the topic's end as it was at the first call.
  // `marked`: it was sent back before. An error of `look` ends it.
  absl::Status ReadAll(const std::function<absl::Status(const RawMessage& record, bool marked)>& look);

  // From within ReadAll's `look`, for the record at hand: sends `record` to partition `partition` of `topic` (to any
  // where it has no such partition) and marks the one at hand. Commits every few hundred records. kNotFound: no such
  // topic.
  absl::Status SendBack(const RawMessage& record, const std::string& topic, int32_t partition);
  // Commits what is open.
  absl::Status Commit();
  uint64_t committed() const { return committed_; }  // records sent back for good

 private:
  ReplayClient(ReplayOptions options, Observer* observer);
  absl::Status OpenProducer();
  absl::Status OpenReader();
  absl::Status ReadMarks();
  struct Target {
    TopicPtr topic;
    int partitions = 0;
  };
  absl::StatusOr<Target*> Find(const std::string& topic);
  absl::Status SendOffsets();
  // Calls until it is not kUnavailable any more, within the time-out.
  absl::Status Insist(const std::function<absl::Status()>& call);

  const ReplayOptions options_;
  Observer* const observer_;
  std::shared_ptr<Client> reader_;
  std::shared_ptr<Client> producer_;
  absl::Status failed_delivery_;
  std::map<std::string, Target> targets_;
  struct Partition {
    ReplayMarks marks;
    int64_t end = 0;      // of what is read
    int64_t before = -1;  // the record before the one at hand
    int64_t at = -1;      // the record at hand
    bool dirty = false;   // has marks that are not committed
  };
  std::map<int32_t, Partition> partitions_;
  int32_t at_hand_ = -1;
  bool open_ = false;  // a transaction
  uint64_t sent_ = 0;  // in it
  uint64_t sent_bytes_ = 0;
  uint64_t committed_ = 0;
};

}  // namespace demarche::kafka
