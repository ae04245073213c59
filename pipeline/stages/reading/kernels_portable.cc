// The kernels in plain C++: for machines without the others, and what tests compare the others against.
#define DEMARCHE_VECTOR_BYTES 16
#include "pipeline/stages/reading/kernel_sets.h"
#include "pipeline/stages/reading/kernels_loops.h"

namespace demarche {

const Kernels kPortableKernels = {"portable", Quantize, MultiplyLoops, Normalize, Gelu, Add, Attend};

}  // namespace demarche
