// That the generation is read rightly from the linked librdkafka's serialised form.
#include "connectors/kafka/group_metadata.h"

#include <gtest/gtest.h>

namespace demarche::kafka {
namespace {

TEST(IsMember, KnowsByTheGeneration) {
  const GroupMetadataPtr member(rd_kafka_consumer_group_metadata_new_with_genid("group", 7, "member-1", nullptr));
  const GroupMetadataPtr fixed(rd_kafka_consumer_group_metadata_new_with_genid("group", 0, "member-1", "instance"));
  const GroupMetadataPtr lost(rd_kafka_consumer_group_metadata_new_with_genid("group", -1, "", nullptr));
  EXPECT_TRUE(IsMember(member.get()));
  EXPECT_TRUE(IsMember(fixed.get()));
  EXPECT_FALSE(IsMember(lost.get()));
}

}  // namespace
}  // namespace demarche::kafka
