// YamlReader: what a person gets told about a file with mistakes.
#include "pipeline/app/yaml_reader.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Lines(const Diagnostics& diagnostics) {
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics) out.push_back(d.ToString());
  return out;
}

TEST(YamlReader, ReadsTypedValues) {
  Diagnostics d;
  YamlMap root =
      YamlDocument::Parse("a: x\nn: 3\nd: 100ms\ns: 2MiB\nl: [p, q]\none: p\nb: true\n", "f", &d).root().AsMap();
  EXPECT_EQ(root.String("a"), "x");
  EXPECT_EQ(root.Int("n", 0), 3);
  EXPECT_EQ(root.Duration("d", absl::ZeroDuration()), absl::Milliseconds(100));
  EXPECT_EQ(root.Bytes("s", 0), 2 << 20);
  EXPECT_THAT(root.Strings("l"), ElementsAre("p", "q"));
  EXPECT_THAT(root.Strings("one"), ElementsAre("p"));
  EXPECT_TRUE(root.Bool("b", false));
  EXPECT_EQ(root.Int("absent", 7), 7);
  root.Done();
  EXPECT_THAT(Lines(d), ElementsAre());
}

TEST(YamlReader, SaysWhereAndWhatToWrite) {
  Diagnostics d;
  YamlMap root =
      YamlDocument::Parse("topic: x\nhttp:\n  prot: 1\n  address: 1\nsize: lots\n", "c.yaml", &d).root().AsMap();
  root.String("topic");
  root.Bytes("size", 0);
  YamlMap http = root.Map("http");
  http.Int("port", 0);
  http.String("address");
  http.Done();
  root.Done();
  EXPECT_THAT(
      Lines(d),
      ElementsAre("c.yaml:5:7: error: 'size' must be a size in bytes, not 'lots': write 1000000, 512KiB, 64MiB or 1GiB",
                  "c.yaml:3:3: error: unknown key 'http.prot': did you mean 'port'?"));
}

TEST(YamlReader, ReportsSyntaxErrorsAndKeysThatStandTwice) {
  Diagnostics d;
  YamlDocument::Parse("a: [1\nb: 2", "c.yaml", &d);
  ASSERT_EQ(d.size(), 1u);
  EXPECT_NE(d[0].message.find("not YAML"), std::string::npos);
  d.clear();
  YamlMap twice = YamlDocument::Parse("a: 1\na: 2\n", "c.yaml", &d).root().AsMap();
  twice.Int("a", 0);
  twice.Done();
  EXPECT_THAT(Lines(d), ElementsAre("c.yaml:2:1: error: key 'a' stands twice: keep one of them"));
}

TEST(YamlReader, ReplacesVariablesInsideValuesOnly) {
  Diagnostics d;
  const auto variables = [](std::string_view name) -> std::optional<std::string> {
    if (name == "HOST") return "h: [1";
    return std::nullopt;
  };
  YamlDocument doc =
      YamlDocument::Parse("a: x-${HOST}\nb: ${PORT:-9092}\nc: $$5\nd: ${NONE}\n", "c.yaml", &d, variables);
  YamlMap root = doc.root().AsMap();
  EXPECT_EQ(root.String("a"), "x-h: [1");
  EXPECT_EQ(root.Int("b", 0), 9092);
  EXPECT_EQ(root.String("c"), "$5");
  EXPECT_EQ(root.String("d"), "");
  EXPECT_THAT(Lines(d), ElementsAre("c.yaml:4:4: error: 'd' needs the environment variable NONE, which is not set: set "
                                    "it, or write ${NONE:-otherwise}"));
  EXPECT_THAT(doc.asked(), ElementsAre("a", "b", "c", "d"));
}

}  // namespace
}  // namespace demarche
