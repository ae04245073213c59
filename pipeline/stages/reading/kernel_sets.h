// The sets of kernels that are compiled in. Private to the stage; others ask AvailableKernels().
#pragma once
#include "pipeline/stages/reading/kernels.h"

namespace demarche {

extern const Kernels kPortableKernels;
#ifdef DEMARCHE_X86_KERNELS
extern const Kernels kAvx2Kernels;    // needs AVX2 and FMA
extern const Kernels kAvx512Kernels;  // needs AVX-512 F, BW, VL, DQ and VNNI
#endif

}  // namespace demarche
