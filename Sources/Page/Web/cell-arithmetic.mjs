// How one cell of a layer comes about, in numbers, from the layer's input and what it has learned.
import { bend } from "./bends.mjs";
import { bilinearPlaces, convolution, geometryOfLayer, kinds, padSource } from "./layers.mjs";

/**
 * @typedef {{c: number, y: number, x: number}} CellPlace in a list `c` and `y` are 0
 * @typedef {object} CellContext
 * @property {import("./page-module.mjs").PageModule} module
 * @property {ArrayLike<number>} weights of the whole network
 * @property {import("./network.mjs").LayerInfo} layer
 * @property {CellPlace} cell
 * @property {ArrayLike<number>} input
 * @property {number[]} inputShape [C, H, W] or [features]
 *
 * @typedef {{map: number, window: Float32Array, weights: Float32Array, sum: number}} MapShare
 */

/** Where a cell lies in its layer's output. @param {number[]} shape @param {CellPlace} cell */
export const placeOf = (shape, { c, y, x }) =>
  (shape.length === 3 ? (c * shape[1] + y) * shape[2] + x : x);

/**
 * What the cell is computed from; `value` is what comes of it.
 * @param {CellContext} context
 */
export function explained(context) {
  const { layer, input, cell } = context;
  const x = input[placeOf(layer.shape, cell)];
  switch (layer.kind) {
    case kinds.conv: return convolved(context);
    case kinds.transposed: return scattered(context);
    case kinds.dense: return weighed(context);
    case kinds.maxPool: case kinds.averagePool: return pooled(context);
    case kinds.batchNorm2d: case kinds.batchNorm1d: case kinds.layerNorm: case kinds.groupNorm:
      return normalised(context);
    case kinds.upsample: case kinds.pixelShuffle: case kinds.pad: case kinds.crop:
      return moved(context);
    case kinds.bilinear: return mixed(context);
    case kinds.sampling: return drawn(context);
    case kinds.preLU: {
      const [count] = layer.numbers;
      const own = layer.shape.length === 3 ? cell.c : cell.x;
      const slope = context.weights[layer.offset + (count === 1 ? 0 : own)];
      return bent(layer, x, slope);
    }
    default: return bend(layer) ? bent(layer, x, 0)
      : { kind: /** @type {const} */ ("kept"), x, value: x };
  }
}

function bent(layer, x, slope) {
  const { f, formula } = /** @type {any} */ (bend(layer, slope));
  return { kind: /** @type {const} */ ("bent"), x, f, formula, value: f(x) };
}

/** What a convolution sums: window times weights, map by map. */
function convolved({ module, weights, layer, cell, input, inputShape }) {
  const [, height, width] = inputShape;
  const c = convolution(layer);
  const geometry = geometryOfLayer(module, layer, [c.inputs, height, width]);
  const perGroup = c.inputs / c.groups;
  const group = Math.floor(cell.c / (c.outputs / c.groups));
  const taps = c.kernel[0] * c.kernel[1];
  return summed(c, geometry, geometry.joinsOfSmall(cell.y, cell.x), {
    count: perGroup, map: (i) => group * perGroup + i,
    value: (map, y, x) => (y >= 0 && x >= 0 && y < height && x < width
      ? input[(map * height + y) * width + x] : 0),
    weight: (i, _map, tap) => weights[layer.offset + (cell.c * perGroup + i) * taps + tap],
    bias: c.bias ? weights[layer.offset + c.outputs * perGroup * taps + cell.c] : 0,
  });
}

/** What a transposed convolution adds: which small cells reach this one, map by map. */
function scattered({ module, weights, layer, cell, input, inputShape }) {
  const [, height, width] = inputShape;
  const c = convolution(layer);
  const geometry = geometryOfLayer(module, layer, layer.shape);
  const perGroup = c.outputs / c.groups;
  const group = Math.floor(cell.c / perGroup);
  const count = c.inputs / c.groups;
  const taps = c.kernel[0] * c.kernel[1];
  return summed(c, geometry, geometry.joinsOfLarge(cell.y, cell.x), {
    count, map: (i) => group * count + i,
    value: (map, y, x) => input[(map * height + y) * width + x],
    weight: (_i, map, tap) =>
      weights[layer.offset + (map * perGroup + cell.c % perGroup) * taps + tap],
    bias: c.bias ? weights[layer.offset + c.inputs * perGroup * taps + cell.c] : 0,
  });
}

function summed({ kernel }, geometry, joins, { count, map, value, weight, bias }) {
  const taps = kernel[0] * kernel[1];
  const rows = Array.from({ length: count }, (_, i) => {
    const own = map(i);
    const window = new Float32Array(taps);
    const used = new Float32Array(taps);
    let sum = 0;
    for (const { y, x, ky, kx } of joins) {
      const tap = ky * kernel[1] + kx;
      window[tap] = value(own, y, x);
      used[tap] = weight(i, own, tap);
      sum += window[tap] * used[tap];
    }
    return { map: own, window, weights: used, sum };
  });
  return { kind: /** @type {const} */ ("summed"), rows, bias, joins, kernel, geometry,
    value: rows.reduce((sum, row) => sum + row.sum, bias) };
}

/** What a dense unit weighs, input by input. */
function weighed({ weights: all, layer, cell, input }) {
  const [inputs, outputs, bias] = layer.numbers;
  const start = layer.offset + cell.x * inputs;
  const weights = all.slice(start, start + inputs);
  const b = bias ? all[layer.offset + inputs * outputs + cell.x] : 0;
  const products = Float64Array.from({ length: inputs }, (_, i) => input[i] * weights[i]);
  return { kind: /** @type {const} */ ("weighed"), weights, products, bias: b,
    value: products.reduce((sum, product) => sum + product, b) };
}

/** The window of a pooling; in the padding it has no values. */
function pooled({ layer, cell, input, inputShape }) {
  const [, height, width] = inputShape;
  const [kh, kw, sh, sw, top, , left, , countsPadding] = layer.numbers;
  const window = Array.from({ length: kh * kw }, (_, tap) => {
    const y = cell.y * sh - top + Math.floor(tap / kw);
    const x = cell.x * sw - left + (tap % kw);
    return y >= 0 && x >= 0 && y < height && x < width
      ? input[(cell.c * height + y) * width + x] : null;
  });
  const values = /** @type {number[]} */ (window.filter((value) => value !== null));
  const isMax = layer.kind === kinds.maxPool;
  const share = isMax || !countsPadding ? values.length : kh * kw;
  const value = isMax ? Math.max(...values) : values.reduce((sum, x) => sum + x, 0) / share;
  return { kind: /** @type {const} */ ("pooled"), window, kernel: [kh, kw], isMax, share, value,
    winner: isMax ? window.indexOf(value) : -1 };
}

/** Mean and deviation that a value is measured by, then its learned scale and shift. */
function normalised({ weights, layer, cell, input }) {
  const { shape, numbers: n, offset } = layer;
  const place = placeOf(shape, cell);
  const size = shape.reduce((a, b) => a * b, 1);
  const cells = shape.length === 3 ? shape[1] * shape[2] : 1;
  const channel = Math.floor(place / cells);
  /** What is normalised together: places, and which of the learned numbers is this value's. */
  let set;
  if (layer.kind === kinds.batchNorm2d || layer.kind === kinds.batchNorm1d) {
    const [channels, epsilon] = n;
    const [mean, variance] = [2, 3].map((i) => weights[offset + i * channels + channel]);
    return finished(mean, variance, epsilon, channel, channels, "running, over the training");
  }
  if (layer.kind === kinds.groupNorm) {
    const [groups, channels, epsilon] = n;
    const length = (channels / groups) * cells;
    const first = Math.floor(place / length) * length;
    set = { places: Array.from({ length }, (_, i) => first + i), own: channel, count: channels,
      epsilon, of: `of ${channels / groups} maps` };
  } else if (n[1] === 1) {
    set = { places: Array.from({ length: n[2] }, (_, i) => i * cells + (place % cells)),
      own: channel, count: n[2], epsilon: n[0], of: "of all maps at this cell" };
  } else {
    const length = n.slice(2).reduce((a, b) => a * b, 1);
    const first = Math.floor(place / length) * length;
    set = { places: Array.from({ length }, (_, i) => first + i), own: place % length,
      count: length, epsilon: n[0], of: length === size ? "of all values" : `of ${length} values` };
  }
  const values = set.places.map((at) => input[at]);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return finished(mean, variance, set.epsilon, set.own, set.count, set.of);

  function finished(mean, variance, epsilon, own, count, of) {
    const deviation = Math.sqrt(variance + epsilon);
    const [scale, shift] = [weights[offset + own], weights[offset + count + own]];
    const x = input[place];
    return { kind: /** @type {const} */ ("normalised"), x, mean, deviation, scale, shift, of,
      value: scale * ((x - mean) / deviation) + shift };
  }
}

/** The cell that another one is a copy of; null where there is a zero. */
function moved({ layer, cell, input, inputShape }) {
  const [, height, width] = inputShape;
  const n = layer.numbers;
  /** @type {{c: number, y: number|null, x: number|null}} */
  let from;
  switch (layer.kind) {
    case kinds.upsample:
      from = { c: cell.c, y: Math.floor(cell.y / n[0]), x: Math.floor(cell.x / n[1]) };
      break;
    case kinds.pixelShuffle: {
      const [r] = n;
      from = { c: r * r * cell.c + r * (cell.y % r) + (cell.x % r), y: Math.floor(cell.y / r),
        x: Math.floor(cell.x / r) };
      break;
    }
    case kinds.pad:
      from = { c: cell.c, y: padSource(n, 0, cell.y, height), x: padSource(n, 1, cell.x, width) };
      break;
    default: from = { c: cell.c, y: cell.y + n[0], x: cell.x + n[2] };
  }
  const isZero = from.y === null || from.x === null;
  return { kind: /** @type {const} */ ("moved"), from: isZero ? null : from,
    value: isZero ? 0 : input[(from.c * height + Number(from.y)) * width + Number(from.x)] };
}

/** The four cells around a place, each with its share. */
function mixed({ layer, cell, input, inputShape }) {
  const [, height, width] = inputShape;
  const rows = bilinearPlaces(layer.numbers, 0, height, layer.shape[1])[cell.y];
  const columns = bilinearPlaces(layer.numbers, 1, width, layer.shape[2])[cell.x];
  const corners = [[rows.first, 1 - rows.share], [rows.second, rows.share]].flatMap(([y, a]) =>
    [[columns.first, 1 - columns.share], [columns.second, columns.share]].map(([x, b]) =>
      ({ y, x, share: a * b, value: input[(cell.c * height + y) * width + x] })));
  return { kind: /** @type {const} */ ("mixed"),
    corners: corners.filter(({ share }) => share > 0),
    value: corners.reduce((sum, { share, value }) => sum + share * value, 0) };
}

/** A value of a drawn code: in use its mean; the deviation is what training draws with. */
function drawn({ layer, cell, input }) {
  const size = layer.shape.reduce((a, b) => a * b, 1);
  const place = placeOf(layer.shape, cell);
  const [mean, logVariance] = [input[place], input[size + place]];
  return { kind: /** @type {const} */ ("drawn"), mean, logVariance,
    deviation: Math.exp(logVariance / 2),
    divergence: 0.5 * (mean ** 2 + Math.exp(logVariance) - 1 - logVariance), value: mean };
}
