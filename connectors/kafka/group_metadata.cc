// See group_metadata.h.
#include "connectors/kafka/group_metadata.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace demarche::kafka {

// The generation can be read from the serialised form only: "CGMDv2:", then 32 bits in host order (librdkafka 1.5 to
// 2.8 at least). A form that we do not know is taken for a member's: the broker checks it then.
bool IsMember(const rd_kafka_consumer_group_metadata_t* group) {
  constexpr std::string_view kMagic = "CGMDv2:";
  void* bytes = nullptr;
  size_t size = 0;
  if (const ErrorPtr error(rd_kafka_consumer_group_metadata_write(group, &bytes, &size)); error != nullptr)
    return false;
  const std::unique_ptr<void, Deleter<free>> owner(bytes);
  const std::string_view form(static_cast<const char*>(bytes), size);
  int32_t generation = 0;
  if (form.substr(0, kMagic.size()) != kMagic || size < kMagic.size() + sizeof(generation)) return true;
  std::memcpy(&generation, form.data() + kMagic.size(), sizeof(generation));
  return generation >= 0;
}

}  // namespace demarche::kafka
