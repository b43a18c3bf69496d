#include "kernels.h"
#include "vectors.h"

int ck_vector_floats(void) {
#if defined(__x86_64__)
  // A library may ask before the program's own constructors have run.
  __builtin_cpu_init();
  // All that compilers and libraries ask of a processor before they count on AVX-512.
  if (HAS_AVX512 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512cd")) {
    return 16;
  }
  return HAS_AVX2 ? 8 : 4;
#else
  return 4;
#endif
}
