// What a student may look for inside the network; the numbers are this network's own.
import { question, questions } from "./dom.mjs";
import { convolution, kinds, seen } from "./layers.mjs";
import { shortNumber } from "./pictures.mjs";

/** @param {import("./run-data.mjs").RunData} run */
export function insideQuestions(run) {
  const all = run.layers.map((layer, index) => ({ layer, index }));
  const inEncoder = all.filter(({ layer }) => layer.isEncoder);
  const windows = inEncoder.filter(({ layer }) => layer.kind === kinds.conv);
  const dense = inEncoder.filter(({ layer }) => layer.kind === kinds.dense);
  const transposed = all.filter(({ layer }) => layer.kind === kinds.transposed);
  return questions([
    windows.length > 0 ? question(windows.length > 1 ? "Open the first convolution, then the last. "
      + "How much of the image does one cell see?"
      : "Open the convolution. How much of the image does one cell see?",
    () => fieldsText(run, windows)) : null,
    windows.length === 0 && dense.length > 0 ? question("Every unit of the first dense layer sees "
      + "the whole image. What does that cost, and what would a convolution need?",
    () => costText(run, dense[0])) : null,
    dense.length > 0 ? question("Open the encoder’s last dense layer and compare what two of its "
      + "units look for. Then open the decoder’s first one: does it undo it?",
    () => mirrorText(run, dense)) : null,
    transposed.length > 0 ? question("Point at neighbouring cells of a transposed convolution. Do "
      + "equally many windows add to each of them?", () => overlapText(run, transposed[0])) : null,
  ]);
}

const called = (run, { index }) => `${run.about.layers[index].name} (${
  run.about.layers[index].title})`;

/** Rows and columns of the image that the middle cell of a layer sees. */
function fieldOf(run, index) {
  const { layers, about } = run;
  const [, height, width] = layers[index].shape;
  const [y, x] = [Math.floor(height / 2), Math.floor(width / 2)];
  let region = /** @type {any} */ ({ y: [y, y], x: [x, x] });
  for (let i = index; i >= 0 && region; i--) {
    region = seen(layers[i], region, i === 0 ? about.shape : layers[i - 1].shape);
  }
  return region ? [region.y, region.x].map(([first, last]) => last - first + 1)
    : about.shape.slice(1);
}

/** How much of the image the first and the last window see. */
export function fieldsText(run, windows) {
  const ends = windows.length > 1 ? [windows[0], windows[windows.length - 1]] : windows;
  const [, height, width] = run.about.shape;
  const told = ends.map((each) => `${fieldOf(run, each.index).join(" × ")} cells for ${
    called(run, each)}`);
  return `In the middle of the image it is ${told.join(" and ")}, of ${height} × ${width}. Each `
    + "layer’s window is taken of cells that have windows themselves, so what a cell sees grows "
    + "with the depth and with every stride. The frame on the image shows it for any cell.";
}

/** What the first dense layer costs. */
export function costText(run, first) {
  const [inputs, units] = first.layer.numbers;
  const [maps] = run.about.shape;
  return `${called(run, first)} has ${inputs} weights for each of its ${units} units, ${
    (inputs * units).toLocaleString("en")} in all, and what it has learned at one place of the `
    + `image it knows nowhere else. A convolution with windows of 3 × 3 and as many maps has ${
      (9 * maps * units).toLocaleString("en")} weights, which it uses at every place.`;
}

/** The cosine between the encoder's last weights and the transposed ones of the decoder. */
function mirrorCosine(run, encoder, decoder) {
  const [inputs, units] = encoder.numbers;
  let [dot, a, b] = [0, 0, 0];
  for (let u = 0; u < units; u++) {
    for (let i = 0; i < inputs; i++) {
      const [forth, back] = [run.weights[encoder.offset + u * inputs + i],
        run.weights[decoder.offset + i * units + u]];
      dot += forth * back;
      a += forth ** 2;
      b += back ** 2;
    }
  }
  return dot / Math.sqrt(a * b || 1);
}

/** Whether the decoder's first layer mirrors the last of the encoder's dense ones. */
export function mirrorText(run, dense) {
  const last = dense[dense.length - 1].layer;
  const first = run.layers.find((layer) => !layer.isEncoder && layer.kind === kinds.dense);
  const isMirror = first && first.numbers[0] === last.numbers[1]
    && first.numbers[1] === last.numbers[0];
  const told = isMirror ? ` Beside each other, the weights of one and the transposed weights of `
    + `the other have a cosine of ${shortNumber(mirrorCosine(run, last, first), 2)}: 1 would be a `
    + "mirror image, 0 nothing in common." : "";
  return "The pictures of the weights differ from unit to unit, and hardly any of them looks like "
    + "a thing: the code is a mixture. The decoder has weights of its own and need not mirror the "
    + `encoder; it only has to draw what the code leaves of the image.${told}`;
}

/** How many windows of a transposed convolution reach each cell along an axis, away from edges. */
export function overlaps(kernel, stride, dilation) {
  return Array.from({ length: stride }, (_, place) =>
    Array.from({ length: kernel }, (_, tap) => tap * dilation)
      .filter((at) => (at - place) % stride === 0).length);
}

/** Whether a transposed convolution's windows overlap evenly. */
export function overlapText(run, transposed) {
  const { kernel, stride, dilation } = convolution(transposed.layer);
  const counts = [0, 1].map((axis) => overlaps(kernel[axis], stride[axis], dilation[axis]));
  const both = counts[0].flatMap((a) => counts[1].map((b) => a * b));
  const [least, most] = [Math.min(...both), Math.max(...both)];
  const windows = (count) => `${count} ${count === 1 ? "window" : "windows"}`;
  const told = least === most ? `Yes: away from the edges every cell gets ${windows(least)}, since `
    + "the stride divides the kernel."
    : `No: away from the edges a cell gets ${least === 0 ? "from none" : `from ${least}`} to ${
      windows(most)}, in a pattern that repeats with the stride. That is where checkerboards come `
      + "from; the network has to learn weights that even them out.";
  return `In ${called(run, transposed)}, kernel ${kernel.join(" × ")}, stride ${
    stride.join(" × ")}: ${told}`;
}
