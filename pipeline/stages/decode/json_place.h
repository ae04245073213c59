// How messages for people name a place in a message's bytes. Plain functions, linear in the bytes before it, any
// thread.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace demarche {

// "at byte 61", and "(line 4, column 15)" where the message has several lines. Bytes count from 0, lines and columns
// (bytes) from 1.
std::string JsonPlace(std::string_view bytes, size_t offset);

// Up to 24 code points of `bytes` from `offset` on, as one printable line of well-formed UTF-8 in single quotation
// marks.
std::string JsonSnippet(std::string_view bytes, size_t offset);

}  // namespace demarche
