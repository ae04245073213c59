// Scenario: one simulated history of the program over one memory broker, drawn from a seed. The program is started up
// to five times: it is stopped, stopped at once, or left running while the next start takes its place (kill -9 and a
// zombie at once: the old one is fenced and out of the group, and does not know). In each life faults, rebalances and
// other members come as tests/unit/runtime/chaos.h says; documents are quick, slow, deaf to their cancellation, or
// throw; results are refused. In the end the input ends, and the ledger must be even.
#pragma once
#include <cstdint>
#include <string>

#include "tests/sim/counted_ports.h"

namespace demarche::sim {

struct Outcome {
  std::string wrong;   // "" or what the ledger says
  uint64_t trace = 0;  // equal for equal runs
  uint64_t points = 0;
};

Outcome PlayScenario(uint64_t seed, Counts* counts);

}  // namespace demarche::sim
