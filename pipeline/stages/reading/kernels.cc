// Which kernels this machine can run. See kernels.h.
#include "pipeline/stages/reading/kernels.h"

#include <vector>

#include "pipeline/stages/reading/kernel_sets.h"

namespace demarche {

std::span<const Kernels* const> AvailableKernels() {
  static const std::vector<const Kernels*> available = [] {
    std::vector<const Kernels*> out;
#ifdef DEMARCHE_X86_KERNELS
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
      out.push_back(&kAvx512Kernels);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) out.push_back(&kAvx2Kernels);
#endif
    out.push_back(&kPortableKernels);
    return out;
  }();
  return available;
}

}  // namespace demarche
