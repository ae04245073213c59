// JsonWriter: appends one compact JSON value to a string, without building a tree. Output is UTF-8; strings must be
// well-formed UTF-8 (normalize and decode see to that), control characters, quotes and backslashes are escaped. One
// thread. The caller keeps the order right (Key before each value in an object); debug builds do not check it, the
// schema tests do.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace demarche {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string* out) : out_(out) {}

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  JsonWriter& String(std::string_view value);
  JsonWriter& StringOrNull(std::string_view value) { return value.empty() ? Null() : String(value); }
  JsonWriter& Int(int64_t value);
  JsonWriter& Double(double value, int digits);  // fixed, `digits` after the point, trailing zeros dropped
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  JsonWriter& Raw(std::string_view json);  // an already encoded value

 private:
  void Separate();
  std::string* out_;
  bool need_comma_ = false;
};

// Appends `value` with JSON's escapes, without the quotation marks.
void AppendJsonEscaped(std::string_view value, std::string* out);

}  // namespace demarche
