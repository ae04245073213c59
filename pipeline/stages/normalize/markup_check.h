// Markup that is safe to parse. gumbo (0.10) frees its tree by recursion, looks for open elements by walking all of
// them, and compares each attribute with all others of its tag: deep nesting or thousands of attributes would exhaust
// the stack or cost quadratic time. One linear scan bounds both before it is asked.
#pragma once
#include <string_view>

#include "absl/status/status.h"

namespace demarche {

inline constexpr int kMaxOpenElements = 512;
inline constexpr int kMaxAttributes = 256;

// OutOfRange if more than kMaxOpenElements elements may be open at once, a tag has more than kMaxAttributes, or
// formatting elements that stay open would be opened again too often (gumbo repeats them in each paragraph). Counts
// rather too many open elements than too few; ordinary mistakes in markup leave a few open for the rest of the text.
absl::Status CheckMarkup(std::string_view html);

}  // namespace demarche
