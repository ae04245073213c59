// Reader: Text and Segments -> Reading: what a trained network saw. One pass over the text, in windows of whole
// sentences. Built from the files that train/ leaves in schemas/reading/ (their bytes must outlive it); immutable, to
// be shared by all workers. Errors of Read: kDeadlineExceeded when `cancel` is set (asked once a window).
#pragma once
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "pipeline/base/cancel.h"
#include "pipeline/model/reading.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"
#include "pipeline/stages/reading/kernels.h"

namespace demarche {

class Reader {
 public:
  // `kernels` is one of AvailableKernels(). Errors: InvalidArgument, NotFound: the files do not fit this version.
  static absl::StatusOr<std::shared_ptr<const Reader>> Create(std::string_view weights, std::string_view vocabulary,
                                                              std::string_view fold, const Kernels& kernels);
  virtual ~Reader() = default;

  virtual absl::StatusOr<Reading> Read(const Text& text, const Segments& segments, const CancelToken& cancel) const = 0;

 protected:
  Reader() = default;
};

}  // namespace demarche
