// Measures the segmenter on ../shared: words and sentences of UD treebanks from raw text, and quotation regions against
// the direct statements of PolNeAR. Prints the numbers; asserts floors a little under what was measured when they were
// last raised. Skipped where ../shared is absent.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/segment/segmenter.h"
#include "tests/unit/segment/sample_text.h"

namespace demarche {
namespace {

namespace fs = std::filesystem;
using Range = std::pair<uint32_t, uint32_t>;

fs::path Shared() { return fs::path(DEMARCHE_SOURCE_DIR) / "../shared"; }

struct Gold {
  std::string utf8;
  std::set<Range> words;
  std::set<Range> sentences;
};

// Reads CoNLL-U back into raw text, one paragraph a line, with the byte ranges of its words and sentences. The parts of
// a multi-word token take their own letters of it.
class ConlluReader {
 public:
  std::vector<Gold> Read(const fs::path& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("# newdoc")) EndDocument();
      if (line.starts_with("# newpar")) EndParagraph();
      if (line.empty()) EndSentence();
      if (!line.empty() && line[0] != '#') Row(line);
    }
    EndDocument();
    return std::move(documents_);
  }

 private:
  void Row(const std::string& line) {
    std::vector<std::string> columns;
    for (size_t at = 0; at <= line.size();) {
      const size_t end = std::min(line.find('\t', at), line.size());
      columns.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    const std::string& id = columns[0];
    if (id.find('.') != std::string::npos) return;
    const bool glued = columns[9].find("SpaceAfter=No") != std::string::npos;
    if (const size_t dash = id.find('-'); dash != std::string::npos) {
      last_part_ = std::stoi(id.substr(dash + 1));
      surface_end_ = At() + static_cast<uint32_t>(columns[1].size());
      part_at_ = At();
      gold_.utf8 += columns[1] + (glued ? "" : " ");
      return;
    }
    const auto length = static_cast<uint32_t>(columns[1].size());
    if (std::stoi(id) <= last_part_) {
      const uint32_t end = std::stoi(id) == last_part_ ? surface_end_ : part_at_ + length;
      gold_.words.insert({part_at_, end});
      part_at_ = end;
      return;
    }
    gold_.words.insert({At(), At() + length});
    gold_.utf8 += columns[1] + (glued ? "" : " ");
  }
  uint32_t At() const { return static_cast<uint32_t>(gold_.utf8.size()); }
  void EndSentence() {
    uint32_t end = At();
    while (end > sentence_begin_ && gold_.utf8[end - 1] == ' ') --end;
    if (end > sentence_begin_) gold_.sentences.insert({sentence_begin_, end});
    sentence_begin_ = At();
    last_part_ = 0;
  }
  void EndParagraph() {
    if (gold_.utf8.empty()) return;
    if (gold_.utf8.back() == ' ') gold_.utf8.back() = '\n';
    if (gold_.utf8.back() != '\n') gold_.utf8 += '\n';
    sentence_begin_ = At();
  }
  void EndDocument() {
    if (!gold_.utf8.empty()) documents_.push_back(std::move(gold_));
    gold_ = Gold();
    sentence_begin_ = 0;
  }

  std::vector<Gold> documents_;
  Gold gold_;
  uint32_t sentence_begin_ = 0;
  int last_part_ = 0;
  uint32_t surface_end_ = 0;
  uint32_t part_at_ = 0;
};

struct Count {
  size_t right = 0, gold = 0, found = 0;
  void Add(const std::set<Range>& want, const std::set<Range>& have) {
    gold += want.size();
    found += have.size();
    for (const Range& range : have) right += want.count(range);
  }
  double f() const { return 200.0 * static_cast<double>(right) / static_cast<double>(gold + found); }
};

struct Floor {
  const char* file;
  double words;
  double sentences;
};

class Treebank : public ::testing::TestWithParam<Floor> {};

TEST_P(Treebank, WordsAndSentences) {
  const fs::path path = Shared() / "ud" / GetParam().file;
  if (!fs::exists(path)) GTEST_SKIP() << path << " is absent";
  Count words;
  Count sentences;
  for (const Gold& gold : ConlluReader().Read(path)) {
    const CancelToken cancel;
    const auto segments = Segment(SampleText(gold.utf8), cancel);
    ASSERT_TRUE(segments.ok());
    std::set<Range> found;
    for (const Token& token : segments->tokens) found.insert({token.span.begin, token.span.end});
    words.Add(gold.words, found);
    found.clear();
    for (const Sentence& sentence : segments->sentences) found.insert({sentence.span.begin, sentence.span.end});
    sentences.Add(gold.sentences, found);
  }
  std::printf("%s: words F %.2f, sentences F %.2f\n", GetParam().file, words.f(), sentences.f());
  EXPECT_GE(words.f(), GetParam().words);
  EXPECT_GE(sentences.f(), GetParam().sentences);
}

INSTANTIATE_TEST_SUITE_P(Ud, Treebank,
                         ::testing::Values(Floor{"en_ewt-ud-dev.conllu", 98.7, 82.5},
                                           Floor{"en_ewt-ud-test.conllu", 98.8, 81.5},
                                           Floor{"en_pud-ud-test.conllu", 99.8, 99.0},
                                           Floor{"en_gum-ud-test.conllu", 99.4, 94.0}));

// Marks, white space and the punctuation that coders include or not.
Range Trimmed(std::string_view text, Range range) {
  const auto outside = [&](uint32_t at) {
    const auto c = static_cast<unsigned char>(text[at]);
    return c < '0' || (c > '9' && c < 'A') || c == 0xE2 || c == 0xC2 || (c >= 0x80 && c < 0xC0);
  };
  while (range.first < range.second && outside(range.first)) ++range.first;
  while (range.first < range.second && outside(range.second - 1)) --range.second;
  return range;
}

TEST(Quotations, DirectStatementsOfPolnear) {
  const fs::path path = Shared() / "eval/statements/polnear_dev.jsonl";
  if (!fs::exists(path)) GTEST_SKIP() << path << " is absent";
  int spans = 0;
  int whole = 0;
  int inside = 0;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto item = nlohmann::json::parse(line);
    const std::string text = item["text"];
    std::vector<uint32_t> byte_of;  // code point -> byte
    for (uint32_t at = 0; at < text.size(); at += DecodeUtf8(text, at).length) byte_of.push_back(at);
    byte_of.push_back(static_cast<uint32_t>(text.size()));
    const CancelToken cancel;
    const auto segments = Segment(SampleText(text), cancel);
    ASSERT_TRUE(segments.ok());
    std::vector<Range> regions;
    for (const QuoteRegion& region : segments->quotes) {
      regions.push_back(Trimmed(text, {region.inner.begin, region.inner.end}));
    }
    for (const auto& statement : item["statements"]) {
      if (statement["type"] != "direct") continue;
      for (const auto& span : statement["content_spans"]) {
        const Range content = Trimmed(text, {byte_of[span[0]], byte_of[span[1]]});
        ++spans;
        whole += std::count(regions.begin(), regions.end(), content) > 0;
        inside += std::all_of(segments->tokens.begin(), segments->tokens.end(), [&](const Token& token) {
          const bool in_content = token.span.begin >= content.first && token.span.end <= content.second;
          return !in_content || !token.has(Token::kWord) || token.has(Token::kInsideQuote);
        });
      }
    }
  }
  std::printf("polnear_dev: %d direct spans, %.1f %% are a whole region, %.1f %% have all words inside regions\n",
              spans, 100.0 * whole / spans, 100.0 * inside / spans);
  EXPECT_GE(100.0 * whole / spans, 92.5);
  EXPECT_GE(100.0 * inside / spans, 99.0);
}

}  // namespace
}  // namespace demarche
