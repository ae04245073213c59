// What librdkafka itself knows of its properties: their names, and whether consumers, producers or both take them.
// Read once from rd_kafka_conf_properties_show(), so that it is right for whichever version is linked. Immutable after
// construction; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace demarche::kafka {

enum class Side { kConsumer, kProducer };

class PropertyCatalog {
 public:
  static const PropertyCatalog& Get();

  bool Known(std::string_view name) const { return Find(name) != nullptr; }
  // Whether a client of this side takes the property. Unknown names: true, so that librdkafka itself refuses them.
  bool AppliesTo(std::string_view name, Side side) const;
  std::vector<std::string> Names() const;

 private:
  struct Property {
    std::string name;
    bool consumer = false;
    bool producer = false;
  };
  PropertyCatalog();
  const Property* Find(std::string_view name) const;
  std::vector<Property> properties_;  // sorted by name
};

}  // namespace demarche::kafka
