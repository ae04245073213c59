// A Text made by hand for the segmenter's tests: UTF-8 as it stands, one paragraph a line.
#pragma once
#include <string_view>

#include "pipeline/model/text.h"

namespace demarche {

inline Text SampleText(std::string_view utf8, std::string_view language = "en") {
  Text text;
  text.utf8 = utf8;
  text.language = language;
  for (size_t at = 0; at < utf8.size();) {
    const size_t end = std::min(utf8.find('\n', at), utf8.size());
    Paragraph paragraph;
    paragraph.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    if (end > at) text.paragraphs.push_back(paragraph);
    at = end + 1;
  }
  return text;
}

}  // namespace demarche
