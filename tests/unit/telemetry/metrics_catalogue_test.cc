// schemas/metrics.json and a live scrape agree, both ways: every metric that is exposed is in the catalogue with its
// type, labels and closed values, and every metric of the catalogue is exposed.
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "pipeline/telemetry/metrics.h"
#include "tests/unit/telemetry/metrics_fixture.h"

namespace demarche {
namespace {

nlohmann::json Catalogue() {
  std::ifstream in(DEMARCHE_SOURCE_DIR "/schemas/metrics.json");
  return nlohmann::json::parse(in)["metrics"];
}

struct Scraped {
  std::string type, help;
  std::map<std::string, std::set<std::string>> labels;  // values seen by label, without le
  std::set<std::string> bounds;                         // values of le
};

// Parses the text format as far as the test needs it. REQUIRES: no quotes or commas in label values.
std::map<std::string, Scraped> Parse(const std::string& text) {
  std::map<std::string, Scraped> families;
  std::istringstream in(text);
  std::string line, current;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string hash, kind, name;
    if (line.rfind("# ", 0) == 0) {
      words >> hash >> kind >> name;
      std::string rest;
      std::getline(words, rest);
      (kind == "HELP" ? families[name].help : families[name].type) = rest.substr(1);
      current = name;
      continue;
    }
    const size_t open = line.find('{'), close = line.rfind('}');
    if (open == std::string::npos) continue;
    std::istringstream labels(line.substr(open + 1, close - open - 1));
    std::string label;
    while (std::getline(labels, label, ',')) {
      const size_t equals = label.find('=');
      const std::string key = label.substr(0, equals), value = label.substr(equals + 2, label.size() - equals - 3);
      (key == "le" ? families[current].bounds : families[current].labels[key]).insert(value);
    }
  }
  return families;
}

std::map<std::string, Scraped> LiveScrape() {
  HealthState health;
  MetricsObserver metrics({.version = "1", .topics = {"news"}, .feeds = {"newsapi"}, .health = &health});
  TellEverything(&metrics);
  return Parse(metrics.Expose());
}

TEST(MetricsCatalogue, EveryMetricOfTheCatalogueIsScrapedAsItSays) {
  const auto scraped = LiveScrape();
  for (const auto& metric : Catalogue()) {
    const auto name = metric["name"].get<std::string>();
    const auto found = scraped.find(name);
    if (found == scraped.end()) {
      ADD_FAILURE() << name << " is in schemas/metrics.json and not in the scrape";
      continue;
    }
    EXPECT_EQ(found->second.type, metric["type"].get<std::string>()) << name;
    EXPECT_EQ(found->second.help, metric["help"].get<std::string>()) << name;
    std::set<std::string> labels;
    for (const auto& label : metric["labels"]) {
      const auto key = label["name"].get<std::string>();
      labels.insert(key);
      ASSERT_TRUE(found->second.labels.count(key)) << name << " has no label " << key;
      if (!label.contains("values")) {
        EXPECT_TRUE(label.contains("bound")) << name << ": label " << key << " must say what bounds it";
        continue;
      }
      const auto allowed = label["values"].get<std::set<std::string>>();
      for (const std::string& value : found->second.labels.at(key)) {
        EXPECT_TRUE(allowed.count(value)) << name << ": value " << value << " of " << key << " is not in the catalogue";
      }
    }
    EXPECT_EQ(found->second.labels.size(), labels.size()) << name;
    if (metric["type"] == "histogram") {
      EXPECT_EQ(found->second.bounds.size(), metric["buckets"].size() + 1) << name;
    }
  }
}

TEST(MetricsCatalogue, EveryScrapedMetricIsInTheCatalogue) {
  std::set<std::string> known;
  for (const auto& metric : Catalogue()) known.insert(metric["name"].get<std::string>());
  for (const auto& [name, scraped] : LiveScrape()) {
    EXPECT_TRUE(known.count(name)) << name << " is exposed and not in schemas/metrics.json";
  }
}

TEST(MetricsCatalogue, NamesFollowPrometheusConventions) {
  for (const auto& metric : Catalogue()) {
    const auto name = metric["name"].get<std::string>();
    EXPECT_TRUE(name.rfind("demarche_", 0) == 0 || name.rfind("process_", 0) == 0) << name;
    const bool total = name.size() > 6 && name.substr(name.size() - 6) == "_total";
    EXPECT_EQ(total, metric["type"] == "counter") << name << ": counters and only counters end in _total";
    EXPECT_FALSE(metric["help"].get<std::string>().empty()) << name;
    EXPECT_FALSE(metric["action"].get<std::string>().empty()) << name;
  }
}

// The closed lists of the catalogue are the whole lists of the model, so that a new reason cannot be forgotten.
TEST(MetricsCatalogue, ClosedLabelsListEveryWordOfTheModel) {
  for (const auto& metric : Catalogue()) {
    if (metric["name"] != "demarche_dead_letters_total") continue;
    const auto stages = metric["labels"][0]["values"].get<std::vector<std::string>>();
    const auto reasons = metric["labels"][1]["values"].get<std::vector<std::string>>();
    ASSERT_EQ(stages.size(), static_cast<size_t>(kStages));
    for (size_t i = 0; i < stages.size(); ++i) EXPECT_EQ(stages[i], ToString(static_cast<Stage>(i)));
    for (size_t i = 0; i < reasons.size(); ++i) EXPECT_EQ(reasons[i], ToString(static_cast<Reason>(i)));
    EXPECT_EQ(ToString(static_cast<Reason>(reasons.size())), "") << "a reason is missing in schemas/metrics.json";
  }
}

}  // namespace
}  // namespace demarche
