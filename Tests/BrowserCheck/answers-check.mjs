// Holds the answers that a page computes for its reader's run to numbers that are computed here,
// from the network itself and in another way: the emptiest place between classes, the middle of a
// walk, values out of use, what cells see of the image, what a dense layer costs, how far the
// decoder mirrors the encoder.
//
//   node answers-check.mjs [PAGE.wasm]
//
// Exit code 1 when an answer is not true.
import { readFileSync } from "node:fs";
import { gapsText, priorText, walkText } from "../../Sources/Page/Web/explorer-questions.mjs";
import { costText, fieldsText, mirrorText, overlapText }
  from "../../Sources/Page/Web/inside-questions.mjs";
import { kinds as k } from "../../Sources/Page/Web/layers.mjs";
import { PageModule } from "../../Sources/Page/Web/page-module.mjs";
import { RunData } from "../../Sources/Page/Web/run-data.mjs";

const file = process.argv[2]
  ?? new URL("../../Sources/Page/Resources/page.wasm", import.meta.url);
const module = await PageModule.load(readFileSync(file));

let state = 5;
/** From 0 to less than 1. */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
/** A whole number, both ends among them. */
const whole = (first, last) => first + Math.floor(random() * (last - first + 1));
const list = (count, make) => Array.from({ length: count }, (_, i) => make(i));

let answers = 0;
/** An answer has these words, and no number that is none. */
function expect(text, ...words) {
  answers += 1;
  const missing = words.filter((word) => !text.includes(word));
  if (missing.length === 0 && !/NaN|undefined|Infinity|not a number/.test(text)) return;
  console.error(`"${missing.join('", "')}" is not in: ${text}`);
  process.exitCode = 1;
}

/** Three digits that count, as a page writes them. */
function written(x, digits = 3) {
  if (x === 0) return "0";
  const isLong = Math.abs(x) >= 1000 || Math.abs(x) < 0.001;
  return (isLong ? x.toExponential(digits > 2 ? 1 : 0) : `${Number(x.toPrecision(digits))}`)
    .replace("-", "−");
}

/**
 * A run with random weights, images and labels.
 * @param {number[]} shape
 * @param {number} latentSize
 * @param {number[][]} encoder layers as numbers, each with its kind first
 * @param {number[][]} decoder
 * @param {{count?: number, classes?: number, about?: object}} options
 */
function randomRun(shape, latentSize, encoder, decoder,
  { count = 0, classes = 3, about = {} } = {}) {
  const pixels = shape[0] * shape[1] * shape[2];
  const layerNumbers = [...encoder, ...decoder].flatMap(([kind, ...rest]) =>
    [kind, rest.length, ...rest]);
  const address = module.with([module.doubles(layerNumbers.length).put(layerNumbers)], (n) =>
    module.calls.network_new(n.address, n.count, encoder.length, latentSize, ...shape));
  const weightCount = module.calls.network_parameter_count(address);
  module.calls.network_free(address);
  return new RunData(module, { shape, latentSize, layerNumbers, encoderCount: encoder.length,
    imageCount: count, white: 255, classNames: list(classes, (i) => `class ${"abcdefgh"[i]}`),
    isVariational: false, layers: [...encoder, ...decoder].map((_, i) => ({
      name: i < encoder.length ? `encoder.${i}` : `decoder.${i - encoder.length}`,
      title: `layer ${i}` })), ...about },
  { weights: Float32Array.from({ length: weightCount }, () => 2 * random() - 0.9),
    images: Uint8Array.from({ length: count * pixels }, () => whole(0, 255)),
    labels: Uint8Array.from({ length: count }, (_, i) => (i < classes ? i : whole(0, classes - 1))),
    codes: new Float32Array(), plane: new Float32Array() });
}

/** The mean squared error to the nearest image. */
function nearest(run, picture) {
  const errors = list(run.count, (i) => {
    const image = run.image(i);
    let sum = 0;
    for (let p = 0; p < picture.length; p++) sum += (picture[p] - image[p]) ** 2;
    return sum / picture.length;
  });
  return Math.min(...errors);
}

const mixed = (a, b) => Float32Array.from(a, (x, i) => (x + b[i]) / 2);

for (let round = 0; round < 40; round++) {
  const [size, latentSize, classes] = [whole(2, 4), whole(1, 4), whole(2, 5)];
  const pixels = size * size;
  const run = randomRun([1, size, size], latentSize,
    [[k.flatten], [k.dense, pixels, latentSize, 1]],
    [[k.dense, latentSize, pixels, 1], [k.sigmoid], [k.reshape, 1, size, size]],
    { count: whole(classes + 1, 30), classes, about: { isVariational: random() < 0.3 } });

  let gap = { far: -1, names: ["", ""] };
  const means = list(classes, (label) => {
    const own = list(run.count, (i) => i).filter((i) => run.labels[i] === label);
    return Float32Array.from({ length: latentSize }, (_, place) =>
      own.reduce((sum, i) => sum + run.codes[i * latentSize + place], 0) / own.length);
  });
  for (let a = 0; a < classes; a++) {
    for (let b = a + 1; b < classes; b++) {
      const far = nearest(run, run.network.decode(mixed(means[a], means[b])));
      if (far > gap.far) gap = { far, names: [a, b].map((each) => run.about.classNames[each]) };
    }
  }
  const rebuilt = list(run.count, (i) => nearest(run, run.network.decode(run.code(i))));
  expect(gapsText(run), ...gap.names, `MSE of ${written(gap.far)}`,
    written(rebuilt.reduce((sum, x) => sum + x, 0) / run.count),
    run.about.isVariational ? "one cloud" : "plain autoencoder");

  const ends = [whole(0, run.count - 1), whole(0, run.count - 1)];
  const code = nearest(run, run.network.decode(mixed(run.code(ends[0]), run.code(ends[1]))));
  const blend = nearest(run, mixed(run.image(ends[0]), run.image(ends[1])));
  expect(walkText(run, { ends }), `between ${run.className(ends[0])} and ${
    run.className(ends[1])}`, `MSE of ${written(code)}`, `the blend by ${written(blend)}`,
  code < blend ? "stays nearer" : "no better");

  // Some values of the code are made the same for all images.
  const isStill = list(latentSize, () => random() < 0.5);
  run.codes = run.codes.map((x, i) => (isStill[i % latentSize] ? 0.4 : 3 * Math.sin(7 * x + i)));
  const still = isStill.filter(Boolean).length;
  expect(priorText(run), still > 0 ? `Here ${still} of ${latentSize} ` : "in use",
    ...isStill.flatMap((each, place) => (each ? [`z${"₁₂₃₄"[place]}`] : [])));
  run.network.free();
}

/** Rows and columns of the image whose pixels change the middle cell of a layer. */
function field(run, index) {
  const { network, layers, about: { shape } } = run;
  const [, height, width] = layers[index].shape;
  const middle = Math.floor(height / 2) * width + Math.floor(width / 2);
  const image = Float32Array.from({ length: network.pixels }, random);
  const before = network.activations(image, layers)[index][middle];
  const [rows, columns] = [new Set(), new Set()];
  for (let p = 0; p < shape[1] * shape[2]; p++) {
    const changed = image.slice();
    for (let c = 0; c < shape[0]; c++) changed[c * shape[1] * shape[2] + p] += 3;
    if (network.activations(changed, layers)[index][middle] === before) continue;
    rows.add(Math.floor(p / shape[2]));
    columns.add(p % shape[2]);
  }
  return [rows, columns].map((set) => Math.max(...set) - Math.min(...set) + 1);
}

for (let round = 0; round < 12; round++) {
  const shape = [whole(1, 2), whole(9, 14), whole(9, 14)];
  const kernel = [whole(2, 4), whole(1, 3)];
  const stride = [whole(1, 2), whole(1, 2)];
  const padding = list(4, () => whole(0, 1));
  const after = (side, axis) => 1 + Math.floor(
    (side + padding[2 * axis] + padding[2 * axis + 1] - kernel[axis]) / stride[axis]);
  const convolution = (inputs, outputs) =>
    [k.conv, ...kernel, ...stride, ...padding, 1, 1, 0, 0, 1, inputs, outputs, 1];
  const sides = list(2, (axis) => after(after(shape[1 + axis], axis), axis));
  if (Math.min(...sides) < 1) continue;
  const [cells, units] = [3 * sides[0] * sides[1], whole(1, 5)];
  const pixels = shape[0] * shape[1] * shape[2];
  const run = randomRun(shape, units,
    [convolution(shape[0], 2), [k.leakyReLU, 0.2], convolution(2, 3), [k.flatten],
      [k.dense, cells, units, 1]],
    [[k.dense, units, cells, 1], [k.dense, cells, pixels, 1], [k.reshape, ...shape]]);
  const of = (index) => ({ layer: run.layers[index], index });
  const called = (index) => `${run.about.layers[index].name} (${run.about.layers[index].title})`;
  expect(fieldsText(run, [of(0), of(2)]),
    `${field(run, 0).join(" × ")} cells for ${called(0)}`,
    `${field(run, 2).join(" × ")} cells for ${called(2)}`, `of ${shape[1]} × ${shape[2]}`);

  // The dense layer's weights as images of one unit each, and of one input each, lie at an angle.
  const start = run.layers[4].offset;
  const back = run.layers[5].offset;
  const forth = list(units * cells, (i) => run.weights[start + i]);
  const other = list(units * cells, (i) =>
    run.weights[back + (i % cells) * units + Math.floor(i / cells)]);
  const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const cosine = dot(forth, other) / Math.sqrt(dot(forth, forth) * dot(other, other));
  expect(mirrorText(run, [of(4)]), `a cosine of ${written(cosine, 2)}:`);
  run.network.free();
}

for (let round = 0; round < 12; round++) {
  const shape = [whole(1, 3), whole(3, 9), whole(3, 9)];
  const pixels = shape[0] * shape[1] * shape[2];
  const units = whole(2, 9);
  const run = randomRun(shape, units, [[k.flatten], [k.dense, pixels, units, 0]],
    [[k.dense, units, pixels, 0], [k.reshape, ...shape]]);
  expect(costText(run, { layer: run.layers[1], index: 1 }), `${pixels} weights`, `${units} units`,
    `${(run.network.parameterCount / 2).toLocaleString("en")} in all`,
    `${(9 * shape[0] * units).toLocaleString("en")} weights`);
  run.network.free();
}

/** A transposed convolution of ones over ones counts what reaches each cell. */
for (let round = 0; round < 30; round++) {
  const [kernel, stride] = [[whole(1, 4), whole(1, 4)], [whole(1, 3), whole(1, 3)]];
  const dilation = [whole(1, 2), whole(1, 2)];
  const cells = 12;
  const shape = [1, ...list(2, (axis) =>
    (cells - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1)];
  const run = randomRun(shape, 1,
    [[k.conv, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0], [k.flatten],
      [k.dense, shape[1] * shape[2], 1, 0]],
    [[k.dense, 1, cells * cells, 0], [k.reshape, 1, cells, cells],
      [k.transposed, ...kernel, ...stride, 0, 0, 0, 0, ...dilation, 0, 0, 1, 1, 1, 0]]);
  const ones = new Float32Array(run.weights.length).fill(1);
  run.network.setParameters(ones);
  const counts = run.network.decode([1]);
  const inner = counts.filter((_, i) => [Math.floor(i / shape[2]), i % shape[2]].every((at, axis) =>
    at >= 4 * stride[axis] + 8 && at < shape[1 + axis] - 4 * stride[axis] - 8));
  if (inner.length === 0) continue;
  const [least, most] = [Math.min(...inner), Math.max(...inner)];
  expect(overlapText(run, { layer: run.layers.at(-1), index: run.layers.length - 1 }),
    least === most ? `Yes: away from the edges every cell gets ${least} `
      : `from ${least === 0 ? "none" : least} to ${most} `);
  run.network.free();
}

console.log(process.exitCode ? "an answer is not true" : `${answers} answers are true`);
