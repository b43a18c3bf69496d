// Layers as numbers read back: which cells each joins (Sources/PageModule/LayerNumbers.swift).
import { Geometry } from "./geometry.mjs";

/** The kinds that the page tells apart. */
export const kinds = { conv: 0, transposed: 1, dense: 2, flatten: 5, reshape: 6, maxPool: 7,
  averagePool: 8, upsample: 9 };

const reshaping = new Set([kinds.flatten, kinds.reshape]);
const elementwise = new Set([3, 4, 10, 11, 12, 13, 14, 16, 17, 18, 19]);

/** A layer that only says the same numbers in another shape. */
export const isReshaping = (layer) => reshaping.has(layer.kind);

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

/** @typedef {{y: [number, number], x: [number, number]}} Region first and last row and column */

/**
 * The region of the layer's input that a region of its output is computed from; null for all of it.
 * @param {import("./network.mjs").LayerInfo} layer
 * @param {Region} region
 * @param {number[]} input its shape
 * @returns {Region|null}
 */
export function seen(layer, region, input) {
  if (elementwise.has(layer.kind)) return region;
  const n = layer.numbers;
  const along = (axis, [first, last]) => {
    const most = input[1 + axis] - 1;
    const clip = (a, b) => /** @type {[number, number]} */ (
      [Math.max(0, Math.min(most, a)), Math.max(0, Math.min(most, b))]);
    const [k, s, before] = [n[axis], n[2 + axis], n[4 + 2 * axis]];
    switch (layer.kind) {
      case kinds.conv:
        return clip(first * s - before, last * s - before + n[8 + axis] * (k - 1));
      case kinds.maxPool: case kinds.averagePool:
        return clip(first * s - before, last * s - before + k - 1);
      case kinds.transposed:
        return clip(Math.ceil((first + before - n[8 + axis] * (k - 1)) / s),
          Math.floor((last + before) / s));
      case kinds.upsample: return clip(Math.floor(first / n[axis]), Math.floor(last / n[axis]));
      default: return null;
    }
  };
  const [y, x] = [along(0, region.y), along(1, region.x)];
  return y && x ? { y, x } : null;
}

/**
 * The region of the layer's output that a region of its input reaches; null for all of it.
 * @param {import("./network.mjs").LayerInfo} layer
 * @param {Region} region
 * @returns {Region|null}
 */
export function reached(layer, region) {
  if (elementwise.has(layer.kind)) return region;
  const n = layer.numbers;
  const along = (axis, [first, last]) => {
    const most = layer.shape[1 + axis] - 1;
    const clip = (a, b) => /** @type {[number, number]} */ (
      [Math.max(0, Math.min(most, a)), Math.max(0, Math.min(most, b))]);
    const [k, s, before] = [n[axis], n[2 + axis], n[4 + 2 * axis]];
    switch (layer.kind) {
      case kinds.conv: return clip(Math.ceil((first + before - n[8 + axis] * (k - 1)) / s),
        Math.floor((last + before) / s));
      case kinds.transposed:
        return clip(first * s - before, last * s - before + n[8 + axis] * (k - 1));
      case kinds.upsample: return clip(first * n[axis], (last + 1) * n[axis] - 1);
      default: return null;
    }
  };
  const [y, x] = [along(0, region.y), along(1, region.x)];
  return y && x ? { y, x } : null;
}

/** The whole of a map. @param {number[]} shape @returns {Region} */
export const whole = (shape) => ({ y: [0, shape[1] - 1], x: [0, shape[2] - 1] });
