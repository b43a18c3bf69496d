// What a page tells in numbers, held to the operation itself over many random inputs: the means of
// a curve, noise, how many windows reach a cell.
//
//   node words-check.mjs
//
// Exit code 1 when something is not as it is told.
import { overlaps } from "../../Sources/Page/Web/inside-questions.mjs";
import { LossHistory } from "../../Sources/Page/Web/loss-history.mjs";
import { corrupted, noiseKinds } from "../../Sources/Page/Web/noise.mjs";

let state = 1;
/** From 0 to less than `end`. */
function random(end) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * end);
}

function expect(isSo, text) {
  if (isSo) return;
  console.error(text);
  process.exitCode = 1;
}

/** A curve is never longer than its bound, and its points are means of the steps around them. */
for (const count of [1, 2, 49, 799, 800, 801, 1600, ...Array.from({ length: 20 }, () =>
  1 + random(9000)), 100_000]) {
  const losses = Array.from({ length: count }, () => random(1000) / 1000);
  const history = new LossHistory();
  losses.forEach((loss) => history.add(loss));
  const { points } = history;
  expect(points.length <= 800 && points.length >= Math.min(count, 400),
    `${count} losses make ${points.length} points`);
  expect(history.count === count && history.last === losses[count - 1]
    && history.first.join() === losses.slice(0, 50).join(), `${count} losses have other ends`);
  let start = 0;
  for (const [middle, mean] of points) {
    const end = Math.min(count, start + history.width);
    const expected = losses.slice(start, end).reduce((sum, loss) => sum + loss, 0) / (end - start);
    expect(Math.abs(mean - expected) < 1e-9 && Math.abs(middle - (start + end - 1) / 2) < 1e-9,
      `of ${count} losses those from ${start} to ${end} have another mean`);
    start = end;
  }
  expect(start === count, `of ${count} losses ${start} are in the curve`);
}

/** Noise changes as many pixels as it says, in all their channels alike. */
for (let round = 0; round < 60; round++) {
  const shape = [1 + random(3), 20 + random(20), 20 + random(20)];
  const cells = shape[1] * shape[2];
  const images = Float32Array.from({ length: 4 * shape[0] * cells }, () => 0.25 + random(2) / 4);
  const amount = random(100) / 100;
  for (const [kind] of noiseKinds) {
    const noisy = corrupted(images, shape, kind, amount, round);
    expect(noisy.every((x) => x >= 0 && x <= 1), `${kind} leaves the range of pixels`);
    if (kind === "gaussian") continue;
    let [changed, white] = [0, 0];
    for (let image = 0; image < 4; image++) {
      for (let cell = 0; cell < cells; cell++) {
        const places = Array.from({ length: shape[0] }, (_, c) =>
          (image * shape[0] + c) * cells + cell);
        const all = places.filter((place) => noisy[place] !== images[place]).length;
        expect(all === 0 || all === shape[0], `${kind} changes one channel alone`);
        changed += all > 0 ? 1 : 0;
        white += noisy[places[0]] === 1 ? 1 : 0;
      }
    }
    const count = 4 * cells;
    const isNear = (found, share) =>
      Math.abs(found - share * count) <= 5 * Math.sqrt(count * 0.25);
    expect(isNear(changed, amount), `${kind} ${amount} changes ${changed} of ${count}`);
    expect(kind === "mask" ? white === 0 : isNear(white, amount / 2),
      `${kind} ${amount} makes ${white} of ${count} white`);
  }
}

/** The counts of a transposed convolution's windows are those of a long one, counted. */
for (let round = 0; round < 300; round++) {
  const [kernel, stride, dilation] = [1 + random(6), 1 + random(4), 1 + random(3)];
  const windows = 60;
  const counts = new Array(windows * stride + kernel * dilation).fill(0);
  for (let window = 0; window < windows; window++) {
    for (let tap = 0; tap < kernel; tap++) counts[window * stride + tap * dilation] += 1;
  }
  const inner = counts.slice(30 * stride, 31 * stride);
  const told = overlaps(kernel, stride, dilation);
  expect(inner.join() === told.join(),
    `kernel ${kernel}, stride ${stride}, dilation ${dilation}: ${told}, but counted ${inner}`);
  expect((Math.min(...told) === Math.max(...told)) === (kernel % stride === 0
    && gcd(stride, dilation) === 1), `equal counts where the stride does not divide the kernel`);
}

function gcd(a, b) { return b === 0 ? a : gcd(b, a % b); }

console.log(
  process.exitCode ? "a number is not as it is told" : "the numbers are as they are told");
