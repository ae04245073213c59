// The kernels for AVX-512 with VNNI: 64 products of 8 bits in one instruction. Compiled for such a machine: see
// CMakeLists.txt, and kernels_loops.h on what may stand here.
#include <immintrin.h>

#include "pipeline/stages/reading/kernel_sets.h"
#define DEMARCHE_VECTOR_BYTES 64
#include "pipeline/stages/reading/kernels_loops.h"

namespace demarche {
namespace {

// 16 sums. GCC 12 copies a sum at every step where it is an __m512i, whose lanes it takes for eight.
typedef int32_t Sums __attribute__((vector_size(64)));

inline Sums AddProducts(Sums sum, __m512i a, __m512i w) {
  return reinterpret_cast<Sums>(_mm512_dpbusd_epi32(reinterpret_cast<__m512i>(sum), a, w));
}

// The sums of one row.
template <size_t kBlocks>
struct RowSums {
  Sums s0 = {}, s1 = {}, s2 = {}, s3 = {};

  [[gnu::always_inline]] void Add(const uint8_t* four, __m512i w0, __m512i w1, __m512i w2, __m512i w3) {
    const __m512i a = _mm512_set1_epi32(*reinterpret_cast<const __attribute__((may_alias)) int*>(four));
    s0 = AddProducts(s0, a, w0);
    if constexpr (kBlocks > 1) {
      s1 = AddProducts(s1, a, w1);
      s2 = AddProducts(s2, a, w2);
      s3 = AddProducts(s3, a, w3);
    }
  }

  [[gnu::always_inline]] void Store(float scale, const PackedMatrix& m, size_t output, float* out) const {
    StoreBlock(s0, scale, m, output, out);
    if constexpr (kBlocks > 1) {
      StoreBlock(s1, scale, m, output + kLanes, out + kLanes);
      StoreBlock(s2, scale, m, output + 2 * kLanes, out + 2 * kLanes);
      StoreBlock(s3, scale, m, output + 3 * kLanes, out + 3 * kLanes);
    }
  }

 private:
  static void StoreBlock(Sums sum, float scale, const PackedMatrix& m, size_t output, float* out) {
    const __m512 value =
        _mm512_cvtepi32_ps(_mm512_sub_epi32(reinterpret_cast<__m512i>(sum), _mm512_loadu_si512(m.sum128 + output)));
    const __m512 factor = _mm512_mul_ps(_mm512_loadu_ps(m.scale + output), _mm512_set1_ps(scale));
    _mm512_storeu_ps(out, _mm512_fmadd_ps(value, factor, _mm512_loadu_ps(m.bias + output)));
  }
};

// kCount rows (6, 2 or 1) by kBlocks blocks (4 or 1) of 16 outputs: all sums, the weights and one input in registers.
template <size_t kCount, size_t kBlocks>
void MultiplyTile(const uint8_t* bytes, const float* scale, const PackedMatrix& m, size_t block, float* out) {
  const int8_t* weights = m.weights + block * m.inputs;
  const size_t next = kBlocks > 1 ? m.inputs * kLanes : 0;  // from one block's weights to the next one's
  RowSums<kBlocks> r0, r1, r2, r3, r4, r5;
  for (size_t i = 0; i < m.inputs; i += 4) {
    const int8_t* at = weights + i * kLanes;
    const __m512i w0 = _mm512_loadu_si512(at);
    const __m512i w1 = _mm512_loadu_si512(at + next);
    const __m512i w2 = _mm512_loadu_si512(at + 2 * next);
    const __m512i w3 = _mm512_loadu_si512(at + 3 * next);
    const uint8_t* in = bytes + i;
    r0.Add(in, w0, w1, w2, w3);
    if constexpr (kCount > 1) r1.Add(in + m.inputs, w0, w1, w2, w3);
    if constexpr (kCount > 2) {
      r2.Add(in + 2 * m.inputs, w0, w1, w2, w3);
      r3.Add(in + 3 * m.inputs, w0, w1, w2, w3);
      r4.Add(in + 4 * m.inputs, w0, w1, w2, w3);
      r5.Add(in + 5 * m.inputs, w0, w1, w2, w3);
    }
  }
  out += block;
  r0.Store(scale[0], m, block, out);
  if constexpr (kCount > 1) r1.Store(scale[1], m, block, out + m.outputs);
  if constexpr (kCount > 2) {
    r2.Store(scale[2], m, block, out + 2 * m.outputs);
    r3.Store(scale[3], m, block, out + 3 * m.outputs);
    r4.Store(scale[4], m, block, out + 4 * m.outputs);
    r5.Store(scale[5], m, block, out + 5 * m.outputs);
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
