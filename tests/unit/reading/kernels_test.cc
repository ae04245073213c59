// Every set of kernels that this machine can run against sums written out by hand, on random numbers of every length
// that tiles and remainders can meet.
#include "pipeline/stages/reading/kernels.h"

#include <cmath>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace demarche {
namespace {

class KernelSets : public ::testing::TestWithParam<const Kernels*> {
 protected:
  std::vector<float> Floats(size_t n, float deviation = 1) {
    std::normal_distribution<float> normal(0, deviation);
    std::vector<float> out(n);
    for (float& v : out) v = normal(random_);
    return out;
  }
  std::mt19937 random_{11};
};

TEST_P(KernelSets, QuantizedRowsComeBackWithinHalfAStep) {
  const std::vector<float> rows = Floats(5 * 48);
  std::vector<uint8_t> bytes(rows.size());
  std::vector<float> scale(5);
  GetParam()->quantize(rows.data(), 5, 48, bytes.data(), scale.data());
  for (size_t i = 0; i < rows.size(); ++i)
    EXPECT_NEAR((bytes[i] - 128) * scale[i / 48], rows[i], scale[i / 48] * 0.501F);
}

TEST_P(KernelSets, ARowOfZerosIsZero) {
  const std::vector<float> rows(16, 0.0F);
  std::vector<uint8_t> bytes(16);
  float scale = 0;
  GetParam()->quantize(rows.data(), 1, 16, bytes.data(), &scale);
  for (const uint8_t b : bytes) EXPECT_EQ(b, 128);
}

TEST_P(KernelSets, ProductsAreExact) {
  for (const size_t inputs : {4U, 20U, 384U}) {
    for (const size_t outputs : {16U, 64U, 80U, 144U}) {
      std::vector<int8_t> weights(outputs * inputs), packed(outputs * inputs);
      std::vector<float> ones(outputs, 1.0F), bias = Floats(outputs);
      std::vector<int32_t> sum128(outputs);
      for (size_t o = 0; o < outputs; ++o) {
        for (size_t i = 0; i < inputs; ++i) {
          const auto w = static_cast<int8_t>(static_cast<int>(random_() % 255) - 127);
          weights[o * inputs + i] = packed[o / 16 * 16 * inputs + i / 4 * 64 + o % 16 * 4 + i % 4] = w;
          sum128[o] += 128 * w;
        }
      }
      const PackedMatrix matrix{packed.data(), ones.data(), sum128.data(), bias.data(), inputs, outputs};
      for (const size_t rows : {1U, 2U, 5U, 6U, 7U, 13U}) {
        std::vector<uint8_t> bytes(rows * inputs);
        for (uint8_t& b : bytes) b = static_cast<uint8_t>(1 + random_() % 255);
        const std::vector<float> scale(rows, 1.0F);
        std::vector<float> out(rows * outputs);
        GetParam()->multiply(bytes.data(), scale.data(), rows, matrix, out.data());
        for (size_t r = 0; r < rows; ++r) {
          for (size_t o = 0; o < outputs; ++o) {
            int32_t sum = 0;
            for (size_t i = 0; i < inputs; ++i) sum += (bytes[r * inputs + i] - 128) * weights[o * inputs + i];
            ASSERT_EQ(out[r * outputs + o], static_cast<float>(sum) + bias[o])
                << rows << " " << inputs << " " << outputs;
          }
        }
      }
    }
  }
}

TEST_P(KernelSets, NormalizesRows) {
  std::vector<float> rows = Floats(3 * 64, 5);
  const std::vector<float> before = rows, gain = Floats(64), bias = Floats(64);
  GetParam()->normalize(rows.data(), 3, 64, gain.data(), bias.data());
  for (size_t r = 0; r < 3; ++r) {
    double mean = 0, square = 0;
    for (size_t i = 0; i < 64; ++i) mean += before[r * 64 + i] / 64;
    for (size_t i = 0; i < 64; ++i) square += std::pow(before[r * 64 + i] - mean, 2) / 64;
    for (size_t i = 0; i < 64; ++i)
      EXPECT_NEAR(rows[r * 64 + i], (before[r * 64 + i] - mean) / std::sqrt(square) * gain[i] + bias[i], 1e-4);
  }
}

TEST_P(KernelSets, GeluAndAddAreThoseOfTheLibrary) {
  std::vector<float> values = Floats(160, 4);
  values[0] = 60;
  values[1] = -60;
  const std::vector<float> before = values;
  GetParam()->gelu(values.data(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const double x = before[i];
    EXPECT_NEAR(values[i], 0.5 * x * (1 + std::tanh(0.7978845608 * (x + 0.044715 * x * x * x))), 1e-4);
  }
  GetParam()->add(values.data(), before.data(), values.size());
  for (size_t i = 2; i < values.size(); ++i)
    EXPECT_NEAR(values[i] - before[i],
                0.5 * before[i] * (1 + std::tanh(0.7978845608 * (before[i] + 0.044715 * std::pow(before[i], 3)))),
                1e-4);
}

TEST_P(KernelSets, AttentionIsSoftmaxOfProducts) {
  for (const size_t length : {1U, 3U, 4U, 16U, 17U, 61U}) {
    const size_t stride = 3 * kHeadWidth;
    const std::vector<float> qkv = Floats(length * stride);
    std::vector<float> out(length * stride), scratch(AttentionScratch(length));
    GetParam()->attend(qkv.data(), qkv.data() + kHeadWidth, qkv.data() + 2 * kHeadWidth, length, stride, out.data(),
                       scratch.data());
    for (size_t i = 0; i < length; ++i) {
      std::vector<double> look(length);
      double sum = 0;
      for (size_t j = 0; j < length; ++j) {
        double dot = 0;
        for (size_t d = 0; d < kHeadWidth; ++d)
          dot += static_cast<double>(qkv[i * stride + d]) * qkv[j * stride + kHeadWidth + d];
        sum += look[j] = std::exp(dot / std::sqrt(static_cast<double>(kHeadWidth)));
      }
      for (size_t d = 0; d < kHeadWidth; ++d) {
        double want = 0;
        for (size_t j = 0; j < length; ++j) want += look[j] / sum * qkv[j * stride + 2 * kHeadWidth + d];
        EXPECT_NEAR(out[i * stride + d], want, 1e-4) << length;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, KernelSets, ::testing::ValuesIn(AvailableKernels().begin(), AvailableKernels().end()),
                         [](const auto& set) { return std::string(set.param->name); });

}  // namespace
}  // namespace demarche
