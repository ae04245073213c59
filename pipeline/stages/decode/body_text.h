// What Decoder needs to know about body texts: whether one is HTML, and which parts of a body repeat each other. Plain
// functions, linear in the text, any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace demarche {

// Whether `text` has a tag that news bodies use (<p>, <br/>, </div>, <a href=...>). "a < b" and "<3" are no tags.
bool HasHtmlTags(std::string_view text);

// Joins the parts by an empty line, in order. A part is left out if another part says the same: it holds the whole of
// it, or starts with the same 60 bytes and is longer. White space, a trailing ellipsis and "[+123 chars]" do not count
// in the comparison.
std::string JoinParts(const std::vector<std::string>& parts);

}  // namespace demarche
