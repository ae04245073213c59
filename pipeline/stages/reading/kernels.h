// Kernels: the arithmetic of the reader's network, chosen at run time for this machine: AVX-512 with VNNI, AVX2, or
// plain C++. Integer products are exact, so all sets agree on them to the bit; floats agree to rounding. Plain
// functions on caller's memory, any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace demarche {

// A matrix of `outputs` rows and `inputs` columns in 8 bits, one scale an output, packed for the kernels: blocks of 16
// outputs, in them groups of 4 inputs: [outputs/16][inputs/4][16][4].
struct PackedMatrix {
  const int8_t* weights = nullptr;
  const float* scale = nullptr;     // of each output
  const int32_t* sum128 = nullptr;  // of each output: 128 times the sum of its weights
  const float* bias = nullptr;      // of each output
  size_t inputs = 0;                // a multiple of 4
  size_t outputs = 0;               // a multiple of 16
};

inline constexpr size_t kHeadWidth = 32;  // of one attention head

struct Kernels {
  const char* name;
  // Rows of floats to 8 bits: value ~ (byte - 128) * scale[row]. `width` is a multiple of 16.
  void (*quantize)(const float* rows, size_t count, size_t width, uint8_t* bytes, float* scale);
  // out[r][o] = sum_i (bytes[r][i] - 128) * scale[r] * weight[o][i] + bias[o]; rows of `out` are `matrix.outputs` long.
  void (*multiply)(const uint8_t* bytes, const float* scale, size_t rows, const PackedMatrix& matrix, float* out);
  // In place: x = (x - mean) / deviation * gain + bias, over each row.
  void (*normalize)(float* rows, size_t count, size_t width, const float* gain, const float* bias);
  // In place, the tanh form: Hendrycks and Gimpel 2016. `size` is a multiple of 16.
  void (*gelu)(float* values, size_t size);
  // a += b. `size` is a multiple of 16.
  void (*add)(float* a, const float* b, size_t size);
  // One head of attention over `length` rows: out = softmax(q k^T / sqrt(kHeadWidth)) v. Rows of all four are `stride`
  // apart. `scratch` holds AttentionScratch(length) floats.
  void (*attend)(const float* q, const float* k, const float* v, size_t length, size_t stride, float* out,
                 float* scratch);
};

constexpr size_t AttentionScratch(size_t length) { return (length + 15) / 16 * 16 * (kHeadWidth + 4); }

// The sets that this machine can run, fastest first; the last is plain C++.
std::span<const Kernels* const> AvailableKernels();

}  // namespace demarche
