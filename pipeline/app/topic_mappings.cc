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

std::string_view TopicMappings::For(std::string_view topic) {
  const auto known = by_name_.find(topic);
  if (known != by_name_.end()) return known->second;
  const std::string name(topic);
  std::string mapping = "auto";
  for (const auto& pattern : patterns_) {
    if (regexec(&pattern->regex, name.c_str(), 0, nullptr, 0) == 0) {
      mapping = pattern->mapping;
      break;
    }
  }
  return by_name_[name] = std::move(mapping);
}

}  // namespace demarche
