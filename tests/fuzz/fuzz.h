// What the fuzz targets share. Each target is one libFuzzer function over one seam of the program: it takes any bytes
// and checks, beside what the sanitizers see, that the result keeps its promises. A broken promise aborts; libFuzzer
// then keeps the input.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// Not assert(): it also holds in optimised builds.
#define FUZZ_CHECK(condition)                                                      \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                \
    }                                                                              \
  } while (false)

namespace demarche::fuzz {

inline std::string_view AsText(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// Takes one byte off the front, to choose between `n` ways.
inline size_t TakeChoice(std::string_view* input, size_t n) {
  if (input->empty()) return 0;
  const size_t choice = static_cast<unsigned char>(input->front()) % n;
  input->remove_prefix(1);
  return choice;
}

}  // namespace demarche::fuzz
