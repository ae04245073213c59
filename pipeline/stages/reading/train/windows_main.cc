// reading_windows < ITEMS.jsonl > WINDOWS.jsonl: what the reader sees of each item {"id", "text"}, for its trainer: one
// line an item, {"id", "windows": [{"pieces", "first", "features", "tokens", "sentence", "actors"}]}. `tokens` are code
// points of the text, `actors` [token, end token, country] the mentions that the relations stage takes for countries.
// The tables are those built in. One thread; a line that is no item ends it with a message.
#include <iostream>
#include <optional>
#include <string>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/stages/entities/entity_finder.h"
#include "pipeline/stages/reading/train/item.h"
#include "pipeline/stages/reading/windows.h"
#include "pipeline/stages/relations/actors.h"
#include "pipeline/stages/statements/statement_finder.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

using Json = nlohmann::json;
using train::OrDie;

class WindowWriter {
 public:
  explicit WindowWriter(std::shared_ptr<const Lexicon> lexicon)
      : entity_finder_(lexicon),
        statement_finder_(lexicon),
        pieces_(OrDie(WordPieces::Create(BuiltinBytes("reading/vocabulary.txt"), BuiltinBytes("reading/fold.tsv")))) {}

  Json Write(const Json& item) const {
    const CancelToken cancel;
    const train::Item read = train::ReadItem(normalizer_, item);
    const Text& text = read.text;
    const Segments& segments = read.segments;
    const Entities entities = OrDie(entity_finder_.Find(text, segments, std::nullopt, cancel));
    const std::vector<Statement> statements =
        OrDie(statement_finder_.Find(text, segments, entities, Reading(), cancel));
    ActorFinder actor_finder(text, segments, entities, statements);
    Json actors = Json::array();
    std::vector<uint32_t> sentence_of(segments.tokens.size());
    for (uint32_t s = 0; s < segments.sentences.size(); ++s) {
      const Sentence& sentence = segments.sentences[s];
      for (uint32_t t = sentence.token_begin; t < sentence.token_end; ++t) sentence_of[t] = s;
      for (const Actor& actor : actor_finder.Next(s)) {
        actors.push_back({sentence.token_begin + actor.begin, sentence.token_begin + actor.end, actor.country.view()});
      }
    }
    Json windows = Json::array();
    for (const Window& window : MakeWindows(text, segments, pieces_)) {
      Json features = Json::array(), tokens = Json::array(), sentences = Json::array(), inside = Json::array();
      for (uint32_t t = window.token_begin; t < window.token_end; ++t) {
        const TokenFeatures& f = window.features[t - window.token_begin];
        features.push_back({f.shape, f.in_quote, f.title, f.paragraph_start});
        const Span span = text.ToDelivered(segments.tokens[t].span);
        tokens.push_back({span.begin, span.end});
        sentences.push_back(sentence_of[t]);
      }
      for (const Json& actor : actors) {
        const uint32_t begin = actor[0].get<uint32_t>();
        if (window.token_begin <= begin && begin < window.token_end)
          inside.push_back({begin - window.token_begin, actor[1].get<uint32_t>() - window.token_begin, actor[2]});
      }
      windows.push_back({{"pieces", window.pieces},
                         {"first", window.first},
                         {"features", features},
                         {"tokens", tokens},
                         {"sentence", sentences},
                         {"actors", inside}});
    }
    return {{"id", read.id}, {"windows", windows}};
  }

 private:
  Normalizer normalizer_;
  EntityFinder entity_finder_;
  StatementFinder statement_finder_;
  WordPieces pieces_;
};

}  // namespace
}  // namespace demarche

int main() {
  using namespace demarche;
  std::vector<Diagnostic> diagnostics;
  const WindowWriter writer(LoadBuiltinLexicon(&diagnostics));
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << writer.Write(Json::parse(line)).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
}
