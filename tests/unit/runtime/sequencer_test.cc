// Order per partition, whatever the order of completion; dropping and replacing.
#include "pipeline/runtime/sequencer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace demarche {
namespace {

ItemPtr Add(Sequencer* sequencer, int32_t partition, int64_t offset) {
  auto item = std::make_shared<Item>();
  item->message.origin = {"in", partition, offset, -1};
  item->partition = sequencer->Find("in", partition);
  item->bytes = 10;
  sequencer->Add(item);
  return item;
}

std::vector<int64_t> Take(Sequencer* sequencer, size_t max_bytes = 1'000'000, size_t max_messages = 1000) {
  std::vector<ItemPtr> items;
  sequencer->TakeReady(max_bytes, max_messages, &items);
  std::vector<int64_t> offsets;
  for (const ItemPtr& item : items) offsets.push_back(item->message.origin.offset);
  return offsets;
}

TEST(Sequencer, ReleasesInOrderWhateverFinishesFirst) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    Sequencer sequencer;
    std::vector<ItemPtr> items;
    for (int64_t i = 0; i < 20; ++i) items.push_back(Add(&sequencer, 0, i));
    std::shuffle(items.begin(), items.end(), random);
    std::vector<int64_t> taken;
    for (const ItemPtr& item : items) {
      EXPECT_TRUE(sequencer.Complete(item));
      for (const int64_t offset : Take(&sequencer)) taken.push_back(offset);
    }
    ASSERT_EQ(taken.size(), 20u);
    EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
    EXPECT_EQ(sequencer.Settle(), 200u);
    EXPECT_EQ(sequencer.publishing() + sequencer.waiting(), 0u);
  }
}

TEST(Sequencer, OnePartitionDoesNotWaitForAnother) {
  Sequencer sequencer;
  Add(&sequencer, 0, 0);
  const ItemPtr other = Add(&sequencer, 1, 7);
  sequencer.Complete(other);
  EXPECT_EQ(Take(&sequencer), std::vector<int64_t>{7});
}

TEST(Sequencer, KeepsToBothLimitsButGivesAtLeastOne) {
  Sequencer sequencer;
  for (int64_t i = 0; i < 10; ++i) {
    const ItemPtr item = Add(&sequencer, 0, i);
    item->result_bytes = 100;
    sequencer.Complete(item);
  }
  EXPECT_EQ(Take(&sequencer, 1).size(), 1u);
  EXPECT_EQ(Take(&sequencer, 250).size(), 3u);
  EXPECT_EQ(Take(&sequencer, 1000, 2).size(), 2u);
  EXPECT_EQ(Take(&sequencer).size(), 4u);
}

TEST(Sequencer, WhatIsDroppedIsNeverReleased) {
  Sequencer sequencer;
  const ItemPtr first = Add(&sequencer, 0, 0);
  const ItemPtr second = Add(&sequencer, 0, 1);
  sequencer.Complete(first);
  EXPECT_EQ(sequencer.Drop(first->partition), 20u);
  EXPECT_FALSE(sequencer.has_ready());
  EXPECT_FALSE(sequencer.Complete(second));
  EXPECT_TRUE(second->token.cancelled());
  const ItemPtr again = Add(&sequencer, 0, 0);
  EXPECT_FALSE(sequencer.Complete(first));
  EXPECT_TRUE(Take(&sequencer).empty());
  EXPECT_TRUE(sequencer.Complete(again));
  EXPECT_EQ(Take(&sequencer), std::vector<int64_t>{0});
}

TEST(Sequencer, DropsTheUnstartedTailOnly) {
  Sequencer sequencer;
  std::vector<ItemPtr> items;
  for (int64_t i = 0; i < 5; ++i) items.push_back(Add(&sequencer, 0, i));
  items[0]->started = items[1]->started = true;
  EXPECT_EQ(sequencer.DropUnstarted(items[0]->partition), 30u);
  EXPECT_EQ(sequencer.waiting(), 2u);
  EXPECT_TRUE(sequencer.Complete(items[1]));
  EXPECT_TRUE(sequencer.Complete(items[0]));
  EXPECT_EQ(Take(&sequencer), (std::vector<int64_t>{0, 1}));
}

TEST(Sequencer, ASubstituteTakesThePlace) {
  Sequencer sequencer;
  const ItemPtr stuck = Add(&sequencer, 0, 0);
  const ItemPtr next = Add(&sequencer, 0, 1);
  sequencer.Complete(next);
  auto substitute = std::make_shared<Item>();
  substitute->message.origin.offset = 100;
  EXPECT_TRUE(sequencer.Replace(stuck, substitute));
  EXPECT_FALSE(sequencer.Complete(stuck));
  EXPECT_TRUE(sequencer.Complete(substitute));
  EXPECT_EQ(Take(&sequencer), (std::vector<int64_t>{100, 1}));
}

}  // namespace
}  // namespace demarche
