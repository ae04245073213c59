// See topic_mappings.h.
#include "pipeline/app/topic_mappings.h"

#include <regex.h>

#include <utility>

namespace demarche {

struct TopicMappings::Pattern {
  Pattern() = default;
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern() {
    if (compiled) regfree(&regex);
  }
  regex_t regex = {};
  bool compiled = false;
  std::string mapping;
};

TopicMappings TopicMappings::Make(const std::vector<Config::Topic>& topics, const std::string& file,
                                  Diagnostics* diagnostics) {
  TopicMappings out;
  for (const Config::Topic& topic : topics) {
    if (!topic.topic.starts_with("^")) {
      out.by_name_[topic.topic] = topic.mapping;
      continue;
    }
    auto pattern = std::make_shared<Pattern>();
    pattern->mapping = topic.mapping;
    const int error = regcomp(&pattern->regex, topic.topic.c_str(), REG_EXTENDED | REG_NOSUB);
    if (error != 0) {
      char why[200] = "";
      regerror(error, &pattern->regex, why, sizeof why);
      diagnostics->push_back({Diagnostic::Severity::kError, file, topic.line, 0,
                              fmt::format("topic pattern '{}' is no regular expression: {}", topic.topic, why),
                              "write a POSIX extended regular expression, such as ^news\\..*"});
      continue;
    }
    pattern->compiled = true;
    out.patterns_.push_back(std::move(pattern));
  }
  return out;
}

const TopicMappings::Pattern* TopicMappings::FindPattern(std::string_view topic) const {
  const std::string name(topic);
  for (const auto& pattern : patterns_) {
    if (regexec(&pattern->regex, name.c_str(), 0, nullptr, 0) == 0) return pattern.get();
  }
  return nullptr;
}

std::string_view TopicMappings::For(std::string_view topic) {
  for (const StringMap<std::string>* known : {&by_name_, &seen_}) {
    const auto at = known->find(topic);
    if (at != known->end()) return at->second;
  }
  const Pattern* pattern = FindPattern(topic);
  return seen_[std::string(topic)] = pattern == nullptr ? "auto" : pattern->mapping;
}

bool TopicMappings::Covers(std::string_view topic) const {
  return by_name_.find(topic) != by_name_.end() || FindPattern(topic) != nullptr;
}

}  // namespace demarche
