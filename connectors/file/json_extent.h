// JsonExtent: where one JSON value ends, from its brackets and strings alone; it may be fed in pieces. Not a validator:
// it takes any bytes, in linear time and constant memory. One thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace demarche::file {

class JsonExtent {
 public:
  // Feeds more of the value. Returns how many bytes of `piece` belong to it; done() tells whether it ended there.
  // REQUIRES: !done(); the value's first byte is not white space.
  size_t Feed(std::string_view piece) {
    for (size_t i = 0; i < piece.size(); ++i) {
      const char c = piece[i];
      if (in_string_) {
        if (escaped_) {
          escaped_ = false;
        } else if (c == '\\') {
          escaped_ = true;
        } else if (c == '"') {
          in_string_ = false;
          if (depth_ == 0) return End(i + 1);
        }
        continue;
      }
      switch (c) {
        case '"':
          if (depth_ == 0 && started_) return End(i);
          in_string_ = true;
          break;
        case '{':
        case '[':
          if (depth_ == 0 && started_) return End(i);
          ++depth_;
          break;
        case '}':
        case ']':
          if (depth_ == 0) return End(started_ ? i : i + 1);  // a stray one is a value of its own
          if (--depth_ == 0) return End(i + 1);
          break;
        case ',':
        case ' ':
        case '\t':
        case '\n':
        case '\r':
          if (depth_ == 0) return End(i);
          break;
        default:
          break;
      }
      started_ = true;
    }
    return piece.size();
  }
  bool done() const { return done_; }

 private:
  size_t End(size_t at) {
    done_ = true;
    return at;
  }
  uint64_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool started_ = false;  // a byte outside brackets was seen, or the value opened
  bool done_ = false;
};

}  // namespace demarche::file
