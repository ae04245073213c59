// See reading_twin.h.
#include "tests/reference/reading_twin.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::reference {
namespace {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

absl::StatusOr<Rows> Matrix(const Weights& weights, const std::string& name, size_t rows, size_t columns) {
  DEMARCHE_ASSIGN_OR_RETURN(const auto bytes, weights.Bytes(name, rows, columns));
  DEMARCHE_ASSIGN_OR_RETURN(const auto scale, weights.Floats(name + ".scale", 1, rows));
  Rows out(rows, Row(columns));
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < columns; ++c) out[r][c] = bytes[r * columns + c] * static_cast<double>(scale[r]);
  }
  return out;
}

absl::StatusOr<Rows> Floats(const Weights& weights, const std::string& name, size_t rows, size_t columns) {
  DEMARCHE_ASSIGN_OR_RETURN(const auto values, weights.Floats(name, rows, columns));
  Rows out(rows, Row(columns));
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < columns; ++c) out[r][c] = values[r * columns + c];
  }
  return out;
}

Row Times(const Rows& matrix, const Row& x) {
  Row out(matrix.size());
  for (size_t r = 0; r < matrix.size(); ++r) {
    for (size_t c = 0; c < x.size(); ++c) out[r] += matrix[r][c] * x[c];
  }
  return out;
}

Row Plus(Row a, const Row& b) {
  for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

Row Norm(const Row& x, const Row& gain, const Row& bias) {
  double mean = 0, square = 0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) square += (v - mean) * (v - mean) / static_cast<double>(x.size());
  Row out(x.size());
  for (size_t i = 0; i < x.size(); ++i) out[i] = (x[i] - mean) / std::sqrt(square + 1e-12) * gain[i] + bias[i];
  return out;
}

Row Gelu(Row x) {
  for (double& v : x) v = 0.5 * v * (1 + std::tanh(0.7978845608 * (v + 0.044715 * v * v * v)));
  return x;
}

Row Softmax(Row x) {
  const double top = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (double& v : x) sum += v = std::exp(v - top);
  for (double& v : x) v /= sum;
  return x;
}

}  // namespace

absl::StatusOr<std::vector<double>> SpeechChances(const Weights& weights, const Window& window) {
  const NetworkShape& shape = weights.shape();
  const size_t width = shape.width, head = width / shape.heads;
  DEMARCHE_ASSIGN_OR_RETURN(const Rows pieces, Matrix(weights, "pieces", shape.vocabulary, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows positions, Matrix(weights, "positions", shape.positions, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows shapes, Floats(weights, "shape", 6, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows quote, Floats(weights, "quote", 2, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows title, Floats(weights, "title", 2, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows paragraph, Floats(weights, "paragraph", 2, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows gain, Floats(weights, "embedding.gain", 1, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows bias, Floats(weights, "embedding.bias", 1, width));

  std::vector<uint16_t> ids = {WordPieces::kStart};
  ids.insert(ids.end(), window.pieces.begin(), window.pieces.end());
  ids.push_back(WordPieces::kEnd);
  Rows x;
  for (size_t i = 0; i < ids.size(); ++i) x.push_back(Plus(pieces[ids[i]], positions[i]));
  for (size_t t = 0; t < window.first.size(); ++t) {
    const size_t end = t + 1 < window.first.size() ? window.first[t + 1] : window.pieces.size();
    const TokenFeatures& f = window.features[t];
    for (size_t i = window.first[t]; i < end; ++i) {
      for (const Row* row : {&shapes[f.shape], &quote[f.in_quote], &title[f.title], &paragraph[f.paragraph_start]})
        x[i + 1] = Plus(x[i + 1], *row);
    }
  }
  for (Row& row : x) row = Norm(row, gain[0], bias[0]);

  for (uint32_t l = 0; l < shape.layers; ++l) {
    const auto name = [&](const char* part) { return fmt::format("layer{}.{}", l, part); };
    DEMARCHE_ASSIGN_OR_RETURN(const Rows qkv, Matrix(weights, name("qkv"), 3 * width, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows qkv_bias, Floats(weights, name("qkv.bias"), 1, 3 * width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows projection, Matrix(weights, name("projection"), width, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows projection_bias, Floats(weights, name("projection.bias"), 1, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows inner, Matrix(weights, name("inner"), shape.inner, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows inner_bias, Floats(weights, name("inner.bias"), 1, shape.inner));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows outer, Matrix(weights, name("outer"), width, shape.inner));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows outer_bias, Floats(weights, name("outer.bias"), 1, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows gain1, Floats(weights, name("attention.gain"), 1, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows bias1, Floats(weights, name("attention.bias"), 1, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows gain2, Floats(weights, name("gain"), 1, width));
    DEMARCHE_ASSIGN_OR_RETURN(const Rows bias2, Floats(weights, name("bias"), 1, width));
    Rows asked;
    for (const Row& row : x) asked.push_back(Plus(Times(qkv, row), qkv_bias[0]));
    for (size_t i = 0; i < x.size(); ++i) {
      Row mixed(width);
      for (size_t h = 0; h < width; h += head) {
        Row look(x.size());
        for (size_t j = 0; j < x.size(); ++j) {
          for (size_t d = 0; d < head; ++d) look[j] += asked[i][h + d] * asked[j][width + h + d];
          look[j] /= std::sqrt(static_cast<double>(head));
        }
        look = Softmax(look);
        for (size_t j = 0; j < x.size(); ++j) {
          for (size_t d = 0; d < head; ++d) mixed[h + d] += look[j] * asked[j][2 * width + h + d];
        }
      }
      x[i] = Norm(Plus(x[i], Plus(Times(projection, mixed), projection_bias[0])), gain1[0], bias1[0]);
      x[i] = Norm(Plus(x[i], Plus(Times(outer, Gelu(Plus(Times(inner, x[i]), inner_bias[0]))), outer_bias[0])),
                  gain2[0], bias2[0]);
    }
  }

  DEMARCHE_ASSIGN_OR_RETURN(const Rows hidden, Matrix(weights, "hidden", width, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows hidden_bias, Floats(weights, "hidden.bias", 1, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows anchor, Matrix(weights, "anchor", 3, width));
  DEMARCHE_ASSIGN_OR_RETURN(const Rows anchor_bias, Floats(weights, "anchor.bias", 1, 3));
  std::vector<double> out;
  for (const uint16_t first : window.first) {
    const Row& v = x[first + size_t{1}];
    const Row y = Plus(v, Gelu(Plus(Times(hidden, v), hidden_bias[0])));
    out.push_back(1 - Softmax(Plus(Times(anchor, y), anchor_bias[0]))[0]);
  }
  return out;
}

}  // namespace demarche::reference
