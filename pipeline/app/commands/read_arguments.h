// What the commands that read a file of articles are assembled from. Plain function, the main thread.
#pragma once
#include "pipeline/app/assembly.h"
#include "pipeline/app/commands/commands.h"

namespace demarche {

// Mapping files, tables and feed names that are wrong are told in `diagnostics`; check HasErrors before use.
inline Assembly AssembleFor(const ReadArguments& args, Diagnostics* diagnostics) {
  Config::Reading reading;
  reading.feeds = args.mappings;
  reading.lexicon = args.lexicon;
  reading.reader = args.reader;
  Assembly assembly = Assemble(reading, diagnostics);
  CheckMapping(args.feed, *assembly.feeds, "--feed", 0, diagnostics);
  return assembly;
}

}  // namespace demarche
