// Holds what a page's module computes to what the program computes, through the page's own scripts.
//
//   node module-check.mjs PAGE.html NATIVE.json
//
// NATIVE.json is written by the test PageTests: geometries with their joins, samples of the page's
// run with their reconstructions, and the losses of a training. Exit code 1 when something differs.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { Geometry } from "../../Sources/Page/Web/geometry.mjs";
import { Network, presets } from "../../Sources/Page/Web/network.mjs";
import { PageModule } from "../../Sources/Page/Web/page-module.mjs";
import { Training } from "../../Sources/Page/Web/trainer.mjs";

const [pageFile, nativeFile] = process.argv.slice(2);
const page = readFileSync(pageFile, "utf8");
const native = JSON.parse(readFileSync(nativeFile, "utf8"));

function fail(text) {
  console.error(text);
  process.exitCode = 1;
}

/** The bytes that the page carries under a name. */
function bytes(name) {
  const found = new RegExp(`id="data-${name}">([^<]*)<`).exec(page);
  return new Uint8Array(inflateSync(Buffer.from(found[1], "base64")));
}
const floats = (name) => new Float32Array(bytes(name).slice().buffer);
const content = JSON.parse(/id="content">([^<]*)</.exec(page)[1]);
const module = await PageModule.load(bytes("module"));

// MARK: Geometry

const settingsOf = (n) => ({ size: [n[0], n[1]], kernel: [n[2], n[3]], stride: [n[4], n[5]],
  padding: n.slice(6, 10), dilation: [n[10], n[11]],
  outputPadding: n[12] < 0 ? "auto" : [n[12], n[13]], channels: [n[15], n[16]] });
let legal = 0;
for (const { numbers, joins, problem } of native.geometries) {
  const geometry = new Geometry(module, settingsOf(numbers));
  if (geometry.problem !== problem) fail(`${numbers}: ${geometry.problem}, natively ${problem}`);
  if (problem) continue;
  legal += 1;
  // Both directions, cell by cell, in the words of `stride-demo --format json`.
  for (const [direction, ask, size] of [
    ["convolution", "joinsOfSmall", geometry.small],
    ["transposed_convolution", "joinsOfLarge", geometry.restored]]) {
    const stated = JSON.parse(joins)[direction];
    const isForward = direction === "convolution";
    const [rows, columns] = isForward ? numbers : geometry.small;
    const found = [];
    for (let y = 0; y < size[0]; y++) {
      for (let x = 0; x < size[1]; x++) {
        for (const join of geometry[ask](y, x)) {
          if (join.y < 0 || join.x < 0 || join.y >= rows || join.x >= columns) continue;
          found.push([join.y, join.x, y, x, join.ky, join.kx].join());
        }
      }
    }
    const expected = stated.connections.map(({ input, output, tap }) =>
      [...input.slice(1), ...output.slice(1), ...tap].join());
    if (found.sort().join(";") !== expected.sort().join(";")) {
      fail(`${numbers}: ${direction} differs`);
    }
    const shape = stated.output_shape;
    if (shape[1] !== size[0] || shape[2] !== size[1]) {
      fail(`${numbers}: another size of ${direction}`);
    }
    if (!isForward) {
      const { rows: down, columns: across } = geometry.contributions();
      let sum = 0;
      for (const a of down) for (const b of across) sum += a * b;
      if (sum !== expected.length) fail(`${numbers}: ${sum} contributions of ${expected.length}`);
    }
  }
}
if (legal < 100) fail(`only ${legal} geometries were legal`);
console.log(`${legal} of ${native.geometries.length} geometries join the same cells`);

// MARK: The network of the page

const run = Network.of(module, { ...content.run, layers: content.run.layerNumbers,
  weights: floats("weights") });
const input = Float32Array.from(native.input);
const decoded = run.decodeAll(run.encodeAll(input));
const whole = run.reconstruct(input);
const greatest = (a, b) => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
for (const [name, found] of [["decoded", decoded], ["reconstructed", whole]]) {
  const difference = greatest(found, native.output);
  if (!(difference < 1e-4)) fail(`${name}: pixels differ by ${difference}`);
  console.log(`${name}: pixels differ by ${difference.toExponential(1)} at most`);
}
const layers = run.layers();
const activations = run.activations(input.slice(0, run.pixels), layers);
if (greatest(activations.at(-1), native.output.slice(0, run.pixels)) > 1e-4) {
  fail("the last activation is not the reconstruction");
}

// MARK: Training

const network = Network.preset(module, "conv", 4, [1, 8, 8]);
const settings = { batchSize: 48, loss: "mse", beta: 1, noise: 0.25, learningRate: 0.002, seed: 3 };
const set = content.sets.findIndex(({ name }) => name === "digits");
const pixels = bytes(`train-${set}`);
network.initialize(settings.seed);
const training = new Training(network, settings, pixels, content.sets[set].white);
const count = pixels.length / network.pixels;
let [sum, seen, worst] = [0, 0, 0];
for (const expected of native.losses) {
  const batch = Math.min(settings.batchSize, count - seen);
  sum += batch * training.step();
  seen += batch;
  worst = Math.max(worst, Math.abs(sum / seen - expected) / expected);
  if (seen === count) [sum, seen] = [0, 0];
}
if (native.losses.length < 50 || !(worst < 1e-4)) fail(`losses differ by ${worst} of themselves`);
console.log(`${native.losses.length} losses differ by ${worst.toExponential(1)} of themselves`);
training.free();
network.free();

// MARK: Whatever comes, nothing traps

let state = 1;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const wholes = [0, 1, 2, 3, 5, 8, -1, -7, 100, 4096, 16777216, 16777217, 2147483647, -2147483648];
const reals = [0, 1, 2, 3, 7, 16, -1, 0.5, 1e9, 1e300, -1e300, NaN, Infinity];
const wild = () => wholes[random(wholes.length)];
const strange = () => reals[random(reals.length)];
const { calls } = module;
let sentences = 0;
for (let i = 0; i < 4000; i++) {
  const tame = i % 2 === 0;
  const numbers = Array.from({ length: 17 }, () =>
    (tame && random(4) > 0 ? 1 + random(5) : wild()));
  module.with([module.integers(17).put(numbers), module.integers(256), module.bytes(512)],
    (n, into, text) => {
      const length = calls.geometry_problem(n.address, text.address, 512);
      const isLegal = calls.geometry_sizes(n.address, into.address) === 1;
      if (isLegal !== (length === 0)) fail(`${numbers}: legal or not?`);
      if (length > 0) {
        sentences += 1;
        const sentence = new TextDecoder().decode(text.copy(length));
        if (!/\w+ .*\d/.test(sentence)) fail(`${numbers}: no sentence: ${sentence}`);
      }
      calls.geometry_joins_of_small(n.address, wild(), random(4), into.address, 64);
      calls.geometry_joins_of_large(n.address, random(4), wild(), into.address, 64);
      calls.geometry_contributions(n.address, into.address, 256);
    });
}
let [made, trained] = [0, 0];
for (let i = 0; i < 3000; i++) {
  const own = content.run.layerNumbers.map((x) => (random(40) === 0 ? strange() : x));
  const numbers = i % 3 === 0 ? Array.from({ length: random(40) }, strange) : own;
  const address = module.with([module.doubles(Math.max(1, numbers.length)).put(numbers)], (n) =>
    calls.network_new(n.address, numbers.length, ...(i % 3
      ? [content.run.encoderCount, content.run.latentSize, ...content.run.shape]
      : [wild(), wild(), wild(), wild(), 3])));
  if (address === 0) continue;
  made += 1;
  calls.network_free(address);
}
for (let i = 0; i < 300; i++) {
  const address = calls.network_preset(random(9) - 1, random(3) ? 1 + random(6) : wild(),
    1 + random(3), 2 + random(10), random(12));
  if (address === 0) continue;
  calls.network_initialize(address, strange());
  const count = 1 + random(9);
  const some = Array.from({ length: 13 }, () => (random(3) ? 1 + random(3) : strange()));
  module.with([module.doubles(13).put(some), module.bytes(12 * 12 * 3 * 9)], (s, p) => {
    const training = calls.training_new(address, s.address, p.address, count, random(300));
    if (training === 0) return;
    trained += 1;
    calls.training_step(training);
    calls.training_step(training);
    calls.training_show(training);
    calls.training_free(training);
  });
  calls.network_free(address);
}
console.log(`${sentences} illegal geometries were told of, ${made} networks were made of broken `
  + `numbers, ${trained} trainings of strange settings`);

// MARK: Nothing is kept

const before = calls.memory.buffer.byteLength;
for (let i = 0; i < 300; i++) {
  run.decode(new Float32Array(run.latentSize).fill(i / 300));
  const short = Network.preset(module, presets[i % presets.length], 3, [1, 8, 8]);
  short.initialize(i);
  short.free();
}
const grown = calls.memory.buffer.byteLength - before;
if (grown > 1 << 24) fail(`the memory has grown by ${grown} bytes`);
console.log(`memory: ${(calls.memory.buffer.byteLength / 2 ** 20).toFixed(0)} MB`);
