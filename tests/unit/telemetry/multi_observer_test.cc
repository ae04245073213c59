// MultiObserver passes on every event, to each observer, in order: what two of them write is twice what one writes.
#include "pipeline/telemetry/multi_observer.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/unit/telemetry/metrics_fixture.h"

namespace demarche {
namespace {

// Notes each event's type. Every On of Observer is overridden: a new event that is not passed on fails this test once
// it is told in TellEverything.
class Recorder : public Observer {
 public:
  Recorder(std::string name, std::string* out) : name_(std::move(name)), out_(out) {}
  void On(const MessageRead&) override { Record("message read"); }
  void On(const DocumentDone&) override { Record("document done"); }
  void On(const DocumentTimedOut&) override { Record("document timed out"); }
  void On(const TransactionCommitted&) override { Record("committed"); }
  void On(const TransactionAborted&) override { Record("aborted"); }
  void On(const RecordRejected&) override { Record("rejected"); }
  void On(const Retried&) override { Record("retried"); }
  void On(const ClientOpened&) override { Record("opened"); }
  void On(const ClientReopened&) override { Record("reopened"); }
  void On(const Rebalanced&) override { Record("rebalanced"); }
  void On(const FlowChanged&) override { Record("flow"); }
  void On(const EngineGauges&) override { Record("gauges"); }
  void On(const PartitionLag&) override { Record("lag"); }
  void On(const Note&) override { Record("note"); }

 private:
  void Record(const char* event) { *out_ += name_ + " " + event + "\n"; }
  std::string name_;
  std::string* out_;
};

TEST(MultiObserver, PassesOnEveryEventInOrder) {
  std::string together, alone;
  Recorder one("x", &together), two("x", &together), single("x", &alone);
  MultiObserver both({&one, &two});
  TellEverything(&both);
  TellEverything(&single);
  std::string twice;
  for (size_t at = 0; at < alone.size();) {
    const size_t end = alone.find('\n', at) + 1;
    twice += alone.substr(at, end - at) + alone.substr(at, end - at);
    at = end;
  }
  EXPECT_EQ(together, twice);
  for (const char* event : {"message read", "document done", "document timed out", "committed", "aborted", "rejected",
                            "retried", "opened", "reopened", "rebalanced", "flow", "gauges", "lag", "note"}) {
    EXPECT_NE(alone.find(event), std::string::npos) << event << " is not told by TellEverything";
  }
}

}  // namespace
}  // namespace demarche
