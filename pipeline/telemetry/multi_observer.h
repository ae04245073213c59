// MultiObserver: passes every event on to several observers, in order. The list is fixed at construction; the observers
// outlive it. Threads: any.
#pragma once
#include <utility>
#include <vector>

#include "pipeline/telemetry/observer.h"

namespace demarche {

class MultiObserver : public Observer {
 public:
  explicit MultiObserver(std::vector<Observer*> observers) : observers_(std::move(observers)) {}

  void On(const MessageRead& event) override { Tell(event); }
  void On(const DocumentDone& event) override { Tell(event); }
  void On(const DocumentTimedOut& event) override { Tell(event); }
  void On(const RecordRejected& event) override { Tell(event); }
  void On(const TransactionCommitted& event) override { Tell(event); }
  void On(const TransactionAborted& event) override { Tell(event); }
  void On(const Retried& event) override { Tell(event); }
  void On(const ClientOpened& event) override { Tell(event); }
  void On(const ClientReopened& event) override { Tell(event); }
  void On(const Rebalanced& event) override { Tell(event); }
  void On(const FlowChanged& event) override { Tell(event); }
  void On(const EngineGauges& event) override { Tell(event); }
  void On(const PartitionLag& event) override { Tell(event); }
  void On(const Note& event) override { Tell(event); }

 private:
  template <typename Event>
  void Tell(const Event& event) {
    for (Observer* observer : observers_) observer->On(event);
  }

  std::vector<Observer*> observers_;
};

}  // namespace demarche
