// RecordLog: writes every record that a test produces to <build>/records/NAME.ndjson, where tests/contract/run
// validates it against schemas/records. One line a record, in the form that tests/contract/validate.py reads. Test code
// only; one thread an object.
#pragma once
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/json_writer.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/output_record.h"

namespace demarche {

inline std::string Base64(std::string_view bytes) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t word = 0;
    for (size_t k = 0; k < 3; ++k) word = word << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0U);
    for (size_t k = 0; k < 4; ++k) out += i + k <= bytes.size() ? kDigits[word >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

inline void WriteBytes(const std::optional<std::string>& bytes, JsonWriter* json) {
  if (!bytes) {
    json->Null();
  } else if (IsValidUtf8(*bytes)) {
    json->String(*bytes);
  } else {
    json->BeginObject().Key("base64").String(Base64(*bytes)).EndObject();
  }
}

inline std::string RecordLine(const OutputRecord& record) {
  static constexpr std::string_view kKinds[kOutputKinds] = {"statement", "relation", "receipt", "dead-letter"};
  std::string line;
  JsonWriter json(&line);
  json.BeginObject();
  json.Key("kind").String(kKinds[static_cast<size_t>(record.kind)]);
  json.Key("key");
  WriteBytes(record.key, &json);
  json.Key("value");
  if (record.kind == OutputKind::kDeadLetter) {
    WriteBytes(record.value, &json);
  } else {
    json.Raw(record.value.value_or("null"));
  }
  json.Key("headers").BeginArray();
  for (const Header& header : record.headers) {
    json.BeginArray().String(header.name);
    WriteBytes(header.value, &json);
    json.EndArray();
  }
  json.EndArray();
  json.EndObject();
  line += '\n';
  return line;
}

class RecordLog {
 public:
  // `name` is the test program's; DEMARCHE_RECORD_DIR is set by tests/CMakeLists.txt.
  explicit RecordLog(std::string_view name)
      : out_(std::string(DEMARCHE_RECORD_DIR "/") + std::string(name) + ".ndjson") {}
  void Add(const std::vector<OutputRecord>& records) {
    for (const OutputRecord& record : records) out_ << RecordLine(record);
    out_.flush();
  }

 private:
  std::ofstream out_;
};

}  // namespace demarche
