// JsonWriter: commas, escapes, numbers.
#include "pipeline/base/json_writer.h"

#include "gtest/gtest.h"

namespace demarche {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  std::string out;
  JsonWriter w(&out);
  w.BeginObject()
      .Key("a")
      .Int(1)
      .Key("b")
      .BeginArray()
      .Int(-2)
      .Bool(true)
      .Null()
      .BeginObject()
      .EndObject()
      .EndArray()
      .Key("c")
      .String("x")
      .EndObject();
  EXPECT_EQ(out, R"({"a":1,"b":[-2,true,null,{}],"c":"x"})");
}

TEST(JsonWriter, EscapesWhatJsonForbids) {
  std::string out;
  JsonWriter(&out).String("a\"b\\c\n\t\x01é");
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\t\\u0001é\"");
}

TEST(JsonWriter, WritesShortDecimals) {
  std::string out;
  JsonWriter w(&out);
  w.BeginArray().Double(0.5, 3).Double(-2, 1).Double(0.12345, 3).EndArray();
  EXPECT_EQ(out, "[0.5,-2,0.123]");
}

}  // namespace
}  // namespace demarche
