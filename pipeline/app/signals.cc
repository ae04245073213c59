// See signals.h.
#include "pipeline/app/signals.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

namespace demarche {
namespace {

// SIGUSR1 only ends the watching thread; nobody else sends it to us.
sigset_t WatchedSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGUSR1);
  return set;
}

}  // namespace

SignalWatcher::SignalWatcher() {
  const sigset_t set = WatchedSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of a write, not the end of the process
}

SignalWatcher::~SignalWatcher() {
  if (!thread_.joinable()) return;
  pthread_kill(thread_.native_handle(), SIGUSR1);
  thread_.join();
}

void SignalWatcher::Watch(std::function<void(int)> first, std::function<void(int)> second) {
  thread_ = std::thread([first = std::move(first), second = std::move(second)] {
    pthread_setname_np(pthread_self(), "signals");
    const sigset_t set = WatchedSignals();
    for (int count = 0;;) {
      int signal = 0;
      if (sigwait(&set, &signal) != 0) continue;
      if (signal == SIGUSR1) return;
      ++count;
      if (count == 1) first(signal);
      if (count == 2) second(signal);
      if (count >= 3) _exit(1);
    }
  });
}

}  // namespace demarche
