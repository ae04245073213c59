// `demarche extract`: see main.cc for its manual. The engine with a file as source and lines on standard output as
// sink: order, threads and the time limit are the same as in `run`.
#include <cstdio>
#include <memory>
#include <string>

#include "connectors/file/source.h"
#include "pipeline/app/assembly.h"
#include "pipeline/app/commands/commands.h"
#include "pipeline/app/commands/read_arguments.h"
#include "pipeline/app/signals.h"
#include "pipeline/base/str.h"
#include "pipeline/runtime/engine.h"

namespace demarche {
namespace {

// Writes the values of committed records to a stream. Thread: the publisher's.
class StreamSink final : public Sink {
 public:
  explicit StreamSink(std::FILE* out) : out_(out) {}
  absl::Status Open() override { return absl::OkStatus(); }
  absl::Status Begin() override { return absl::OkStatus(); }
  absl::Status Write(OutputRecord& record) override {
    if (record.value) pending_ += *record.value;
    return absl::OkStatus();
  }
  absl::Status Commit(absl::Span<const OffsetCommit>) override {
    const bool written =
        std::fwrite(pending_.data(), 1, pending_.size(), out_) == pending_.size() && std::fflush(out_) == 0;
    pending_.clear();
    return written ? absl::OkStatus() : absl::PermissionDeniedError("standard output was closed");
  }
  absl::Status Abort() override {
    pending_.clear();
    return absl::OkStatus();
  }
  void Close() override {}

 private:
  std::FILE* const out_;
  std::string pending_;
};

OutputRecord LineRecord(std::string line) {
  OutputRecord record;
  record.value = std::move(line);
  return record;
}

WorkerFactory LineWorkers(const Assembly& assembly, const std::string& feed) {
  return [assembly, feed] {
    auto path = std::shared_ptr<DocumentPath>(assembly.NewDocumentPath());
    return [path, encoder = assembly.encoder, feed](const RawMessage& message, const CancelToken& cancel) {
      std::string lines;
      DocumentListener listener;
      listener.article = [&](const RawMessage&, const ArticleReading& reading) {
        encoder->AppendExtractLine(ToEncodeInput(message, reading), &lines);
      };
      listener.rejected = [&](const RawMessage&, const RejectedItem& item) {
        AppendExtractError(message, item, &lines);
      };
      path->Read(message, feed, cancel, listener);
      WorkResult result;
      result.records.push_back(LineRecord(std::move(lines)));
      return result;
    };
  };
}

}  // namespace

int ExtractCommand(const ExtractArguments& args) {
  SignalWatcher signals;
  Diagnostics diagnostics;
  const Assembly assembly = AssembleFor(args, &diagnostics);
  EngineOptions options;
  options.workers = args.workers;
  if (!absl::ParseDuration(args.time_limit, &options.document_time_limit) ||
      options.document_time_limit <= absl::ZeroDuration()) {
    diagnostics.push_back({Diagnostic::Severity::kError, "--time-limit", 0, 0,
                           fmt::format("'{}' is no duration", args.time_limit), "write 500ms, 2s, 1m"});
  }
  for (const Diagnostic& d : diagnostics) fmt::print(stderr, "{}\n", d.ToString());
  if (HasErrors(diagnostics)) return 2;

  file::FileSource source({args.file});
  StreamSink sink(stdout);
  Observer nobody;
  Engine engine(
      options, source, sink, LineWorkers(assembly, args.feed),
      [](const RawMessage& message, const Failure& failure) {
        std::string line;
        AppendExtractError(message, {-1, failure}, &line);
        return LineRecord(std::move(line));
      },
      nobody);
  signals.Watch([&](int) { engine.Stop(); }, [&](int) { engine.StopNow(); });
  const absl::Status status = engine.Run();
  if (status.ok()) return 0;
  fmt::print(stderr, "demarche: {}\n", Message(status));
  return 1;
}

}  // namespace demarche
