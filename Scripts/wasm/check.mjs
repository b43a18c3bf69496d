// Runs what NetworkCheck checks in WebAssembly and compares the numbers with those of a native run.
//
//   node check.mjs MODULE.wasm NATIVE.json
//
// NATIVE.json: [{"name": "conv", "numbers": [0.1, …]}, …], every check in its order. Exit code 1 when a number
// differs by more than 1e-5 of itself, or of the largest beside it.
import { readFileSync } from "node:fs";

const tolerance = 1e-5;
const [module, native] = process.argv.slice(2);
const float = (f) => (x) => Math.fround(f(x));
/** The error function: its series near 0, and 1 − erfc by a continued fraction further out. */
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
// C's mathematics, which mathematics.h declares and the host gives.
const env = {
  expf: float(Math.exp), logf: float(Math.log), log1pf: float(Math.log1p), cosf: float(Math.cos),
  erff: float(erf), log: Math.log, cos: Math.cos, pow: Math.pow,
};
const { instance } = await WebAssembly.instantiate(readFileSync(module), { env });
const { memory, network_check, network_check_free } = instance.exports;

function numbersOf(check) {
  const start = network_check(check);
  if (start === 0) throw new Error(`there is no check ${check}`);
  // The memory may have grown: it is looked at after the call.
  const [count] = new Float64Array(memory.buffer, start, 1);
  const numbers = [...new Float64Array(memory.buffer, start + 8, count)];
  network_check_free(start);
  return numbers;
}

let worst = 0;
const checks = JSON.parse(readFileSync(native, "utf8"));
for (const [check, { name, numbers: expected }] of checks.entries()) {
  const found = numbersOf(check);
  const largest = Math.max(...expected.map(Math.abs));
  if (found.length !== expected.length || found.length === 0) {
    throw new Error(`${name}: ${found.length} numbers, natively ${expected.length}`);
  }
  expected.forEach((value, index) => {
    // The losses are far from 0; single values of a map need not be.
    const scale = name === "convolution" ? largest : Math.abs(value);
    const difference = Math.abs(found[index] - value) / scale;
    if (!(difference <= tolerance)) {
      console.error(`${name}[${index}]: ${found[index]}, natively ${value}`);
      process.exitCode = 1;
    }
    worst = Math.max(worst, difference);
  });
  console.log(`${name}: ${found.length} numbers, the last ${found.at(-1)}`);
}
console.log(`greatest difference from the native numbers: ${worst.toExponential(1)}`);
