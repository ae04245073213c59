#include "pipeline/stages/reading/weights.h"

#include "gmock/gmock.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;

TEST(Weights, OpensWhatTheProgramCarries) {
  const auto weights = Weights::Open(BuiltinBytes("reading/careful.weights"));
  ASSERT_TRUE(weights.ok()) << weights.status();
  EXPECT_EQ(weights->shape().layers, 6U);
  EXPECT_TRUE(weights->Bytes("pieces", weights->shape().vocabulary, weights->shape().width).ok());
}

TEST(Weights, SaysWhatDoesNotFit) {
  const auto weights = Weights::Open(BuiltinBytes("reading/careful.weights"));
  ASSERT_TRUE(weights.ok());
  EXPECT_EQ(weights->Floats("nothing", 1, 1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(weights->Floats("shape", 6, 7).status().message(), HasSubstr("expected 6 by 7 floats"));
  EXPECT_THAT(weights->Bytes("shape", 6, 384).status().message(), HasSubstr("expected 6 by 384 bytes"));
}

TEST(Weights, ACutFileIsRefusedAtEveryLength) {
  const std::string_view whole = BuiltinBytes("reading/careful.weights");
  for (size_t length = 0; length < 8192; length += 7)
    EXPECT_FALSE(Weights::Open(whole.substr(0, length)).ok()) << length;
  EXPECT_FALSE(Weights::Open(whole.substr(0, whole.size() / 2)).ok());
  EXPECT_FALSE(Weights::Open("{\"no\": \"weights\"}").ok());
}

}  // namespace
}  // namespace demarche
