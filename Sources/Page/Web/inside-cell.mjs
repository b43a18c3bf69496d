// What a cell is computed from, for every kind of layer.
import { explained, placeOf } from "./cell-arithmetic.mjs";
import { bend } from "./bends.mjs";
import { element, mark } from "./dom.mjs";
import { denseView } from "./inside-dense.mjs";
import { stampsView, sumView } from "./inside-sums.mjs";
import { isBending, isReshaping, kinds } from "./layers.mjs";
import { greatest, shortNumber } from "./pictures.mjs";
import { tile } from "./tiles.mjs";

const line = (text) => element("p", { class: "sum", text });
const note = (text) => element("p", { class: "note", text });

/**
 * @param {import("./run-data.mjs").RunData} run
 * @param {number} index of the layer
 * @param {import("./cell-arithmetic.mjs").CellPlace} cell
 * @param {Float32Array[]} activations of all layers
 * @param {Float32Array} image
 * @param {{hasNumbers: boolean, onUnit: (unit: number) => void}} options
 * @returns {Node[]}
 */
export function cellView(run, index, cell, activations, image, { hasNumbers, onUnit }) {
  const { layers, about, module, weights } = run;
  const layer = layers[index];
  const input = index === 0 ? image : activations[index - 1];
  const inputShape = index === 0 ? about.shape : layers[index - 1].shape;
  const what = explained({ module, weights, layer, cell, input, inputShape });
  const { title } = about.layers[index];
  /** @type {(Node|null)[]} */
  let nodes;
  switch (what.kind) {
    case "summed":
      nodes = layer.kind === kinds.transposed
        ? [...sumView(what, input, inputShape, hasNumbers), stampsView(what, cell)]
        : sumView(what, input, inputShape, hasNumbers);
      break;
    case "weighed":
      nodes = denseView(what, { unit: cell.x, unitName: headOf(run, index, cell.x),
        unitCount: layer.shape[0], input, mapShape: mapsBefore(run, index), onUnit });
      break;
    case "pooled": nodes = pooledView(what); break;
    case "normalised": nodes = normalisedView(what); break;
    case "moved": nodes = [line(what.from
      ? `${title} takes it from map ${what.from.c}, row ${what.from.y}, column ${what.from.x}: ${
        shortNumber(what.value)}`
      : `${title} puts a zero here, beyond the edge of the map`)]; break;
    case "mixed": nodes = mixedView(what); break;
    case "drawn": nodes = drawnView(what, placeOf(layer.shape, cell)); break;
    case "bent": nodes = [bendView(what, title)]; break;
    default: nodes = [line(`${title} leaves ${shortNumber(what.value)} as it is`)];
  }
  return [...nodes, ...afterwards(run, index, cell, what.value)].filter((node) => node !== null);
}

/** The activations that follow at once, which see this one value. */
function afterwards(run, index, cell, value) {
  const nodes = [];
  let x = value;
  for (let i = index + 1; i < run.layers.length && isBending(run.layers[i]); i++) {
    const layer = run.layers[i];
    const own = layer.shape.length === 3 ? cell.c : cell.x;
    const slope = layer.kind === kinds.preLU
      ? run.weights[layer.offset + (layer.numbers[0] === 1 ? 0 : own)] : 0;
    const { f, formula } = /** @type {any} */ (bend(layer, slope));
    nodes.push(bendView({ x, f, formula, value: f(x) }, `then ${run.about.layers[i].title}`));
    x = f(x);
  }
  return nodes;
}

/** A function's curve, and where on it the value lies. */
function bendView({ x, f, formula, value }, title) {
  const reach = Math.max(2, Math.abs(x) * 1.2);
  const [width, height] = [150, 84];
  const points = Array.from({ length: 61 }, (_, i) => ((i - 30) / 30) * reach);
  const ys = points.map(f);
  const [low, high] = [Math.min(0, ...ys), Math.max(0, ...ys)];
  const place = (u, v) => [((u + reach) / (2 * reach)) * width,
    height - ((v - low) / (high - low || 1)) * height];
  const axis = (from, to) => mark("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1],
    class: "grid" });
  const [cx, cy] = place(x, value);
  return element("div", { class: "bend" }, [
    mark("svg", { viewBox: "-8 -8 166 100", role: "img",
      "aria-label": `the curve of ${formula}` }, [
      axis(place(-reach, 0), place(reach, 0)), axis(place(0, low), place(0, high)),
      mark("polyline", { points: points.map((u, i) => place(u, ys[i]).join()).join(" "),
        class: "curve" }),
      mark("circle", { cx, cy, r: 6, class: "unit" })]),
    element("p", { class: "sum" }, [`${title}: ${shortNumber(x)} becomes `,
      element("b", { text: shortNumber(value) }), element("span", { class: "note",
        text: formula })]),
  ]);
}

function pooledView({ window, kernel, isMax, share, value, winner }) {
  const beyond = window.filter((cell) => cell === null).length;
  return [
    line(isMax ? `the greatest of ${window.length} cells: ${shortNumber(value)}`
      : `the sum of ${window.length - beyond} cells, divided by ${share}: ${shortNumber(value)}`),
    element("div", { class: "pool" }, [tile(window, kernel, greatest(window.map((x) => x ?? 0)),
      { label: "the window", hasNumbers: true, marked: winner })]),
    beyond > 0 ? note(`${beyond} of them in the padding`) : null,
  ];
}

function normalisedView({ x, mean, deviation, scale, shift, of, value }) {
  const normal = (x - mean) / deviation;
  return [
    line(`(${shortNumber(x)} − ${factor(mean)}) / ${shortNumber(deviation)} = ${
      shortNumber(normal)}`),
    note(`less the mean, by the deviation: ${of}`),
    line(`γ · ${factor(normal)} + β = ${shortNumber(scale)} · ${factor(normal)} + ${
      factor(shift)} = ${shortNumber(value)}`),
    note("γ and β are learned"),
  ];
}

const factor = (x) => (x < 0 ? `(${shortNumber(x)})` : shortNumber(x));

function mixedView({ corners, value }) {
  return [
    line(`${corners.map((corner) => `${shortNumber(corner.share)} · ${factor(corner.value)}`)
      .join(" + ")} = ${shortNumber(value)}`),
    note(`from ${corners.map(({ y, x }) => `(${y}, ${x})`).join(", ")}: each the more, the nearer `
      + "it is"),
  ];
}

/** A value of a variational code: its distribution. */
function drawnView({ mean, deviation, divergence, value }, place) {
  const [width, height] = [320, 90];
  const reach = Math.max(3, Math.abs(mean) + 3 * deviation);
  const bell = (m, s) => Array.from({ length: 121 }, (_, i) => {
    const u = ((i - 60) / 60) * reach;
    return `${((u + reach) / (2 * reach)) * width},${
      height - height * Math.min(1, Math.exp(-(((u - m) / s) ** 2) / 2))}`;
  }).join(" ");
  return [
    line(`value ${place}: drawn around ${shortNumber(mean)} with a deviation of ${
      shortNumber(deviation)}; in use its mean, ${shortNumber(value)}`),
    mark("svg", { viewBox: `-4 -4 ${width + 8} ${height + 8}`, class: "bells", role: "img",
      "aria-label": "the image's own distribution and the prior" }, [
      mark("polyline", { points: bell(0, 1), class: "curve prior" }),
      mark("polyline", { points: bell(mean, Math.max(deviation, reach / 60)), class: "curve" })]),
    note(`Dashed is the prior, the standard normal distribution; the divergence from it is ${
      shortNumber(divergence)} nats.`),
  ];
}

/** What a unit of the layer before a drawn code stands for. */
function headOf({ layers }, index, unit) {
  const next = layers[index + 1];
  if (next?.kind !== kinds.sampling) return "";
  const size = next.shape[0];
  return unit < size ? `mean of value ${unit}` : `log-variance of value ${unit - size}`;
}

/** How the inputs of a dense layer lay in maps, when they did. */
function mapsBefore({ layers, about }, index) {
  let at = index - 1;
  while (at >= 0 && (isBending(layers[at]) || isReshaping(layers[at]))) {
    if (layers[at].shape.length === 3) return layers[at].shape;
    at -= 1;
  }
  const shape = at < 0 ? about.shape : layers[at].shape;
  return shape.length === 3 ? shape : null;
}
