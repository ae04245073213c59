// See json_repair.h.
#include "pipeline/stages/decode/json_repair.h"

#include <algorithm>

namespace demarche {
namespace {

// The code unit of the escape \uXXXX at `at`, or -1 where there is none.
int CodeUnit(std::string_view json, size_t at) {
  if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return -1;
  int unit = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    const char c = json[i];
    unit = unit * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

// Copies the string that opens at `at` and returns the byte after it.
size_t CopyString(std::string_view json, size_t at, RepairedJson* out) {
  out->json.push_back(json[at++]);
  while (json[at] != '"') {
    if (json[at] != '\\') {
      out->json.push_back(json[at++]);
      continue;
    }
    const int unit = CodeUnit(json, at);
    size_t length = unit < 0 ? 2 : 6;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
      const int next = CodeUnit(json, at + 6);
      if (unit < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF) {
        length = 12;
      } else {
        out->json += "\\uFDD1";
        ++out->lone_surrogates;
        at += 6;
        continue;
      }
    }
    out->json += json.substr(at, length);
    at += length;
  }
  out->json.push_back('"');
  return at + 1;
}

// Whether a number certainly fits into 64 bits or a double: at most 18 digits and no exponent.
bool IsModest(std::string_view number) {
  return number.size() <= 18 && number.find_first_of("eE") == std::string_view::npos;
}

}  // namespace

RepairedJson RepairJson(std::string_view json) {
  RepairedJson out;
  out.json.reserve(json.size() + 16);
  for (size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at = CopyString(json, at, &out);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      const size_t end = std::min(json.find_first_not_of("+-.0123456789eE", at), json.size());
      const std::string_view number = json.substr(at, end - at);
      if (IsModest(number)) {
        out.json += number;
      } else {
        out.json += '"';
        out.json += number;
        out.json += '"';
      }
      at = end;
    } else {
      out.json.push_back(c);
      ++at;
    }
  }
  return out;
}

}  // namespace demarche
