// C's mathematics, which AENetwork asks of its host (Sources/CKernels/include/mathematics.h).

/** A function of the C library that rounds to single precision. */
const single = (f) => (x) => Math.fround(f(x));

/**
 * The error function: its series near 0, and 1 − erfc by a continued fraction further out.
 * @param {number} x
 */
function erf(x) {
  const square = x * x;
  if (square < 9) {
    let [term, sum] = [x, x];
    for (let k = 1; Math.abs(term) > 1e-17; k++) {
      term *= -square / k;
      sum += term / (2 * k + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 40; k > 0; k--) fraction = k / 2 / (Math.abs(x) + fraction);
  const rest = Math.exp(-square) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction);
  return Math.sign(x) * (1 - rest);
}

/** What a module of AENetwork imports. */
export const mathematics = {
  expf: single(Math.exp), logf: single(Math.log), log1pf: single(Math.log1p),
  cosf: single(Math.cos), erff: single(erf), log: Math.log, cos: Math.cos, pow: Math.pow,
};
