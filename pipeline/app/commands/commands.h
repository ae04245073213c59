// The subcommands. Each takes its parsed arguments, does its work, writes errors to standard error and gives the exit
// status that main.cc documents.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace demarche {

struct RunArguments {
  std::string config;
};
int RunCommand(const RunArguments& args);

// Which articles of a file are read, and with what.
struct ReadArguments {
  std::string feed = "auto";
  std::string file = "-";
  std::vector<std::string> mappings;
  std::string lexicon;
  std::string reader = "fast";
};

struct ExtractArguments : ReadArguments {
  int workers = 1;
  std::string time_limit = "2s";
};
int ExtractCommand(const ExtractArguments& args);

struct ExplainArguments : ReadArguments {
  int article = 1;  // from 1
  bool html = false;
};
int ExplainCommand(const ExplainArguments& args);

struct ProduceArguments {
  std::string file;
  std::string topic;
  std::string bootstrap;
  std::string config;
  double rate = 0;
  int repeat = 1;
};
int ProduceCommand(const ProduceArguments& args);

struct ReplayArguments {
  std::string config;
  std::vector<std::string> stages, reasons, topics, ids;
  std::string since, until;
  int max_attempts = 3;
  int64_t limit = 0;     // 0: all
  bool dry_run = false;  // as without `send`
  bool send = false;
};
int ReplayCommand(const ReplayArguments& args);

struct LintArguments {
  std::vector<std::string> files;
};
int LintCommand(const LintArguments& args);

struct DemoArguments {
  std::string file;
  std::string feed = "auto";
  std::string bootstrap;
  bool keep = false;
  int port = 0;
};
int DemoCommand(const DemoArguments& args);

}  // namespace demarche
