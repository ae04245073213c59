// The built-in mappings and a decoder over them, for the tests of this folder.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/stages/decode/decoder.h"

namespace demarche {

inline std::shared_ptr<const FeedRegistry> BuiltinFeeds() {
  static const std::shared_ptr<const FeedRegistry> feeds = [] {
    Diagnostics diagnostics;
    std::shared_ptr<const FeedRegistry> loaded = LoadBuiltinFeeds({}, &diagnostics);
    for (const Diagnostic& d : diagnostics) ADD_FAILURE() << d.ToString();
    return loaded;
  }();
  return feeds;
}

inline Decoded Decode(std::string_view json, std::string_view mapping = "auto", DecodeOptions options = {}) {
  return Decoder(BuiltinFeeds(), options).Decode(json, mapping);
}

// The mapping in `yaml`, added to the built-in ones; fails the test if it cannot be loaded.
inline Decoded DecodeWith(std::string_view yaml, std::string_view json) {
  Diagnostics diagnostics;
  std::optional<FeedMapping> mapping = LoadFeedMapping(yaml, "own.yaml", &diagnostics);
  for (const Diagnostic& d : diagnostics) ADD_FAILURE() << d.ToString();
  if (!mapping) return {};
  const std::string name = mapping->name;
  std::vector<FeedMapping> own;
  own.push_back(*std::move(mapping));
  return Decoder(LoadBuiltinFeeds(std::move(own), &diagnostics)).Decode(json, name);
}

// "reason: message" of the only rejection.
inline std::string OnlyRejection(const Decoded& decoded) {
  if (decoded.rejected.size() != 1) return "rejections: " + std::to_string(decoded.rejected.size());
  const Failure& failure = decoded.rejected[0].failure;
  return std::string(ToString(failure.reason)) + ": " + failure.message;
}

}  // namespace demarche
