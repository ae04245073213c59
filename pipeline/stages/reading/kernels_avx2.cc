// The kernels for AVX2 and FMA. Compiled for such a machine: see CMakeLists.txt, and kernels_loops.h on what may stand
// here.
#include <immintrin.h>

#include "pipeline/stages/reading/kernel_sets.h"
#define DEMARCHE_VECTOR_BYTES 32
#include "pipeline/stages/reading/kernels_loops.h"

namespace demarche {
namespace {

// 16-bit products of 8-bit values are exact where the 8-bit instruction (maddubs) would saturate.
template <size_t kCount>
inline void MultiplyBlock(const uint8_t* bytes, const float* scale, const PackedMatrix& m, size_t block, float* out) {
  const int8_t* weights = m.weights + block * m.inputs;
  __m256i sum[kCount][4];
  for (auto& row : sum) {
    for (__m256i& s : row) s = _mm256_setzero_si256();
  }
  for (size_t i = 0; i < m.inputs; i += 4) {
    __m256i w[4];  // 4 outputs by 4 inputs each
    for (size_t part = 0; part < 4; ++part)
      w[part] =
          _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(weights + i * kLanes + part * 16)));
    for (size_t r = 0; r < kCount; ++r) {
      const __m128i four = _mm_cvtepu8_epi16(
          _mm_cvtsi32_si128(*reinterpret_cast<const __attribute__((may_alias)) int*>(bytes + r * m.inputs + i)));
      const __m256i a = _mm256_broadcastq_epi64(four);
      for (size_t part = 0; part < 4; ++part)
        sum[r][part] = _mm256_add_epi32(sum[r][part], _mm256_madd_epi16(a, w[part]));
    }
  }
  for (size_t r = 0; r < kCount; ++r) {
    alignas(32) int32_t pairs[4][8];
    for (size_t part = 0; part < 4; ++part) _mm256_store_si256(reinterpret_cast<__m256i*>(pairs[part]), sum[r][part]);
    for (size_t l = 0; l < kLanes; ++l) {
      const size_t o = block + l;
      const int32_t total = pairs[l / 4][l % 4 * 2] + pairs[l / 4][l % 4 * 2 + 1];
      out[r * m.outputs + o] = static_cast<float>(total - m.sum128[o]) * (scale[r] * m.scale[o]) + m.bias[o];
    }
  }
}

void Multiply(const uint8_t* bytes, const float* scale, size_t rows, const PackedMatrix& m, float* out) {
  for (size_t block = 0; block < m.outputs; block += kLanes) {
    size_t r = 0;
    for (; r + 2 <= rows; r += 2) MultiplyBlock<2>(bytes + r * m.inputs, scale + r, m, block, out + r * m.outputs);
    if (r < rows) MultiplyBlock<1>(bytes + r * m.inputs, scale + r, m, block, out + r * m.outputs);
  }
}

}  // namespace

const Kernels kAvx2Kernels = {"avx2", Quantize, Multiply, Normalize, Gelu, Add, Attend};

}  // namespace demarche
