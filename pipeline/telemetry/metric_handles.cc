// See metric_handles.h.
#include "pipeline/telemetry/metric_handles.h"

#include "pipeline/model/output_record.h"
#include "pipeline/model/reasons.h"

namespace demarche {
namespace {

constexpr size_t kOpenLabels = 65;  // 64 names and "other"

// The languages that CLD2 tells apart and that news wires use; a fixed list keeps the number of series fixed.
constexpr std::string_view kLanguages[] = {
    "unknown", "en", "fr", "de", "es", "ar", "zh", "ru", "pt", "it", "tr", "ja", "ko", "uk", "fa",   "hi", "id",
    "nl",      "pl", "he", "ur", "bn", "vi", "th", "sv", "no", "da", "fi", "cs", "sk", "hu", "ro",   "bg", "el",
    "sr",      "hr", "bs", "sl", "lt", "lv", "et", "ca", "gl", "eu", "sq", "mk", "hy", "ka", "az",   "kk", "uz",
    "ms",      "tl", "sw", "am", "ta", "te", "ml", "mr", "gu", "pa", "ne", "si", "my", "km", "af",   "ps", "ku",
    "so",      "ha", "yo", "ig", "zu", "ga", "is", "mt", "be", "mn", "tg", "ky", "tk", "lo", "other"};

// The words of an enumeration from its first to its last value, as ToString spells them.
template <typename Enum>
std::vector<std::string> Words(Enum first, Enum last) {
  std::vector<std::string> words;
  for (auto i = static_cast<uint8_t>(first); i <= static_cast<uint8_t>(last); ++i) {
    words.emplace_back(ToString(static_cast<Enum>(i)));
  }
  return words;
}

size_t CodeIndex(std::string_view code) {
  return static_cast<size_t>(code[0] - 'a') * 26 + static_cast<size_t>(code[1] - 'a');
}

}  // namespace

MetricHandles::MetricHandles(const std::vector<std::string>& topic_names, const std::vector<std::string>& feed_names)
    : topics(LabelSet::Open(topic_names, kOpenLabels)),
      feeds(LabelSet::Open(feed_names, kOpenLabels)),
      languages(LabelSet::Closed({std::begin(kLanguages), std::end(kLanguages)})),
      statuses(LabelSet::Closed(Words(ArticleStatus::kRead, ArticleStatus::kEmpty))),
      skip_reasons(LabelSet::Closed(Words(SkipReason::kUnsupportedLanguage, SkipReason::kDuplicate))),
      stages(LabelSet::Closed(Words(Stage::kSource, Stage::kSink))),
      worker_stages(LabelSet::Closed(Words(Stage::kDecode, Stage::kEncode))),
      reasons(LabelSet::Closed(Words(Reason::kTombstone, Reason::kEmbargoed))),
      kinds(LabelSet::Closed({"statement", "relation", "receipt", "dead_letter"})),
      operations(LabelSet::Closed(
          {"open", "poll", "rewind", "pause", "begin", "write", "commit", "abort", "recover", "other"})),
      sides(LabelSet::Closed({"source", "sink"})),
      rebalances(LabelSet::Closed({"assigned", "revoked", "lost"})) {
  constexpr auto kTouched = MetricCells::Expose::kTouched;
  records_read = cells.Counter("demarche_records_read_total", {topics.get()});
  read_bytes = cells.Counter("demarche_read_bytes_total", {topics.get()});
  documents = cells.Counter("demarche_documents_total");
  articles = cells.Counter("demarche_articles_total", {feeds.get(), statuses.get()});
  articles_skipped = cells.Counter("demarche_articles_skipped_total", {skip_reasons.get(), languages.get()}, kTouched);
  articles_by_language = cells.Counter("demarche_articles_by_language_total", {languages.get()}, kTouched);
  language_disagreements = cells.Counter("demarche_language_disagreements_total");
  statements = cells.Counter("demarche_statements_total", {languages.get()}, kTouched);
  relations = cells.Counter("demarche_relations_total", {languages.get()}, kTouched);
  dead_letters = cells.Counter("demarche_dead_letters_total", {stages.get(), reasons.get()}, kTouched);
  records_written = cells.Counter("demarche_records_written_total", {kinds.get()});
  written_bytes = cells.Counter("demarche_written_bytes_total");
  repairs = cells.Counter("demarche_repairs_total");
  byte_order_marks = cells.Counter("demarche_byte_order_marks_total");
  document_duration = cells.Histogram("demarche_document_duration_seconds");
  stage_duration = cells.Histogram("demarche_stage_duration_seconds", {worker_stages.get()});
  end_to_end = cells.Histogram("demarche_end_to_end_seconds");
  transaction_duration = cells.Histogram("demarche_transaction_duration_seconds");
  transactions_committed = cells.Counter("demarche_transactions_committed_total");
  transactions_aborted = cells.Counter("demarche_transactions_aborted_total");
  retries = cells.Counter("demarche_retries_total", {operations.get()});
  retry_delay = cells.Histogram("demarche_retry_delay_seconds");
  clients_reopened = cells.Counter("demarche_clients_reopened_total", {sides.get()});
  rebalances_seen = cells.Counter("demarche_rebalances_total", {rebalances.get()});
  time_limit = cells.Counter("demarche_time_limit_total");
  cells.Start();

  language_by_code_.assign(26 * 26, static_cast<uint8_t>(languages->capacity() - 1));
  for (size_t i = 0; i < languages->capacity(); ++i) {
    if (languages->name(i).size() == 2) language_by_code_[CodeIndex(languages->name(i))] = static_cast<uint8_t>(i);
  }
}

size_t MetricHandles::Language(std::string_view code) const {
  if (code.empty()) return 0;
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (code.size() != 2 || !letter(code[0]) || !letter(code[1])) return languages->capacity() - 1;
  return language_by_code_[CodeIndex(code)];
}

}  // namespace demarche
