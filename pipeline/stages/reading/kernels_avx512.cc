// The kernels for AVX-512 with VNNI: 64 products of 8 bits in one instruction. Compiled for such a machine: see
// CMakeLists.txt, and kernels_loops.h on what may stand here.
#include <immintrin.h>

#include "pipeline/stages/reading/kernel_sets.h"
#define DEMARCHE_VECTOR_BYTES 64
#include "pipeline/stages/reading/kernels_loops.h"

namespace demarche {
namespace {

// kCount rows by kBlocks blocks of 16 outputs: kCount * kBlocks sums, kBlocks weights and one input in registers.
template <size_t kCount, size_t kBlocks>
inline void MultiplyTile(const uint8_t* bytes, const float* scale, const PackedMatrix& m, size_t block, float* out) {
  const int8_t* weights = m.weights + block * m.inputs;
  const size_t next = m.inputs * kLanes;  // from one block's weights to the next one's
  __m512i sum[kCount][kBlocks];
  for (auto& row : sum) {
    for (__m512i& s : row) s = _mm512_setzero_si512();
  }
  for (size_t i = 0; i < m.inputs; i += 4) {
    __m512i w[kBlocks];
    for (size_t b = 0; b < kBlocks; ++b) w[b] = _mm512_loadu_si512(weights + b * next + i * kLanes);
    for (size_t r = 0; r < kCount; ++r) {
      const __m512i a =
          _mm512_set1_epi32(*reinterpret_cast<const __attribute__((may_alias)) int*>(bytes + r * m.inputs + i));
      for (size_t b = 0; b < kBlocks; ++b) sum[r][b] = _mm512_dpbusd_epi32(sum[r][b], a, w[b]);
    }
  }
  for (size_t b = 0; b < kBlocks; ++b) {
    const size_t o = block + b * kLanes;
    const __m512i shift = _mm512_loadu_si512(m.sum128 + o);
    const __m512 weight_scale = _mm512_loadu_ps(m.scale + o);
    const __m512 bias = _mm512_loadu_ps(m.bias + o);
    for (size_t r = 0; r < kCount; ++r) {
      const __m512 value = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum[r][b], shift));
      _mm512_storeu_ps(out + r * m.outputs + o,
                       _mm512_fmadd_ps(value, _mm512_mul_ps(weight_scale, _mm512_set1_ps(scale[r])), bias));
    }
  }
}

template <size_t kBlocks>
void MultiplyColumns(const uint8_t* bytes, const float* scale, size_t rows, const PackedMatrix& m, size_t block,
                     float* out) {
  size_t r = 0;
  for (; r + 6 <= rows; r += 6)
    MultiplyTile<6, kBlocks>(bytes + r * m.inputs, scale + r, m, block, out + r * m.outputs);
  for (; r + 2 <= rows; r += 2)
    MultiplyTile<2, kBlocks>(bytes + r * m.inputs, scale + r, m, block, out + r * m.outputs);
  if (r < rows) MultiplyTile<1, kBlocks>(bytes + r * m.inputs, scale + r, m, block, out + r * m.outputs);
}

void Multiply(const uint8_t* bytes, const float* scale, size_t rows, const PackedMatrix& m, float* out) {
  size_t block = 0;
  for (; block + 4 * kLanes <= m.outputs; block += 4 * kLanes) MultiplyColumns<4>(bytes, scale, rows, m, block, out);
  for (; block < m.outputs; block += kLanes) MultiplyColumns<1>(bytes, scale, rows, m, block, out);
}

}  // namespace

const Kernels kAvx512Kernels = {"avx512vnni", Quantize, Multiply, Normalize, Gelu, Add, Attend};

}  // namespace demarche
