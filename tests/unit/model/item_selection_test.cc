// ItemSelection: the list in a dead letter's header, both ways, and headers that are none of ours.
#include "pipeline/model/item_selection.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;

TEST(ItemSelection, IsWrittenAndReadBack) {
  const ItemSelection made({9, 0, 3, 7, 8, 3});
  EXPECT_EQ(made.ToString(), "0,3,7-9");
  const auto read = ItemSelection::Parse("0,3,7-9", 10);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->ToString(), "0,3,7-9");
  EXPECT_THAT(read->items(), ElementsAre(0, 3, 7, 8, 9));
  for (int32_t item = -1; item < 12; ++item) {
    EXPECT_EQ(read->contains(item), item == 0 || item == 3 || (item >= 7 && item <= 9)) << item;
  }
}

TEST(ItemSelection, WhatIsNoListOfThisMessageIsNotRead) {
  for (const char* text : {"", ",", "1,", ",1", "-1", "1-", "3-2", "2,2", "2,1", "1-3,3", "a", "1 ", "1.5", "10",
                           "5-10", "99999999999", "1--2"}) {
    EXPECT_FALSE(ItemSelection::Parse(text, 10).has_value()) << text;
  }
}

TEST(ItemSelection, IsTakenFromTheHeaderOfAMessage) {
  RawMessage message;
  message.value = "[1,2,3]";
  EXPECT_FALSE(ItemSelection::Of(message).has_value());
  message.headers.push_back({"demarche-items", "1"});
  EXPECT_EQ(ItemSelection::Of(message)->ToString(), "1");
  message.headers[0].value = "7";  // a message of 7 bytes has no item 7
  EXPECT_FALSE(ItemSelection::Of(message).has_value());
  message.headers[0].value.reset();
  EXPECT_FALSE(ItemSelection::Of(message).has_value());
}

}  // namespace
}  // namespace demarche
