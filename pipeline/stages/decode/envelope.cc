// See envelope.h.
#include "pipeline/stages/decode/envelope.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "pipeline/stages/decode/article_builder.h"

namespace demarche {
namespace {

using simdjson::dom::element_type;

JsonValue FirstObject(JsonValue root) {
  if (root.type() != element_type::ARRAY) return root;
  for (const JsonValue element : AsArray(root)) {
    if (element.type() == element_type::OBJECT) return element;
  }
  return root;
}

// An envelope path in three pieces: the fields that lead to the array, the selector of its elements, the fields from
// an element to the item. Without a selector the first piece leads to the only item.
struct EnvelopePath {
  explicit EnvelopePath(const FeedPath& path) {
    const auto selector = std::find_if(path.steps.begin(), path.steps.end(),
                                       [](const PathStep& step) { return step.kind != PathStep::Kind::kField; });
    to_array.steps.assign(path.steps.begin(), selector);
    to_array.text = path.text.substr(0, path.text.find('['));
    element.steps.assign(selector, selector == path.steps.end() ? selector : selector + 1);
    if (selector != path.steps.end()) to_item.steps.assign(selector + 1, path.steps.end());
    if (const size_t close = path.text.find("]."); close != std::string::npos)
      to_item.text = path.text.substr(close + 2);
  }
  FeedPath to_array, element, to_item;
};

class EnvelopeReader {
 public:
  EnvelopeReader(const FeedMapping& mapping, JsonValue root, const DecodeOptions& options, Decoded* decoded)
      : mapping_(mapping), root_(root), options_(options), decoded_(decoded) {}

  void Read() {
    if (root_.type() == element_type::ARRAY) return ReadArray("", nullptr, AsArray(root_));
    if (root_.type() != element_type::OBJECT)
      return Reject(-1, {Stage::kDecode, Reason::kWrongType,
                         fmt::format("the message must be a JSON object or an array of them, is {}", KindOf(root_))});
    for (const FeedPath& path : mapping_.envelope) {
      const EnvelopePath envelope(path);
      const JsonScope scope{root_, root_};
      std::optional<JsonValue> found;
      Visit(scope, envelope.to_array, [&](JsonValue value) {
        found = value;
        return true;
      });
      if (!found) continue;
      if (envelope.element.steps.empty()) return ReadItem(*found, envelope.to_array.text, 0);
      if (found->type() == element_type::ARRAY) return ReadArray(envelope.to_array.text, &envelope, AsArray(*found));
      return Reject(-1, {Stage::kDecode, Reason::kWrongType,
                         fmt::format("{} must be an array of items, is {}", envelope.to_array.text, KindOf(*found))});
    }
    ReadItem(root_, "", 0);
  }

 private:
  // `envelope` is null where the message itself is the array.
  void ReadArray(const std::string& name, const EnvelopePath* envelope, simdjson::dom::array array) {
    size_t count = 0;
    for ([[maybe_unused]] const JsonValue element : array) ++count;
    decoded_->empty_envelope = count == 0;
    if (count > options_.max_items)
      return Reject(-1, {Stage::kDecode, Reason::kTooLarge,
                         fmt::format("the message has {} items, the limit is {}", count, options_.max_items)});
    int32_t index = 0;
    bool selected = count == 0;
    for (const JsonValue element : array) {
      const std::string where = fmt::format("{}[{}]", name, index);
      if (envelope == nullptr || Selects(envelope->element, element)) {
        selected = true;
        ReadElement(envelope, element, where, index);
      }
      ++index;
    }
    if (!selected)
      Reject(-1, {Stage::kDecode, Reason::kNotNews,
                  fmt::format("none of the {} items of {} is a news item for the mapping '{}'", count, name,
                              mapping_.name)});
  }

  static bool Selects(const FeedPath& selector, JsonValue element) {
    const PathStep& step = selector.steps[0];
    if (step.kind != PathStep::Kind::kWhere) return true;
    FeedCondition condition;
    condition.path.steps.push_back({PathStep::Kind::kField, step.name, 0, {}});
    condition.values = step.where;
    return Holds({element, element}, condition);
  }

  void ReadElement(const EnvelopePath* envelope, JsonValue element, const std::string& where, int32_t index) {
    if (envelope == nullptr || envelope->to_item.steps.empty()) return ReadItem(element, where, index);
    const std::string item_where = fmt::format("{}.{}", where, envelope->to_item.text);
    const bool found = Visit({root_, element}, envelope->to_item, [&](JsonValue item) {
      ReadItem(item, item_where, index);
      return true;
    });
    if (!found) Reject(index, {Stage::kDecode, Reason::kWrongType, fmt::format("{} is missing", item_where)});
  }

  void ReadItem(JsonValue item, const std::string& where, int32_t index) {
    if (item.type() != element_type::OBJECT)
      return Reject(
          index, {Stage::kDecode, Reason::kWrongType, fmt::format("{} must be an object, is {}", where, KindOf(item))});
    std::variant<Article, Failure> built = BuildArticle(mapping_, {root_, item}, where, decoded_->repairs > 0);
    if (Failure* failure = std::get_if<Failure>(&built)) return Reject(where.empty() ? -1 : index, std::move(*failure));
    Article& article = std::get<Article>(built);
    article.index = index;
    decoded_->articles.push_back(std::move(article));
  }

  void Reject(int32_t index, Failure failure) { decoded_->rejected.push_back({index, std::move(failure)}); }

  const FeedMapping& mapping_;
  const JsonValue root_;
  const DecodeOptions& options_;
  Decoded* decoded_;
};

}  // namespace

const FeedMapping* DetectFeed(const FeedRegistry& feeds, JsonValue root) {
  const JsonValue object = FirstObject(root);
  const JsonScope scope{object, object};
  for (const FeedMapping* mapping : feeds.detection_order()) {
    for (const ConditionList& signature : mapping->detect) {
      if (std::all_of(signature.begin(), signature.end(),
                      [&](const FeedCondition& condition) { return Exists(scope, condition); }))
        return mapping;
    }
  }
  return nullptr;
}

std::string UnknownFormatMessage(JsonValue root) {
  constexpr int kFields = 12;
  constexpr size_t kLongestName = 40;
  const JsonValue object = FirstObject(root);
  if (object.type() != element_type::OBJECT)
    return fmt::format("no known feed format: the message must be a JSON object or an array of them, is {}{}",
                       KindOf(root), root.type() == element_type::ARRAY ? " without objects" : "");
  std::string names;
  int count = 0;
  for (const auto field : AsObject(object)) {
    if (++count > kFields) break;
    const bool printable =
        field.key.size() <= kLongestName &&
        std::all_of(field.key.begin(), field.key.end(), [](char c) { return c >= ' ' && c != 0x7F; });
    names += fmt::format("{}{}", names.empty() ? "" : ", ", printable ? field.key : "(...)");
  }
  return fmt::format(
      "no known feed format: no mapping fits a message with the fields {}{}: name the mapping of the topic",
      names.empty() ? "(none)" : names, count > kFields ? ", ..." : "");
}

void ReadEnvelope(const FeedMapping& mapping, JsonValue root, const DecodeOptions& options, Decoded* decoded) {
  EnvelopeReader(mapping, root, options, decoded).Read();
}

}  // namespace demarche
