// Runs what NetworkCheck checks in WebAssembly and compares the numbers with those of a native run.
//
//   node check.mjs MODULE.wasm NATIVE.json
//
// NATIVE.json: [{"name": "conv", "numbers": [0.1, …]}, …], every check in its order. Exit code 1 when a number
// differs by more than 1e-5 of itself, or of the largest beside it.
import { readFileSync } from "node:fs";
import { mathematics } from "../../Sources/Page/Web/mathematics.mjs";

const tolerance = 1e-5;
const [module, native] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), { env: mathematics });
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
