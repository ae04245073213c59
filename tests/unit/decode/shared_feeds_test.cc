// The real feeds of ../shared/feeds: every record ends as articles, rejections or an empty envelope, and each file of
// invalid/ has a message of its own. Skipped where the folder is absent.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "gtest/gtest.h"
#include "tests/unit/decode/feeds.h"

namespace demarche {
namespace {

namespace fs = std::filesystem;

const fs::path kFeeds = fs::path(DEMARCHE_SOURCE_DIR) / ".." / "shared" / "feeds";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every line of an .ndjson file, every other file whole.
std::vector<std::string> Records(const fs::path& path) {
  if (path.extension() != ".ndjson") return {ReadFile(path)};
  std::vector<std::string> records;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) records.push_back(line);
  return records;
}

std::vector<fs::path> Files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(SharedFeeds, EveryRecordEndsSomewhere) {
  if (!fs::exists(kFeeds)) GTEST_SKIP() << "no " << kFeeds;
  Decoder decoder(BuiltinFeeds());
  std::map<std::string, std::map<std::string, size_t>> counts;
  for (const fs::path& path : Files(kFeeds)) {
    const std::string name = fs::relative(path, kFeeds).begin()->string();
    for (const std::string& record : Records(path)) {
      const Decoded d = decoder.Decode(record, "auto");
      ++counts[name]["records"];
      counts[name]["articles"] += d.articles.size();
      if (d.empty_envelope) ++counts[name]["empty envelopes"];
      EXPECT_TRUE(d.empty_envelope || !d.articles.empty() || !d.rejected.empty()) << path;
      for (const RejectedItem& item : d.rejected) {
        ++counts[name][std::string(ToString(item.failure.reason))];
        EXPECT_NE(item.failure.reason, Reason::kInternal) << path << item.failure.message;
      }
    }
  }
  for (const auto& [name, by_kind] : counts) {
    std::string line = name + ":";
    for (const auto& [kind, count] : by_kind) line += fmt::format(" {} {},", count, kind);
    printf("%s\n", line.c_str());
  }
  EXPECT_EQ(counts["newsapi.ndjson"]["articles"], counts["newsapi.ndjson"]["records"]);
  EXPECT_EQ(counts["webz.ndjson"]["articles"], counts["webz.ndjson"]["records"]);
  EXPECT_EQ(counts["schemaorg.ndjson"]["articles"], counts["schemaorg.ndjson"]["records"]);
  EXPECT_EQ(counts["newspaper.ndjson"]["articles"], counts["newspaper.ndjson"]["records"]);
  EXPECT_EQ(counts["news-please.ndjson"]["articles"] + counts["news-please.ndjson"]["missing_title_and_text"],
            counts["news-please.ndjson"]["records"]);
}

TEST(SharedFeeds, EachInvalidFileHasItsOwnMessage) {
  const fs::path folder = kFeeds / "invalid";
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  std::set<std::string> messages;
  const std::vector<fs::path> files = Files(folder);
  for (const fs::path& path : files) {
    const std::string rejection = OnlyRejection(Decode(ReadFile(path), "newsapi"));
    EXPECT_TRUE(messages.insert(rejection).second) << path << rejection;
    printf("%s: %s\n", path.filename().c_str(), rejection.c_str());
  }
  EXPECT_EQ(messages.size(), files.size());
}

}  // namespace
}  // namespace demarche
