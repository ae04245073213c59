// TopicMappings: which feed mapping reads which topic. Names come before patterns; patterns (^...) are tried in the
// order of the configuration, with the POSIX extended regular expressions that librdkafka subscribes by. Immutable
// after Make; a copy for each worker, since it remembers answers.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/app/config.h"
#include "pipeline/base/diagnostic.h"
#include "pipeline/base/str.h"

namespace demarche {

class TopicMappings {
 public:
  // Reports patterns that are no regular expressions; `file` is the configuration's name.
  static TopicMappings Make(const std::vector<Config::Topic>& topics, const std::string& file,
                            Diagnostics* diagnostics);

  // The mapping for a topic; "auto" where none is named. Valid until the next change of *this. Not for several threads.
  std::string_view For(std::string_view topic);
  // Whether the configuration reads this topic, by its name or by a pattern.
  bool Covers(std::string_view topic) const;

 private:
  struct Pattern;
  const Pattern* FindPattern(std::string_view topic) const;
  StringMap<std::string> by_name_;
  StringMap<std::string> seen_;  // topics that were asked for and are not named
  std::vector<std::shared_ptr<const Pattern>> patterns_;
};

}  // namespace demarche
