// See cleaner.h.
#include "pipeline/stages/normalize/cleaner.h"

#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/characters.h"

namespace demarche {
namespace {

bool IsPrintableAscii(char c) { return c > ' ' && c < 0x7F; }

// Below it no script uses joiners (Latin, Greek, Cyrillic, Armenian, Hebrew).
constexpr char32_t kFirstJoiningScript = 0x600;

}  // namespace

// Copies printable ASCII with single spaces in it, all but the last character, which a mark may follow.
size_t Cleaner::CopyAscii(std::string_view utf8, size_t at, uint32_t delivered) {
  size_t end = at;
  while (end < utf8.size()) {
    if (IsPrintableAscii(utf8[end])) {
      ++end;
    } else if (utf8[end] == ' ' && end + 1 < utf8.size() && IsPrintableAscii(utf8[end + 1])) {
      end += 2;
    } else {
      break;
    }
  }
  const auto last = end - 1;
  if (last > at) {
    Flush();
    // The last character may stand after a space, which the builder adds itself.
    const bool space = utf8[last - 1] == ' ';
    const size_t size = last - at - (space ? 1 : 0);
    out_->Copy(utf8.substr(at, size), delivered, static_cast<uint32_t>(size));
    if (space) {
      const auto where = delivered + static_cast<uint32_t>(size);
      out_->Space({where, where + 1}, true);
    }
  }
  const auto where = delivered + static_cast<uint32_t>(last - at);
  Put(static_cast<unsigned char>(utf8[last]), utf8.substr(last, 1), {where, where + 1}, true);
  return end;
}

uint32_t Cleaner::Run(std::string_view utf8, uint32_t delivered_begin) {
  uint32_t delivered = delivered_begin;
  for (size_t at = 0; at < utf8.size();) {
    if (IsPrintableAscii(utf8[at])) {
      const size_t end = CopyAscii(utf8, at, delivered);
      delivered += static_cast<uint32_t>(end - at);
      at = end;
      continue;
    }
    const CodePoint cp = DecodeUtf8(utf8, at);
    Put(cp.value, utf8.substr(at, cp.length), {delivered, delivered + 1}, true);
    at += cp.length;
    ++delivered;
  }
  return delivered - delivered_begin;
}

void Cleaner::Decoded(char32_t cp, Span delivered) {
  std::string bytes;
  AppendUtf8(cp, &bytes);
  Put(cp, bytes, delivered, false);
}

void Cleaner::Break() {
  Flush();
  out_->Break();
}

void Cleaner::Put(char32_t cp, std::string_view bytes, Span delivered, bool as_delivered) {
  bool stable = IsStableAlone(cp);
  switch (FateOf(cp)) {
    case CharacterFate::kDrop:
      return;
    case CharacterFate::kSpace:
      Flush();
      out_->Space(delivered, as_delivered && cp == ' ');
      last_ = ' ';
      return;
    case CharacterFate::kLineBreak:
      if (newline_breaks_) {
        Break();
      } else {
        Flush();
        out_->Space(delivered, false);
      }
      last_ = ' ';
      return;
    case CharacterFate::kJoiner:
      if (last_ < kFirstJoiningScript) return;
      Flush();
      break;
    case CharacterFate::kExtend:
      if (cluster_size_ > 0 && cluster_size_ < kMaxCluster) {
        cluster_as_delivered_ = cluster_as_delivered_ && as_delivered && cluster_delivered_.end == delivered.begin;
        cluster_stable_ = false;
        cluster_.append(bytes);
        cluster_delivered_.end = delivered.end;
        ++cluster_size_;
        last_ = cp;
        return;
      }
      Flush();
      stable = false;
      break;
    case CharacterFate::kKeep:
      Flush();
      break;
  }
  cluster_.assign(bytes);
  cluster_delivered_ = delivered;
  cluster_size_ = 1;
  cluster_as_delivered_ = as_delivered;
  cluster_stable_ = stable;
  last_ = cp;
}

void Cleaner::Flush() {
  if (cluster_size_ == 0) return;
  if (!cluster_stable_) {
    const std::string composed = ToNfc(cluster_);
    if (composed != cluster_) {
      cluster_ = composed;
      cluster_as_delivered_ = false;
    }
  }
  if (cluster_as_delivered_) {
    out_->Copy(cluster_, cluster_delivered_.begin, cluster_size_);
  } else {
    out_->Replace(cluster_, cluster_delivered_);
  }
  cluster_size_ = 0;
}

}  // namespace demarche
