// demarche: the command line. Each subcommand is a function in commands/; this file only says what they are called and
// what they take. Exit status: 0 done, 1 it failed (the reason is on standard error), 2 the command line or a file that
// a person wrote is wrong.
#include <CLI/CLI.hpp>

#include "pipeline/app/commands/commands.h"
#include "pipeline/app/version.h"

namespace demarche {
namespace {

void AddRun(CLI::App& app, int* status) {
  auto args = std::make_shared<RunArguments>();
  CLI::App* command =
      app.add_subcommand("run", "Read feeds from Kafka, publish statements, relations, receipts and dead letters");
  command->footer(R"(
DESCRIPTION
  Reads the topics that the configuration names, finds statements and country relations in every article and publishes them,
  together with the source offsets, in Kafka transactions: every record read ends exactly once in a receipt or a dead letter.
  Serves /metrics, /healthz, /readyz and a live view at / (http.address and http.port of the configuration).

SIGNALS
  SIGTERM, SIGINT   stop reading, finish what is in flight, commit, leave the group. A second one ends the program at once;
                    nothing is lost, since what was not committed is read again.

EXIT STATUS
  0  stopped by a signal, or the input file has ended
  1  it could not go on: the last line of the log says why and what to change
  2  the configuration is wrong: every mistake is listed with its line
  3  another process has taken its place (the same sink.transactional_id or source.instance_id): what it had in flight is
     not committed, and the other one does it. Do not restart it (systemd: RestartPreventExitStatus=2 3)

EXAMPLES
  demarche run --config /etc/demarche/demarche.yaml
  BROKER=kafka:9092 demarche run --config deploy/demarche.yaml

FILES
  deploy/reference.yaml of the source shows every key with its default.)");
  command->add_option("-c,--config", args->config, "Configuration file (YAML)")->required()->type_name("FILE");
  command->callback([args, status] { *status = RunCommand(*args); });
}

// What commands that read a file of articles have in common.
void AddReadOptions(CLI::App* command, ReadArguments* args) {
  command->add_option("-f,--feed", args->feed, "Feed mapping: a built-in name, a name from --mapping, or auto")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_option("file", args->file, "Input file; - for standard input")->capture_default_str()->type_name("FILE");
  command->add_option("-m,--mapping", args->mappings, "Feed mapping file of your own (repeatable)")->type_name("FILE");
  command->add_option("--lexicon", args->lexicon, "Directory of lexicon tables instead of the built-in ones")
      ->type_name("DIR");
  command->add_option("--reader", args->reader, "What reads English: fast or careful (networks), or rules alone")
      ->capture_default_str()
      ->check(CLI::IsMember({"fast", "careful", "rules"}));
}

void AddExtract(CLI::App& app, int* status) {
  auto args = std::make_shared<ExtractArguments>();
  CLI::App* command =
      app.add_subcommand("extract", "The same way without Kafka: records from a file, one JSON line for each article");
  command->footer(R"(
DESCRIPTION
  Reads records from FILE (NDJSON, or one JSON value; .gz and .zst too; - or nothing for standard input) and writes one JSON
  line for each article, in input order: {"id", "statements": [...], "relations": [...]}. A record or article that cannot be
  read gives one line with "error": {"stage", "reason", "message"}. Spans are half-open, in Unicode code points of the text
  as delivered.

EXIT STATUS
  0  all records were handled, also if some of them could not be read
  1  the input itself could not be read, or the output not written
  2  the command line, a mapping or a lexicon table is wrong

EXAMPLES
  demarche extract --feed plain article.ndjson
  echo '{"id":"1","text":"\"We will not wait,\" Orlov said."}' | demarche extract --feed plain
  demarche extract --mapping my-feed.yaml --feed my-feed feed.ndjson.gz)");
  AddReadOptions(command, args.get());
  command->add_option("-j,--workers", args->workers, "Threads; 0 = one for each core")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024));
  command->add_option("--time-limit", args->time_limit, "Longest time for one record")
      ->capture_default_str()
      ->type_name("DURATION");
  command->callback([args, status] { *status = ExtractCommand(*args); });
}

void AddExplain(CLI::App& app, int* status) {
  auto args = std::make_shared<ExplainArguments>();
  CLI::App* command = app.add_subcommand("explain", "Show one article with everything that was decided, and why");
  command->footer(R"(
DESCRIPTION
  Reads records from FILE as extract does, and shows one article: statements with the rule that found them, relations, the
  actors with the chain from each mention to a country, what the network read, every pair of countries with the features that
  weighed, quotation regions and sentences. Text on standard output, or with --html one page that needs nothing else.

EXIT STATUS
  0  the article was shown
  1  the input could not be read, or has no such article
  2  the command line, a mapping or a lexicon table is wrong

EXAMPLES
  demarche explain --feed plain article.ndjson
  demarche explain --feed plain --article 3 --reader careful --html articles.ndjson > article.html)");
  AddReadOptions(command, args.get());
  command->add_option("-a,--article", args->article, "Which article of the file, from 1")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command->add_flag("--html", args->html, "A page instead of text");
  command->callback([args, status] { *status = ExplainCommand(*args); });
}

void AddProduce(CLI::App& app, int* status) {
  auto args = std::make_shared<ProduceArguments>();
  CLI::App* command = app.add_subcommand("produce", "Put a file's records on a topic");
  command->footer(R"(
DESCRIPTION
  Sends every record of FILE (NDJSON, or one JSON value; .gz and .zst too) to the topic, in order, acknowledged by all
  replicas, and says how many were delivered. The record's bytes are sent untouched.

EXIT STATUS
  0  every record was delivered
  1  the file could not be read, or a record not be delivered
  2  the command line is wrong

EXAMPLES
  demarche produce feed.ndjson --topic news.raw --bootstrap localhost:9092
  demarche produce feed.ndjson --topic news.raw --config demarche.yaml)");
  command->add_option("file", args->file, "Input file; - for standard input")->required()->type_name("FILE");
  command->add_option("-t,--topic", args->topic, "Topic to send to")->required()->type_name("TOPIC");
  auto* bootstrap =
      command->add_option("-b,--bootstrap", args->bootstrap, "Broker to start from")->type_name("HOST:PORT");
  command->add_option("-c,--config", args->config, "Take the kafka section of this configuration")
      ->type_name("FILE")
      ->excludes(bootstrap);
  command->add_option("--rate", args->rate, "Records a second at most; 0 = as fast as possible")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command->add_option("--repeat", args->repeat, "Send the file so many times")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000000));
  command->callback([args, status] { *status = ProduceCommand(*args); });
}

void AddReplay(CLI::App& app, int* status) {
  auto args = std::make_shared<ReplayArguments>();
  CLI::App* command =
      app.add_subcommand("replay", "List dead letters, and send them back to the topics they came from");
  command->footer(R"(
DESCRIPTION
  Reads the topic of dead letters that the configuration names, to its end as it is now, and prints a line for each one that
  the filters select and that was not sent back before. With --send it sends them back: the original record, to the topic and
  partition it came from, where `demarche run` reads it as any other. Of an envelope only the items that had failed are read
  again. What is sent and the mark that it was sent are one Kafka transaction: nothing is sent back twice, also if this
  command is killed and started again. Marks are the committed offsets of the group GROUP.replay.
  A record that fails again becomes a dead letter again and counts its attempts; after --max-attempts it stays where it is.
  Cut values, tombstones and topics that source.topics does not have are listed and not sent.

EXIT STATUS
  0  all that was selected was listed, or sent
  1  the broker refused or did not answer; run it again, it goes on where it stopped
  2  the command line or the configuration is wrong

EXAMPLES
  demarche replay --config demarche.yaml
  demarche replay --config demarche.yaml --reason too_large --since 24h
  demarche replay --config demarche.yaml --id news.raw/3/1742 --send)");
  command->add_option("-c,--config", args->config, "Configuration file (YAML) of the program")
      ->required()
      ->type_name("FILE");
  command->add_option("--reason", args->reasons, "Only this reason (repeatable)")->type_name("REASON");
  command->add_option("--stage", args->stages, "Only this stage (repeatable)")->type_name("STAGE");
  command->add_option("--topic", args->topics, "Only from this source topic (repeatable)")->type_name("TOPIC");
  command->add_option("--id", args->ids, "Only the record with this key, or from TOPIC/PARTITION/OFFSET (repeatable)")
      ->type_name("ID");
  command->add_option("--since", args->since, "Only dead letters that are younger: 2h, or 2026-01-31T12:00:00Z")
      ->type_name("WHEN");
  command->add_option("--until", args->until, "Only dead letters that are older")->type_name("WHEN");
  command->add_option("--max-attempts", args->max_attempts, "Leave records that have failed so often where they are")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_option("--limit", args->limit, "No more than so many; 0 = all")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  auto* send = command->add_flag("--send", args->send, "Send them back");
  command->add_flag("--dry-run", args->dry_run, "Only list them (the default)")->excludes(send);
  command->callback([args, status] { *status = ReplayCommand(*args); });
}

void AddLint(CLI::App& app, int* status) {
  auto args = std::make_shared<LintArguments>();
  CLI::App* command = app.add_subcommand("lint", "Say what is wrong in a configuration, feed mapping or lexicon table");
  command->footer(R"(
DESCRIPTION
  Checks files that people write, and prints FILE:LINE:COLUMN, what is wrong and what to write instead. What a file is, is
  known by its content: a feed mapping has name and fields, a configuration has source, a lexicon table ends in .tsv.
  A configuration's own mapping files and lexicon directory are checked with it.

EXIT STATUS
  0  nothing is wrong
  1  a file cannot be read
  2  mistakes were found

EXAMPLES
  demarche lint deploy/demarche.yaml
  demarche lint schemas/feeds/newsapi.yaml schemas/lexicon/countries.tsv)");
  command->add_option("files", args->files, "Files to check")->required()->type_name("FILE...");
  command->callback([args, status] { *status = LintCommand(*args); });
}

void AddDemo(CLI::App& app, int* status) {
  auto args = std::make_shared<DemoArguments>();
  CLI::App* command =
      app.add_subcommand("demo", "Replay a feed file through a broker and show what is found (deploy/demo calls this)");
  command->footer(R"(
DESCRIPTION
  Starts an embedded broker (librdkafka's mock cluster; or uses --bootstrap), creates the topics, puts the file's records on
  one of them, runs the whole program on it and prints a line for each result as it is found, then a summary.

EXIT STATUS
  0  every record of the file ended in a receipt or a dead letter
  1  it did not, or something could not be started

EXAMPLES
  demarche demo --file deploy/demo-feed.ndjson
  demarche demo --file feed.ndjson --bootstrap localhost:9092 --keep)");
  command->add_option("--file", args->file, "Feed file to replay")->required()->type_name("FILE");
  command->add_option("--feed", args->feed, "Feed mapping of the file, or auto")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_option("-b,--bootstrap", args->bootstrap, "A real broker instead of the embedded one")
      ->type_name("HOST:PORT");
  command->add_flag("--keep", args->keep, "Leave everything running until Ctrl-C");
  command->add_option("--port", args->port, "Port of metrics and live view; 0 = any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command->callback([args, status] { *status = DemoCommand(*args); });
}

int Main(int argc, char** argv) {
  CLI::App app("demarche: raw news feeds in, who said what and what one country does to another out, exactly once.",
               "demarche");
  app.set_version_flag("--version", std::string(kProgramName) + " " + std::string(kVersion));
  app.require_subcommand(1);
  app.footer("\n`demarche COMMAND --help` explains each command, with examples.");
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return std::string("demarche: ") + error.what() + "\nTry `" +
           (failed->get_parent() == nullptr ? "demarche" : "demarche " + failed->get_name()) + " --help`.\n";
  });
  int status = 0;
  AddRun(app, &status);
  AddExtract(app, &status);
  AddExplain(app, &status);
  AddProduce(app, &status);
  AddReplay(app, &status);
  AddLint(app, &status);
  AddDemo(app, &status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return status;
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) { return demarche::Main(argc, argv); }
