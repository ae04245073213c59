// All strings of all shared feeds, as titles, plain bodies and HTML bodies: the alignment holds and nothing fails.
// Skipped where ../shared/feeds is absent.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "tests/reference/text_twin.h"

namespace demarche {
namespace {

namespace fs = std::filesystem;

class Feeds : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(root_)) GTEST_SKIP() << root_ << " is absent";
  }

  // Strings long enough to be text.
  void Visit(const nlohmann::json& value) {
    if (value.is_string()) {
      const auto& text = value.get_ref<const std::string&>();
      if (text.size() >= 20) Check(text);
    } else if (value.is_structured()) {
      for (const auto& child : value) Visit(child);
    }
  }

  void Check(const std::string& string) {
    for (const BodyKind kind : {BodyKind::kPlain, BodyKind::kHtml}) {
      Article article;
      article.title = string.substr(0, string.find(' '));
      article.body = string;
      article.body_kind = kind;
      const uint32_t size = CountCodePoints(article.title) + 2 + CountCodePoints(article.body);
      const auto text = normalizer_.Normalize(article, cancel_);
      ASSERT_TRUE(text.ok()) << text.status().ToString() << "\n" << string;
      ASSERT_EQ(reference::Complaint(*text, size), "") << string;
    }
    ++checked_;
  }

  fs::path root_ = fs::path(DEMARCHE_SOURCE_DIR) / "../shared/feeds";
  Normalizer normalizer_;
  CancelToken cancel_;
  int checked_ = 0;
};

TEST_F(Feeds, AlignmentHolds) {
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    if (entry.path().extension() == ".ndjson") {
      int number = 0;
      for (std::string line; std::getline(file, line);) {
        if (++number % 4 != 0 && entry.file_size() > 5'000'000) continue;  // a quarter of the largest file is enough
        Visit(nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false));
      }
    } else {
      std::stringstream all;
      all << file.rdbuf();
      Visit(nlohmann::json::parse(all.str(), nullptr, /*allow_exceptions=*/false));
    }
  }
  EXPECT_GT(checked_, 10'000);
}

}  // namespace
}  // namespace demarche
