// Layers as numbers read back: which cells each joins (Sources/PageModule/LayerNumbers.swift).
import { Geometry } from "./geometry.mjs";

/** The kinds of layers, by their numbers. */
export const kinds = { conv: 0, transposed: 1, dense: 2, relu: 3, sigmoid: 4, flatten: 5,
  reshape: 6, maxPool: 7, averagePool: 8, upsample: 9, leakyReLU: 10, tanh: 11, softplus: 12, dropout: 13,
  batchNorm2d: 14, sampling: 15, elu: 16, gelu: 17, silu: 18, hardSigmoid: 19, layerNorm: 20,
  groupNorm: 21, batchNorm1d: 22, bilinear: 23, pixelShuffle: 24, pad: 25, crop: 26, selu: 27,
  preLU: 28 };

const reshaping = new Set([kinds.flatten, kinds.reshape]);
const bending = new Set([kinds.relu, kinds.sigmoid, kinds.leakyReLU, kinds.tanh, kinds.softplus,
  kinds.dropout, kinds.elu, kinds.gelu, kinds.silu, kinds.hardSigmoid, kinds.selu, kinds.preLU]);
const cellwise = new Set([...bending, kinds.batchNorm2d, kinds.batchNorm1d, kinds.sampling]);

/** A layer that only says the same numbers in another shape. */
export const isReshaping = (layer) => reshaping.has(layer.kind);

/** A layer that does the same to every value, whatever stands beside it. */
export const isBending = (layer) => bending.has(layer.kind);

/**
 * @param {import("./network.mjs").LayerInfo} layer of a convolution, or its transpose
 * @returns {{kernel: number[], stride: number[], padding: number[], dilation: number[],
 *   outputPadding: number[], groups: number, inputs: number, outputs: number, bias: boolean}}
 */
export function convolution({ numbers: n }) {
  return { kernel: n.slice(0, 2), stride: n.slice(2, 4), padding: n.slice(4, 8),
    dilation: n.slice(8, 10), outputPadding: n.slice(10, 12), groups: n[12], inputs: n[13],
    outputs: n[14], bias: n[15] !== 0 };
}

/**
 * The geometry of a convolution between maps of these shapes; `large` is the input of a convolution
 * and the output of a transposed one.
 */
export function geometryOfLayer(module, layer, large) {
  const c = convolution(layer);
  return new Geometry(module, { size: [large[1], large[2]],
    kernel: /** @type {any} */ (c.kernel), stride: /** @type {any} */ (c.stride),
    padding: /** @type {any} */ (c.padding), dilation: /** @type {any} */ (c.dilation),
    outputPadding: /** @type {any} */ (c.outputPadding), groups: 1, channels: [1, 1] });
}

/**
 * Where the cells of a bilinear resizing lie between those of its input, along an axis.
 * @param {number[]} numbers of the layer
 * @param {number} axis 0 down the rows, 1 along the columns
 * @param {number} input cells
 * @param {number} output cells
 * @returns {{first: number, second: number, share: number}[]} `share` is the second's
 */
export function bilinearPlaces([alignsCorners, isSize, ...extents], axis, input, output) {
  const step = alignsCorners ? (output > 1 ? (input - 1) / (output - 1) : 0)
    : isSize ? input / output : 1 / extents[axis];
  return Array.from({ length: output }, (_, cell) => {
    const place = alignsCorners ? step * cell : step * (cell + 0.5) - 0.5;
    const first = Math.min(Math.max(0, Math.trunc(place)), input - 1);
    const isLast = first === input - 1;
    return { first, second: isLast ? first : first + 1,
      share: isLast ? 0 : Math.max(0, place - first) };
  });
}

/**
 * The row, or column, that a padded one shows; null where there are zeros.
 * @param {number[]} numbers of the layer: how it fills, then the four sides
 */
export function padSource([fill, ...sides], axis, place, count) {
  const at = place - sides[2 * axis];
  if (at >= 0 && at < count) return at;
  if (fill === 0) return null;
  if (fill === 1) return at < 0 ? -at : 2 * (count - 1) - at;
  return at < 0 ? 0 : count - 1;
}

/**
 * Along an axis, the rows or columns of the input that each of the output's is computed from; null
 * when that is all of them.
 * @param {import("./network.mjs").LayerInfo} layer whose output is maps
 * @param {number} axis
 * @param {number[]} input its shape
 * @returns {number[][]|null}
 */
function sources(layer, axis, input) {
  if (input.length !== 3) return null;
  const n = layer.numbers;
  const [from, to] = [input[1 + axis], layer.shape[1 + axis]];
  const each = (find) => Array.from({ length: to }, (_, place) =>
    find(place).filter((at) => at !== null && at >= 0 && at < from));
  const range = (count, of) => Array.from({ length: count }, (_, tap) => of(tap));
  const [k, s, before] = [n[axis], n[2 + axis], n[4 + 2 * axis]];
  if (cellwise.has(layer.kind)) return each((place) => [place]);
  switch (layer.kind) {
    case kinds.conv:
      return each((place) => range(k, (tap) => place * s - before + n[8 + axis] * tap));
    case kinds.maxPool: case kinds.averagePool:
      return each((place) => range(k, (tap) => place * s - before + tap));
    case kinds.transposed: return each((place) => range(k, (tap) => {
      const at = place + before - tap * n[8 + axis];
      return at % s === 0 ? at / s : null;
    }));
    case kinds.upsample: return each((place) => [Math.floor(place / n[axis])]);
    case kinds.pixelShuffle: return each((place) => [Math.floor(place / n[0])]);
    case kinds.pad: return each((place) => [padSource(n, axis, place, from)]);
    case kinds.crop: return each((place) => [place + n[2 * axis]]);
    case kinds.bilinear: {
      const places = bilinearPlaces(n, axis, from, to);
      return each((place) => [places[place].first, places[place].second]);
    }
    // Over the channels of a cell, or over one row alone.
    case kinds.layerNorm:
      return n[1] === 1 || (n.length === 3 && axis === 0) ? each((place) => [place]) : null;
    default: return null;
  }
}

/** @typedef {{y: [number, number], x: [number, number]}} Region first and last row and column */

/**
 * The region of the layer's input that a region of its output is computed from; null for all of it.
 * @param {import("./network.mjs").LayerInfo} layer
 * @param {Region} region
 * @param {number[]} input its shape
 * @returns {Region|null}
 */
export function seen(layer, region, input) {
  const along = (axis, [first, last]) => {
    const all = sources(layer, axis, input);
    const found = all ? all.slice(first, last + 1).flat() : [0, input[1 + axis] - 1];
    // What sees zeros of the padding alone has its nearest cell framed.
    const nearest = Math.max(0, Math.min(input[1 + axis] - 1, first));
    return /** @type {[number, number]} */ (found.length === 0 ? [nearest, nearest]
      : [Math.min(...found), Math.max(...found)]);
  };
  if (input.length !== 3 || layer.kind === kinds.groupNorm) return null;
  return { y: along(0, region.y), x: along(1, region.x) };
}

/**
 * The region of the layer's output that a region of its input reaches; null for all of it.
 * @param {import("./network.mjs").LayerInfo} layer
 * @param {Region} region
 * @param {number[]} input its shape
 * @returns {Region|null}
 */
export function reached(layer, region, input) {
  if (input.length !== 3 || layer.shape.length !== 3 || layer.kind === kinds.groupNorm) return null;
  const along = (axis, [first, last]) => {
    const most = layer.shape[1 + axis] - 1;
    const all = sources(layer, axis, input);
    if (!all) return /** @type {[number, number]} */ ([0, most]);
    const found = all.flatMap((from, place) =>
      (from.some((at) => at >= first && at <= last) ? [place] : []));
    const nearest = Math.max(0, Math.min(most, first));
    return /** @type {[number, number]} */ (found.length === 0 ? [nearest, nearest]
      : [found[0], found[found.length - 1]]);
  };
  return { y: along(0, region.y), x: along(1, region.x) };
}

/** The whole of a map. @param {number[]} shape @returns {Region} */
export const whole = (shape) => ({ y: [0, shape[1] - 1], x: [0, shape[2] - 1] });
