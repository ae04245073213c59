// A replayed dead letter: of an envelope only the items that its header names are read, and none of them vanishes.
#include <gmock/gmock.h>

#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/stages/document_path.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kFeed = R"({"version":"https://jsonfeed.org/version/1.1","title":"T","items":[
    {"id":"a","content_text":"Peru criticized Chile."}, 3, {"id":"c","content_text":"Norway warned Japan."}, [], "x"]})";

struct Read {
  std::vector<std::string> articles;  // indexes of receipts
  std::string items;                  // of the dead letter; "none" without one, "whole" without the header
  std::vector<std::string> reasons;
};

Read Process(std::string_view value, std::optional<std::string> items, std::string_view mapping = "auto") {
  static DocumentPath& path = *[] {
    Diagnostics diagnostics;
    return new DocumentPath(LoadBuiltinFeeds({}, &diagnostics), LoadBuiltinLexicon(&diagnostics), nullptr,
                            std::make_shared<const Encoder>(EncodeOptions()), {}, {});
  }();
  RawMessage message;
  message.origin = {"news", 0, 7, -1};
  message.value = value;
  if (items) message.headers.push_back({"demarche-items", items});
  Read read;
  DocumentListener listener;
  listener.article = [&](const RawMessage&, const ArticleReading& reading) {
    read.articles.push_back(std::to_string(reading.article.index));
  };
  const WorkResult result = path.Process(message, mapping, CancelToken(), &listener);
  read.items = "none";
  for (const OutputRecord& record : result.records) {
    if (record.kind != OutputKind::kDeadLetter) continue;
    read.items = "whole";
    for (const Header& header : record.headers) {
      if (header.name == "demarche-items") read.items = *header.value;
    }
  }
  for (const Failure& failure : result.failures) read.reasons.emplace_back(ToString(failure.reason));
  return read;
}

TEST(Replay, WithoutTheHeaderAllItemsAreRead) {
  const Read read = Process(kFeed, std::nullopt);
  EXPECT_THAT(read.articles, ElementsAre("0", "2"));
  EXPECT_EQ(read.items, "1,3-4");
}

TEST(Replay, OnlyTheNamedItemsAreRead) {
  EXPECT_THAT(Process(kFeed, "2").articles, ElementsAre("2"));
  EXPECT_EQ(Process(kFeed, "2").items, "none");
  const Read bad = Process(kFeed, "1,3");
  EXPECT_THAT(bad.articles, IsEmpty());
  EXPECT_EQ(bad.items, "1,3");
  const Read both = Process(kFeed, "0,4");
  EXPECT_THAT(both.articles, ElementsAre("0"));
  EXPECT_EQ(both.items, "4");
}

TEST(Replay, AnItemThatIsNotFoundAnyMoreIsToldOf) {
  const Read read = Process(kFeed, "2,8-9");
  EXPECT_THAT(read.articles, ElementsAre("2"));
  EXPECT_EQ(read.items, "8-9");
  EXPECT_THAT(read.reasons, ElementsAre("wrong_type", "wrong_type"));
}

TEST(Replay, AMessageThatFailsAsAWholeStandsForTheSameItemsAgain) {
  const Read read = Process(kFeed, "1,3", "no-such-mapping");
  EXPECT_EQ(read.items, "1,3");
  EXPECT_THAT(read.reasons, ElementsAre("unknown_format"));
}

TEST(Replay, AHeaderThatCannotBeOursIsNotHeeded) {
  EXPECT_THAT(Process(kFeed, "5000").articles, ElementsAre("0", "2"));
  EXPECT_THAT(Process(kFeed, "all").articles, ElementsAre("0", "2"));
}

}  // namespace
}  // namespace demarche
