// `demarche explain`: see main.cc for its manual. Reads the file's records one by one until the article that is asked
// for.
#include <cstdio>
#include <optional>
#include <string>

#include "connectors/file/record_reader.h"
#include "pipeline/app/assembly.h"
#include "pipeline/app/commands/commands.h"
#include "pipeline/app/commands/read_arguments.h"
#include "pipeline/app/explain/explain_html.h"
#include "pipeline/app/explain/explain_text.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

int Fail(std::string_view message) {
  fmt::print(stderr, "demarche: {}\n", message);
  return 1;
}

}  // namespace

int ExplainCommand(const ExplainArguments& args) {
  Diagnostics diagnostics;
  const Assembly assembly = AssembleFor(args, &diagnostics);
  for (const Diagnostic& d : diagnostics) fmt::print(stderr, "{}\n", d.ToString());
  if (HasErrors(diagnostics)) return 2;

  auto records = file::RecordReader::Open(args.file);
  if (!records.ok()) return Fail(Message(records.status()));
  const std::unique_ptr<DocumentPath> path = assembly.NewDocumentPath();
  const CancelToken cancel;
  std::optional<Explanation> found;
  std::string rejected;
  int seen = 0;
  DocumentListener listener;
  listener.article = [&](const RawMessage&, const ArticleReading& article) {
    if (++seen == args.article) found = Explain(article, *assembly.lexicon);
  };
  listener.rejected = [&](const RawMessage&, const RejectedItem& item) { rejected = item.failure.message; };
  while (!found) {
    absl::StatusOr<std::optional<std::string_view>> record = (*records)->Next();
    if (!record.ok()) return Fail(Message(record.status()));
    if (!*record) break;
    RawMessage message;
    message.origin.topic = args.file;
    message.value = **record;
    path->Read(message, args.feed, cancel, listener);
  }
  if (!found) {
    const std::string why = rejected.empty() ? "" : fmt::format("; a record could not be read: {}", rejected);
    return Fail(fmt::format("{} has {} articles, there is no article {}{}", args.file, seen, args.article, why));
  }
  const std::string out = args.html ? ExplainAsHtml(*found) : ExplainAsText(*found);
  const bool written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() && std::fflush(stdout) == 0;
  return written ? 0 : Fail("standard output was closed");
}

}  // namespace demarche
