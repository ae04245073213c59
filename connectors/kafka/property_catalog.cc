// See property_catalog.h.
#include "connectors/kafka/property_catalog.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "librdkafka/rdkafka.h"

namespace demarche::kafka {
namespace {

std::string_view Strip(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

std::string PrintedTable() {
  char* buffer = nullptr;
  size_t size = 0;
  FILE* out = open_memstream(&buffer, &size);
  if (out == nullptr) return "";
  rd_kafka_conf_properties_show(out);
  fclose(out);
  std::string table(buffer, size);
  free(buffer);
  return table;
}

}  // namespace

// Lines of the table are "name | C/P | range | default | ...", the second column being "C", "P" or "*".
PropertyCatalog::PropertyCatalog() {
  const std::string table = PrintedTable();
  for (std::string_view rest = table; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const size_t first = line.find('|');
    if (first == std::string_view::npos) continue;
    const std::string_view name = Strip(line.substr(0, first));
    const std::string_view side = Strip(line.substr(first + 1, line.find('|', first + 1) - first - 1));
    if (side != "*" && side != "C" && side != "P") continue;
    properties_.push_back({std::string(name), side != "P", side != "C"});
  }
  std::sort(properties_.begin(), properties_.end(),
            [](const Property& a, const Property& b) { return a.name < b.name; });
  // A name that is both a global and a topic property is listed twice: fold the two.
  std::vector<Property> folded;
  for (Property& p : properties_) {
    if (!folded.empty() && folded.back().name == p.name) {
      folded.back().consumer |= p.consumer;
      folded.back().producer |= p.producer;
    } else {
      folded.push_back(std::move(p));
    }
  }
  properties_ = std::move(folded);
}

const PropertyCatalog& PropertyCatalog::Get() {
  static const PropertyCatalog* const catalog = new PropertyCatalog();
  return *catalog;
}

const PropertyCatalog::Property* PropertyCatalog::Find(std::string_view name) const {
  auto at = std::lower_bound(properties_.begin(), properties_.end(), name,
                             [](const Property& p, std::string_view n) { return p.name < n; });
  return at != properties_.end() && at->name == name ? &*at : nullptr;
}

bool PropertyCatalog::AppliesTo(std::string_view name, Side side) const {
  const Property* p = Find(name);
  if (p == nullptr) return true;
  return side == Side::kConsumer ? p->consumer : p->producer;
}

std::vector<std::string> PropertyCatalog::Names() const {
  std::vector<std::string> names;
  names.reserve(properties_.size());
  for (const Property& p : properties_) names.push_back(p.name);
  return names;
}

}  // namespace demarche::kafka
