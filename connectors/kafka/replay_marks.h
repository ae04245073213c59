// ReplayMarks: which records of one dead-letter partition have been sent back, as it is committed with the records: the
// offset before which all are, and in the commit's metadata the spans after it. A broker takes 4,096 bytes of metadata
// (offset.metadata.max.bytes); a span costs two to six.
//
// Records must be looked at in offset order: what lies between two records that follow each other is no record
// (transaction markers), so it does not break a span. A value; one thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demarche::kafka {

class ReplayMarks {
 public:
  static constexpr size_t kMaxBytes = 4000;

  ReplayMarks() = default;
  // As committed. Metadata that is not ours counts as none.
  ReplayMarks(int64_t next, std::string_view metadata);

  // All before it are marked.
  int64_t next() const { return next_; }
  std::string Metadata() const;

  bool marked(int64_t offset) const;
  // Marks the record at `offset`; `before` is the offset of the record before it in the partition, -1 if it is the
  // first that there is.
  void Mark(int64_t offset, int64_t before);

 private:
  struct Run {
    int64_t first = 0;
    int64_t end = 0;  // after the last
  };
  int64_t next_ = 0;
  std::vector<Run> runs_;  // ascending, apart, after next_
};

}  // namespace demarche::kafka
