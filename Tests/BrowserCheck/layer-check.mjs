// Holds what a page says of a cell to what the module's layers give: every kind of layer, its
// arithmetic cell by cell, and by changing cells of the input what it sees and reaches.
//
//   node layer-check.mjs [PAGE.wasm]
//
// Exit code 1 when something differs.
import { readFileSync } from "node:fs";
import { explained, placeOf } from "../../Sources/Page/Web/cell-arithmetic.mjs";
import { kinds, reached, seen, whole } from "../../Sources/Page/Web/layers.mjs";
import { Network } from "../../Sources/Page/Web/network.mjs";
import { PageModule } from "../../Sources/Page/Web/page-module.mjs";

const file = process.argv[2]
  ?? new URL("../../Sources/Page/Resources/page.wasm", import.meta.url);
const module = await PageModule.load(readFileSync(file));
const k = kinds;

function fail(text) {
  console.error(text);
  process.exitCode = 1;
}

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

/** A convolution's numbers: kernel, stride, padding, dilation, output padding, groups … */
const convolution = (kernel, stride, padding, dilation, added, groups, inputs, outputs, bias) =>
  [...kernel, ...stride, ...padding, ...dilation, ...added, groups, inputs, outputs, bias];

/** Networks that have every kind of layer between them: image, encoder, decoder, code. */
const networks = [
  { shape: [2, 9, 8], latentSize: 3, encoder: [
    [k.pad, 1, 1, 2, 2, 1], [k.conv, ...convolution([3, 2], [2, 1], [1, 0, 0, 1], [1, 2], [0, 0],
      1, 2, 4, 1)], [k.batchNorm2d, 4, 1e-5, 0.1], [k.leakyReLU, 0.2],
    [k.maxPool, 2, 2, 1, 2, 1, 1, 0, 1, 1], [k.layerNorm, 1e-5, 1, 4], [k.preLU, 4],
    [k.averagePool, 3, 2, 1, 1, 1, 1, 0, 0, 0], [k.groupNorm, 2, 4, 1e-5],
    [k.conv, ...convolution([2, 3], [1, 1], [0, 0, 1, 1], [2, 1], [0, 0], 2, 4, 4, 1)],
    [k.elu, 0.7], [k.flatten], [k.dense, -1, 8, 1], [k.batchNorm1d, 8, 1e-5, 0.1], [k.selu],
    [k.layerNorm, 1e-4, 0, 8], [k.dense, 8, 6, 1], [k.sampling]],
  decoder: [
    [k.dense, 3, 72, 1], [k.gelu, 0], [k.reshape, 8, 3, 3], [k.pixelShuffle, 2],
    [k.conv, ...convolution([3, 3], [1, 1], [1, 1, 1, 1], [1, 1], [0, 0], 1, 2, 4, 0)],
    [k.silu], [k.bilinear, 0, 0, 1.5, 1.5], [k.pad, 2, 1, 0, 2, 1], [k.layerNorm, 1e-3, 0, 12],
    [k.crop, 1, 0, 2, 1], [k.softplus],
    [k.transposed, ...convolution([3, 3], [2, 2], [1, 1, 2, 1], [1, 1], [0, 0], 2, 4, 4, 1)],
    [k.gelu, 1], [k.averagePool, 2, 2, 1, 1, 0, 1, 1, 0, 1], [k.bilinear, 1, 1, 9, 7],
    [k.tanh], [k.pad, 0, 0, 0, 1, 0], [k.dropout, 0.3], [k.hardSigmoid, 0.2, 0.5],
    [k.conv, ...convolution([1, 1], [1, 1], [0, 0, 0, 0], [1, 1], [0, 0], 1, 4, 2, 1)],
    [k.sigmoid]] },
  { shape: [1, 8, 8], latentSize: 2, encoder: [
    [k.conv, ...convolution([3, 3], [2, 2], [1, 1, 1, 1], [1, 1], [0, 0], 1, 1, 3, 1)],
    [k.relu], [k.layerNorm, 1e-5, 0, 4, 4], [k.flatten], [k.dense, 48, 2, 0]],
  decoder: [
    [k.dense, 2, 48, 1], [k.reshape, 3, 4, 4], [k.upsample, 2, 1],
    [k.transposed, ...convolution([3, 4], [1, 2], [1, 1, 2, 2], [1, 1], [0, 0], 1, 3, 2, 1)],
    [k.preLU, 1], [k.bilinear, 0, 1, 4, 4],
    [k.transposed, ...convolution([3, 3], [2, 2], [1, 1, 1, 1], [1, 1], [1, 1], 1, 2, 1, 1)],
    [k.sigmoid]] },
];

/** The layers as numbers; what a dense layer takes is found by asking for the shape before it. */
function made({ shape, latentSize, encoder, decoder }) {
  for (let inputs = 1; inputs < 4000; inputs++) {
    const numbers = [...encoder, ...decoder].flatMap(([kind, ...rest]) =>
      [kind, rest.length, ...rest.map((number) => (number === -1 ? inputs : number))]);
    const address = module.with([module.doubles(numbers.length).put(numbers)], (n) =>
      module.calls.network_new(n.address, n.count, encoder.length, latentSize, ...shape));
    if (address !== 0) return new Network(module, address, shape, latentSize);
  }
  throw new Error("these layers do not fit each other");
}

const met = new Set();
let [cells, changes] = [0, 0];
for (const described of networks) {
  const network = made(described);
  const layers = network.layers();
  // Scales and variances of normalisations are positive, as trained ones are.
  const weights = Float32Array.from({ length: network.parameterCount }, () => random() - 0.4);
  for (const { kind, offset, numbers } of layers) {
    if (kind !== k.batchNorm2d && kind !== k.batchNorm1d) continue;
    for (let i = 0; i < numbers[0]; i++) weights[offset + 3 * numbers[0] + i] = 0.3 + random();
  }
  network.setParameters(weights);
  const image = Float32Array.from({ length: network.pixels }, random);
  const before = network.activations(image, layers);
  layers.forEach((layer, index) => {
    met.add(layer.kind);
    const input = index === 0 ? image : before[index - 1];
    const inputShape = index === 0 ? described.shape : layers[index - 1].shape;
    const [c, height, width] = layer.shape.length === 3 ? layer.shape : [1, 1, layer.shape[0]];
    for (let place = 0; place < c * height * width; place++) {
      const cell = { c: Math.floor(place / (height * width)),
        y: Math.floor(place / width) % height, x: place % width };
      if (placeOf(layer.shape, cell) !== place) fail("a cell lies elsewhere");
      const expected = before[index][place];
      const found = layer.kind === k.flatten || layer.kind === k.reshape ? input[place]
        : explained({ module, weights, layer, cell, input, inputShape }).value;
      cells += 1;
      if (!(Math.abs(found - expected) <= 1e-4 * (1 + Math.abs(expected)))) {
        fail(`layer ${index} of kind ${layer.kind}, ${JSON.stringify(cell)}: ${found}, not ${
          expected}`);
      }
    }
  });
  checkRegions(described, network, layers, image, before);
  network.free();
}

/** Whatever changes with a pixel lies in what it reaches, and sees it. */
function checkRegions({ shape }, network, layers, image, before) {
  for (let trial = 0; trial < 24; trial++) {
    const at = [Math.floor(random() * shape[1]), Math.floor(random() * shape[2])];
    const other = image.slice();
    other[at[0] * shape[2] + at[1]] += 0.5;
    const after = network.activations(other, layers);
    let region = { y: [at[0], at[0]], x: [at[1], at[1]] };
    for (let index = 0; index < layers.length && layers[index].shape.length === 3; index++) {
      const inputShape = index === 0 ? shape : layers[index - 1].shape;
      const layer = layers[index];
      region = (region && reached(layer, region, inputShape)) ?? whole(layer.shape);
      const [count, height, width] = layer.shape;
      for (let place = 0; place < count * height * width; place++) {
        if (Math.abs(after[index][place] - before[index][place]) < 1e-7) continue;
        const [y, x] = [Math.floor(place / width) % height, place % width];
        changes += 1;
        const isIn = y >= region.y[0] && y <= region.y[1] && x >= region.x[0] && x <= region.x[1];
        if (!isIn) fail(`layer ${index}: pixel ${at} reaches ${[y, x]} outside of ${
          JSON.stringify(region)}`);
        let view = { y: [y, y], x: [x, x] };
        for (let i = index; i >= 0 && view; i--) {
          view = seen(layers[i], view, i === 0 ? shape : layers[i - 1].shape);
        }
        view ??= whole(shape);
        if (at[0] < view.y[0] || at[0] > view.y[1] || at[1] < view.x[0] || at[1] > view.x[1]) {
          fail(`layer ${index}: ${[y, x]} sees pixel ${at} outside of ${JSON.stringify(view)}`);
        }
      }
    }
  }
}

for (const [name, kind] of Object.entries(kinds)) {
  if (!met.has(kind)) fail(`no network has a layer of kind ${name}`);
}
console.log(`${cells} cells of ${met.size} kinds of layers come about as told; ${changes} changes `
  + "lie where they should");
