// C's mathematics, by names that do not depend on where Swift finds it: the C library's own
// functions, or where there is none, in WebAssembly, those that the host hands in.
#ifndef AEVIZ_MATHEMATICS_H
#define AEVIZ_MATHEMATICS_H

#ifdef __wasm__
float expf(float);
float logf(float);
float log1pf(float);
float cosf(float);
float erff(float);
double log(double);
double cos(double);
double pow(double, double);
#else
#include <math.h>
#endif

static inline float ck_expf(float x) { return expf(x); }
static inline float ck_logf(float x) { return logf(x); }
/// `ln(1 + x)`, exact for small `x`.
static inline float ck_log1pf(float x) { return log1pf(x); }
static inline float ck_cosf(float x) { return cosf(x); }
/// The error function, `2/√π · ∫₀ˣ e^(−t²) dt`.
static inline float ck_erff(float x) { return erff(x); }
static inline double ck_log(double x) { return log(x); }
static inline double ck_cos(double x) { return cos(x); }
static inline double ck_pow(double x, double y) { return pow(x, y); }

#endif
