// Weights: the file of a trained reader (train/export.py writes it): a header with the network's shape, then named
// tensors, little-endian, each on a 64-byte border. Views into the caller's bytes, which must outlive it and start on a
// 64-byte border. Immutable, any thread.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "pipeline/base/str.h"

namespace demarche {

struct NetworkShape {
  uint32_t layers = 0, heads = 0, width = 0, inner = 0, vocabulary = 0, positions = 0;
};

class Weights {
 public:
  // Errors: InvalidArgument, saying what is wrong with the file.
  static absl::StatusOr<Weights> Open(std::string_view bytes);

  const NetworkShape& shape() const { return shape_; }

  // The tensor of that name and shape. Errors: NotFound, InvalidArgument (another shape or type).
  absl::StatusOr<std::span<const float>> Floats(std::string_view name, size_t rows, size_t columns) const;
  absl::StatusOr<std::span<const int8_t>> Bytes(std::string_view name, size_t rows, size_t columns) const;

 private:
  struct Tensor {
    bool floats = false;
    uint32_t rows = 0, columns = 0;
    const char* data = nullptr;
  };
  absl::StatusOr<Tensor> Find(std::string_view name, size_t rows, size_t columns, bool floats) const;

  NetworkShape shape_;
  StringMap<Tensor> tensors_;
};

}  // namespace demarche
