// NameThread: names the calling thread for top, gdb and perf. Linux keeps 15 characters.
#pragma once
#include <pthread.h>

#include <string>

namespace demarche {

inline void NameThread(const std::string& name) { pthread_setname_np(pthread_self(), name.substr(0, 15).c_str()); }

}  // namespace demarche
