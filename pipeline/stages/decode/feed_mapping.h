// FeedMapping: what one mapping file (schemas/feeds/*.yaml, or a user's own) says about a feed's JSON; plain data, made
// by pipeline/app/feed_mapping_loader.h, read by Decoder. Paths are tried in order, the first usable value wins.
// FeedRegistry: all mappings of a process by name and in the order of `auto` detection. Immutable once built; workers
// share it as shared_ptr<const FeedRegistry>.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/base/str.h"
#include "pipeline/stages/decode/feed_path.h"

namespace demarche {

using PathList = std::vector<FeedPath>;
using ConditionList = std::vector<FeedCondition>;

// One way to get the body. Several parts are joined by an empty line; a part that another one repeats is left out.
struct BodySource {
  enum class Kind : uint8_t { kPlain, kHtml, kAuto };  // kAuto: HTML if it has HTML tags
  PathList parts;
  Kind kind = Kind::kAuto;
};

struct DateFormat {
  enum class Kind : uint8_t { kIso8601, kRfc2822, kEpochSeconds, kEpochMillis, kPattern };
  Kind kind = Kind::kIso8601;
  std::string pattern;  // kPattern: as absl::ParseTime takes it ("%d.%m.%Y %H:%M")
};

// In which form the feed names languages. kAny: by its length, a code of two or three letters or an English name.
enum class LanguageForm : uint8_t { kAny, kIso639_1, kIso639_3, kEnglishName };

struct FeedMapping {
  std::string name;   // "newsapi"
  std::string about;  // one line for people

  // Auto detection: one of the signatures must hold; all conditions of it. A condition without values holds if the
  // field is there, whatever its value.
  std::vector<ConditionList> detect;
  int detect_order = 100;  // lower is asked first

  // Where the items of a message are: paths with at most one selector ("articles[]", "data.items[].item", "data.item").
  // The first that is there is used. None there: the message is one item. A message that is an array holds one item an
  // element.
  PathList envelope;

  PathList id, version, url, source, title, authors, language, published_at, embargoed_until;
  std::vector<BodySource> body;
  std::string constant_source, constant_language;  // where the paths give nothing
  bool title_is_in_text = false;                   // the body is the whole text

  std::vector<DateFormat> date_formats = {{}};
  absl::TimeZone time_zone = absl::UTCTimeZone();  // of dates that name none
  bool date_required = false;
  LanguageForm language_form = LanguageForm::kAny;

  // A condition without values holds if the field is there and is not null, false, "", [] or {}.
  ConditionList cancelled, withheld, duplicate, not_news;
};

class FeedRegistry {
 public:
  // A later mapping replaces an earlier one of the same name.
  explicit FeedRegistry(std::vector<FeedMapping> mappings);

  const FeedMapping* Find(std::string_view name) const;  // nullptr: there is none
  const std::vector<const FeedMapping*>& detection_order() const { return detection_order_; }
  std::vector<std::string> names() const;  // sorted

 private:
  StringMap<std::unique_ptr<const FeedMapping>> by_name_;
  std::vector<const FeedMapping*> detection_order_;
};

}  // namespace demarche
