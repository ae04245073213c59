// What the trainer's tools have in common: errors that end them, and an item {"id", "text"} read as the program reads a
// plain article.
#pragma once
#include <cstdlib>
#include <string>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/segment/segmenter.h"

namespace demarche::train {

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    fmt::print(stderr, "{}\n", value.status().ToString());
    std::exit(1);
  }
  return *std::move(value);
}

struct Item {
  std::string id;
  Text text;
  Segments segments;
};

inline Item ReadItem(const Normalizer& normalizer, const nlohmann::json& json) {
  Article article;
  article.id = json.at("id").get<std::string>();
  article.feed = "plain";
  article.body = json.at("text").get<std::string>();
  article.title_is_in_text = true;
  Item out;
  out.id = article.id;
  out.text = OrDie(normalizer.Normalize(article, CancelToken()));
  out.segments = OrDie(Segment(out.text, CancelToken()));
  return out;
}

}  // namespace demarche::train
