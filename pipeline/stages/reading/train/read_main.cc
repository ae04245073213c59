// reading_dump WEIGHTS [KERNELS] < ITEMS.jsonl > READINGS.jsonl: what a trained reader says of each item {"id",
// "text"}, for the trainer's checks and for measuring it alone: one line an item, {"id", "tokens", "speech", "anchors",
// "pairs"}; token spans are code points of the text, `pairs` asks for the last tokens given in the item's "ask"
// [[begin, end, source, target]...], if it has one. One thread; errors end it with a message.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "pipeline/stages/reading/reader.h"
#include "pipeline/stages/reading/train/item.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

using Json = nlohmann::json;
using train::OrDie;

Json Dump(const Reader& reader, const Normalizer& normalizer, const Json& item) {
  const CancelToken cancel;
  const train::Item read = train::ReadItem(normalizer, item);
  const Text& text = read.text;
  const Segments& segments = read.segments;
  const Reading reading = OrDie(reader.Read(text, segments, cancel));
  Json tokens = Json::array(), anchors = Json::array(), pairs = Json::array();
  for (const Token& token : segments.tokens) {
    const Span span = text.ToDelivered(token.span);
    tokens.push_back({span.begin, span.end});
  }
  for (const SpeechAnchor& anchor : reading.anchors)
    anchors.push_back({{"token", anchor.token},
                       {"chance", anchor.chance},
                       {"cue", anchor.cue_chance},
                       {"first", anchor.first},
                       {"roles", anchor.roles}});
  for (const Json& ask : item.value("ask", Json::array())) {
    const TokenPair pair{ask[2].get<uint32_t>(), ask[3].get<uint32_t>()};
    const PairChances chances = reading.pairs->Ask(ask[0].get<uint32_t>(), ask[1].get<uint32_t>(), {&pair, 1})[0];
    pairs.push_back({{"type", chances.type}, {"modality", chances.modality}, {"trigger", chances.trigger}});
  }
  return {{"id", read.id}, {"tokens", tokens}, {"speech", reading.speech}, {"anchors", anchors}, {"pairs", pairs}};
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) {
  using namespace demarche;
  if (argc < 2) {
    fmt::print(stderr, "usage: reading_dump WEIGHTS [KERNELS] < ITEMS.jsonl > READINGS.jsonl\n");
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string weights{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const Kernels* kernels = AvailableKernels().front();
  for (const Kernels* set : AvailableKernels()) {
    if (argc > 2 && std::string(set->name) == argv[2]) kernels = set;
  }
  const auto reader = train::OrDie(
      Reader::Create(weights, BuiltinBytes("reading/vocabulary.txt"), BuiltinBytes("reading/fold.tsv"), *kernels));
  const Normalizer normalizer;
  std::string line;
  while (std::getline(std::cin, line))
    std::cout << Dump(*reader, normalizer, Json::parse(line)).dump(-1, ' ', false, Json::error_handler_t::replace)
              << '\n';
}
