// Markup that is safe to parse. gumbo (0.10) frees its tree by recursion, looks for open elements by walking all of
// them, and compares each attribute with all others of its tag: deep nesting or thousands of attributes would exhaust
// the stack or cost quadratic time. One linear scan bounds both before it is asked.
#pragma once
#include <string_view>

#include "absl/status/status.h"

namespace demarche {

inline constexpr int kMaxOpenElements = 512;
inline constexpr int kMaxAttributes = 256;

// OutOfRange if more than kMaxOpenElements elements may be open at once or a tag has more than kMaxAttributes.
// Counts opening less closing tags by name, so that closing tags which match nothing do not hide open ones; elements
// without end tag (br, img ...) and those that the next one of their kind closes (p, li, dt, dd) do not count.
absl::Status CheckMarkup(std::string_view html);

}  // namespace demarche
