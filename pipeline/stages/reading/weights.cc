// See weights.h.
#include "pipeline/stages/reading/weights.h"

#include <cstring>

#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche {
namespace {

constexpr std::string_view kMagic = "DMREAD01";

// Reads numbers off the front of the file; `ok` turns false at its end.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  template <typename T>
  T Number() {
    T value{};
    const std::string_view raw = Take(sizeof(T));
    if (ok_) std::memcpy(&value, raw.data(), sizeof(T));
    return value;
  }
  std::string_view Take(size_t size) {
    if (bytes_.size() < size) {
      ok_ = false;
      return {};
    }
    const std::string_view out = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return out;
  }
  bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace

absl::StatusOr<Weights> Weights::Open(std::string_view bytes) {
  Cursor cursor(bytes);
  if (cursor.Take(kMagic.size()) != kMagic)
    return absl::InvalidArgumentError(
        "reader weights: this is no weights file of this version; train/export.py writes one");
  Weights out;
  NetworkShape& s = out.shape_;
  for (uint32_t* field : {&s.layers, &s.heads, &s.width, &s.inner, &s.vocabulary, &s.positions})
    *field = cursor.Number<uint32_t>();
  const auto count = cursor.Number<uint32_t>();
  for (uint32_t i = 0; i < count && cursor.ok(); ++i) {
    const std::string_view name = cursor.Take(cursor.Number<uint16_t>());
    Tensor tensor;
    tensor.floats = cursor.Number<uint8_t>() == 0;
    tensor.rows = cursor.Number<uint32_t>();
    tensor.columns = cursor.Number<uint32_t>();
    const auto offset = cursor.Number<uint64_t>();
    const uint64_t size = uint64_t{tensor.rows} * tensor.columns * (tensor.floats ? sizeof(float) : 1);
    if (!cursor.ok() || offset % 64 != 0 || offset > bytes.size() || size > bytes.size() - offset)
      return absl::InvalidArgumentError(fmt::format("reader weights: the file ends within tensor {} ({})", i, name));
    tensor.data = bytes.data() + offset;
    out.tensors_.emplace(name, tensor);
  }
  if (!cursor.ok() || s.width == 0 || s.heads == 0 || s.width % s.heads != 0)
    return absl::InvalidArgumentError("reader weights: the header is cut off or makes no sense");
  return out;
}

absl::StatusOr<Weights::Tensor> Weights::Find(std::string_view name, size_t rows, size_t columns, bool floats) const {
  const auto it = tensors_.find(name);
  if (it == tensors_.end()) return absl::NotFoundError(fmt::format("reader weights: no tensor {}", name));
  const Tensor& tensor = it->second;
  if (tensor.rows != rows || tensor.columns != columns || tensor.floats != floats)
    return absl::InvalidArgumentError(fmt::format("reader weights: {} is {} by {} {}, expected {} by {} {}", name,
                                                  tensor.rows, tensor.columns, tensor.floats ? "floats" : "bytes", rows,
                                                  columns, floats ? "floats" : "bytes"));
  return tensor;
}

absl::StatusOr<std::span<const float>> Weights::Floats(std::string_view name, size_t rows, size_t columns) const {
  DEMARCHE_ASSIGN_OR_RETURN(const Tensor tensor, Find(name, rows, columns, true));
  return std::span<const float>(reinterpret_cast<const float*>(tensor.data), rows * columns);
}

absl::StatusOr<std::span<const int8_t>> Weights::Bytes(std::string_view name, size_t rows, size_t columns) const {
  DEMARCHE_ASSIGN_OR_RETURN(const Tensor tensor, Find(name, rows, columns, false));
  return std::span<const int8_t>(reinterpret_cast<const int8_t*>(tensor.data), rows * columns);
}

}  // namespace demarche
