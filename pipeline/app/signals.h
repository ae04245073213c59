// SignalWatcher: SIGTERM and SIGINT as calls, on a thread of its own. Construct it before any other thread, so that all
// inherit the blocked mask. The first signal calls `first` (drain), the second `second` (end at once); a third ends the
// process by _exit, whatever hangs.
#pragma once
#include <functional>
#include <thread>

namespace demarche {

class SignalWatcher {
 public:
  SignalWatcher();   // blocks the signals in this thread and all that it starts
  ~SignalWatcher();  // stops watching

  // Starts the thread. Call once.
  void Watch(std::function<void(int signal)> first, std::function<void(int signal)> second);

 private:
  std::thread thread_;
};

}  // namespace demarche
