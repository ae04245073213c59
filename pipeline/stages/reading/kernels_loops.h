// The loops of the float kernels, written so that the compiler makes vectors of them for whatever machine the including
// file is compiled for. Everything is in an unnamed namespace: two copies for two machines must never be merged. For
// the same reason nothing here calls a library. The including file defines DEMARCHE_VECTOR_BYTES: 64, 32 or 16, the
// width of the machine's registers (GCC 12 compiles wider vectors than those into code 5 times slower).
#pragma once
#include <cstddef>
#include <cstdint>

#include "pipeline/stages/reading/kernels.h"

namespace demarche {
namespace {

constexpr size_t kLanes = 16;

// e^x to 2e-7, for x in [-87, 88]; below 0, above clamped. Cephes' expf polynomial.
inline float Exp(float x) {
  x = x < -87.0F ? -87.0F : x > 88.0F ? 88.0F : x;
  const float n = (x * 1.44269504F + 12582912.0F) - 12582912.0F;  // rounds: 1.5 * 2^23
  const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  const int32_t bits = __builtin_bit_cast(int32_t, p) + static_cast<int32_t>(n) * (1 << 23);
  return __builtin_bit_cast(float, bits);
}

inline float SumOf(const float (&lanes)[kLanes]) {
  float sum = 0;
  for (size_t l = 0; l < kLanes; ++l) sum += lanes[l];
  return sum;
}

void Quantize(const float* rows, size_t count, size_t width, uint8_t* bytes, float* scale) {
  for (size_t r = 0; r < count; ++r, rows += width, bytes += width) {
    float top[kLanes] = {};
    for (size_t i = 0; i < width; i += kLanes) {
      for (size_t l = 0; l < kLanes; ++l) {
        const float v = rows[i + l] < 0 ? -rows[i + l] : rows[i + l];
        top[l] = v > top[l] ? v : top[l];
      }
    }
    float most = 1e-20F;
    for (size_t l = 0; l < kLanes; ++l) most = top[l] > most ? top[l] : most;
    scale[r] = most / 127.0F;
    const float factor = 127.0F / most;
    for (size_t i = 0; i < width; ++i) {
      const float rounded = (rows[i] * factor + 12582912.0F) - 12582912.0F;
      bytes[i] = static_cast<uint8_t>(static_cast<int32_t>(rounded) + 128);
    }
  }
}

void Normalize(float* rows, size_t count, size_t width, const float* gain, const float* bias) {
  for (size_t r = 0; r < count; ++r, rows += width) {
    float sum[kLanes] = {};
    for (size_t i = 0; i < width; i += kLanes) {
      for (size_t l = 0; l < kLanes; ++l) sum[l] += rows[i + l];
    }
    const float mean = SumOf(sum) / static_cast<float>(width);
    float square[kLanes] = {};
    for (size_t i = 0; i < width; i += kLanes) {
      for (size_t l = 0; l < kLanes; ++l) {
        const float d = rows[i + l] - mean;
        square[l] += d * d;
      }
    }
    const float factor = 1.0F / __builtin_sqrtf(SumOf(square) / static_cast<float>(width) + 1e-12F);
    for (size_t i = 0; i < width; ++i) rows[i] = (rows[i] - mean) * factor * gain[i] + bias[i];
  }
}

void Gelu(float* values, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    const float x = values[i];
    values[i] = x / (1.0F + Exp(-1.5957691216F * (x + 0.044715F * x * x * x)));
  }
}

void Add(float* a, const float* b, size_t size) {
  for (size_t i = 0; i < size; ++i) a[i] += b[i];
}

// Rows of queries worked on together: as many as leave their sums in registers.
constexpr size_t kRows = DEMARCHE_VECTOR_BYTES / 16;

// Softmax of `scores`, of which the first `length` count and `padded` are there.
inline void Softmax(float* scores, size_t length, size_t padded) {
  for (size_t j = length; j < padded; ++j) scores[j] = -1e30F;
  float top[kLanes];
  for (size_t l = 0; l < kLanes; ++l) top[l] = scores[l];
  for (size_t j = 0; j < padded; j += kLanes) {
    for (size_t l = 0; l < kLanes; ++l) top[l] = scores[j + l] > top[l] ? scores[j + l] : top[l];
  }
  float most = top[0];
  for (size_t l = 0; l < kLanes; ++l) most = top[l] > most ? top[l] : most;
  float sum[kLanes] = {};
  for (size_t j = 0; j < padded; j += kLanes) {
    for (size_t l = 0; l < kLanes; ++l) {
      scores[j + l] = Exp(scores[j + l] - most);
      sum[l] += scores[j + l];
    }
  }
  const float factor = 1.0F / SumOf(sum);
  for (size_t j = 0; j < padded; ++j) scores[j] *= factor;
}

// A vector register of floats, as the compiler's own type: it keeps sums in registers where loops over arrays went
// through memory (measured: 4 times slower).
typedef float Vector __attribute__((vector_size(DEMARCHE_VECTOR_BYTES), aligned(4), may_alias));
constexpr size_t kVector = DEMARCHE_VECTOR_BYTES / sizeof(float);

inline const Vector& At(const float* p) { return *reinterpret_cast<const Vector*>(p); }
inline Vector& At(float* p) { return *reinterpret_cast<Vector*>(p); }

template <size_t kCount>
inline void AttendRows(const float* q, const float* transposed, const float* v, size_t length, size_t padded,
                       size_t stride, float* out, float* scores) {
  constexpr size_t kWide = kLanes / kVector;
  for (size_t j = 0; j < padded; j += kLanes) {
    Vector sum[kCount][kWide] = {};
    for (size_t d = 0; d < kHeadWidth; ++d) {
      for (size_t r = 0; r < kCount; ++r) {
        for (size_t w = 0; w < kWide; ++w)
          sum[r][w] += q[r * stride + d] * At(transposed + d * padded + j + w * kVector);
      }
    }
    for (size_t r = 0; r < kCount; ++r) {
      for (size_t w = 0; w < kWide; ++w)
        At(scores + r * padded + j + w * kVector) = sum[r][w] * 0.17677669529F;  // 1 / sqrt(32)
    }
  }
  for (size_t r = 0; r < kCount; ++r) Softmax(scores + r * padded, length, padded);
  constexpr size_t kHead = kHeadWidth / kVector;
  Vector sum[kCount][kHead] = {};
  for (size_t j = 0; j < length; ++j) {
    for (size_t r = 0; r < kCount; ++r) {
      for (size_t w = 0; w < kHead; ++w) sum[r][w] += scores[r * padded + j] * At(v + j * stride + w * kVector);
    }
  }
  for (size_t r = 0; r < kCount; ++r) {
    for (size_t w = 0; w < kHead; ++w) At(out + r * stride + w * kVector) = sum[r][w];
  }
}

void Attend(const float* q, const float* k, const float* v, size_t length, size_t stride, float* out, float* scratch) {
  const size_t padded = (length + kLanes - 1) / kLanes * kLanes;
  float* transposed = scratch;
  float* scores = scratch + kHeadWidth * padded;
  for (size_t d = 0; d < kHeadWidth; ++d) {
    for (size_t j = 0; j < length; ++j) transposed[d * padded + j] = k[j * stride + d];
    for (size_t j = length; j < padded; ++j) transposed[d * padded + j] = 0;
  }
  size_t i = 0;
  for (; i + kRows <= length; i += kRows)
    AttendRows<kRows>(q + i * stride, transposed, v, length, padded, stride, out + i * stride, scores);
  for (; i < length; ++i)
    AttendRows<1>(q + i * stride, transposed, v, length, padded, stride, out + i * stride, scores);
}

// The integer product of up to kRows rows with one block of 16 outputs, as plain loops.
inline void MultiplyLoops(const uint8_t* bytes, const float* scale, size_t rows, const PackedMatrix& m, float* out) {
  for (size_t block = 0; block < m.outputs; block += kLanes) {
    const int8_t* weights = m.weights + block * m.inputs;
    for (size_t r = 0; r < rows; ++r) {
      const uint8_t* row = bytes + r * m.inputs;
      int32_t sum[kLanes] = {};
      for (size_t i = 0; i < m.inputs; i += 4) {
        for (size_t l = 0; l < kLanes; ++l) {
          const int8_t* w = weights + i * kLanes + l * 4;
          sum[l] += row[i] * w[0] + row[i + 1] * w[1] + row[i + 2] * w[2] + row[i + 3] * w[3];
        }
      }
      for (size_t l = 0; l < kLanes; ++l) {
        const size_t o = block + l;
        out[r * m.outputs + o] = static_cast<float>(sum[l] - m.sum128[o]) * (scale[r] * m.scale[o]) + m.bias[o];
      }
    }
  }
}

}  // namespace
}  // namespace demarche
