// The whole way of a document: any bytes as the value of a message. Every item of it comes out once, over receipts and
// the dead letter; nothing is an internal defect; what is found lies in its text.
#include "pipeline/stages/document_path.h"

#include <map>

#include "pipeline/app/feed_mapping_loader.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  static const auto feeds = [] {
    Diagnostics diagnostics;
    return LoadBuiltinFeeds({}, &diagnostics);
  }();
  static DocumentPath& path = *[] {
    Diagnostics diagnostics;
    auto lexicon = LoadBuiltinLexicon(&diagnostics);
    FUZZ_CHECK(!HasErrors(diagnostics));
    return new DocumentPath(feeds, std::move(lexicon), nullptr, std::make_shared<const Encoder>(EncodeOptions()), {},
                            {});
  }();
  std::string_view input = fuzz::AsText(data, size);
  const std::vector<std::string> names = feeds->names();
  const size_t choice = fuzz::TakeChoice(&input, names.size() + 1);
  const std::string_view mapping = choice == names.size() ? Decoder::kAuto : std::string_view(names[choice]);
  RawMessage message;
  message.origin = {"fuzz", 0, 7, -1};
  message.value = input;
  std::map<int32_t, int> seen;
  DocumentListener listener;
  listener.article = [&](const RawMessage&, const ArticleReading& reading) {
    ++seen[reading.article.index];
    const auto length = static_cast<uint32_t>(reading.text.utf8.size());
    for (const Statement& statement : reading.statements) {
      for (const Span& span : statement.content) FUZZ_CHECK(span.begin <= span.end && span.end <= length);
    }
    for (const Relation& relation : reading.relations) {
      FUZZ_CHECK(relation.evidence.begin <= relation.evidence.end && relation.evidence.end <= length);
    }
  };
  listener.rejected = [&](const RawMessage&, const RejectedItem& item) { ++seen[item.index]; };
  const CancelToken cancel;
  const WorkResult result = path.Process(message, mapping, cancel, &listener);
  size_t receipts = 0;
  size_t dead_letters = 0;
  for (const OutputRecord& record : result.records) {
    receipts += record.kind == OutputKind::kReceipt ? 1 : 0;
    dead_letters += record.kind == OutputKind::kDeadLetter ? 1 : 0;
  }
  for (const auto& [index, times] : seen) FUZZ_CHECK(times == 1);
  for (const Failure& failure : result.failures) FUZZ_CHECK(failure.reason != Reason::kInternal);
  FUZZ_CHECK(receipts + dead_letters > 0 && dead_letters <= 1);
  FUZZ_CHECK(receipts == result.articles.size() && (dead_letters == 1) == !result.failures.empty());
  return 0;
}
