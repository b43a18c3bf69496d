// How one cell of a layer is computed, in numbers, from the layer's input and its learned weights.
import { element, mark } from "./dom.mjs";
import { convolution, geometryOfLayer, kinds } from "./layers.mjs";
import { drawSigned, greatest, shortNumber } from "./pictures.mjs";

/**
 * @param {import("./run-data.mjs").RunData} run
 * @param {number} index of the layer
 * @param {{c: number, y: number, x: number}} cell
 * @param {ArrayLike<number>} input
 * @param {number[]} inputShape
 * @param {ArrayLike<number>} output
 */
export function cellSum(run, index, cell, input, inputShape, output) {
  const layer = run.layers[index];
  const place = layer.shape.length === 3
    ? (cell.c * layer.shape[1] + cell.y) * layer.shape[2] + cell.x : cell.x;
  const value = output[place];
  switch (layer.kind) {
    case kinds.conv: return convolved(run, layer, cell, input, inputShape, value);
    case kinds.transposed: return scattered(run, layer, cell, input, inputShape, value);
    case kinds.dense: return weighed(run, layer, cell.x, input, value);
    default: return element("p", { class: "sum", text: input.length === output.length
      ? `${run.about.layers[index].title} makes ${shortNumber(value)} of ${
        shortNumber(input[place])}`
      : `${run.about.layers[index].title} gives ${shortNumber(value)}` });
  }
}

/** A tile of k × k numbers, drawn. */
function tile(values, kernel, most, label) {
  const canvas = element("canvas", { width: kernel[1], height: kernel[0], class: "tile",
    role: "img", "aria-label": label });
  drawSigned(canvas, values, kernel[1], kernel[0], most);
  return canvas;
}

function sumLine(parts, bias, value) {
  const total = parts.reduce((a, b) => a + b, 0);
  return element("p", { class: "sum", text: `Σ over ${parts.length} ${
    parts.length === 1 ? "map" : "maps"} ${shortNumber(total)} + bias ${shortNumber(bias)} = ${
    shortNumber(total + bias)}${Math.abs(total + bias - value) > 1e-3
    ? `; the layer gives ${shortNumber(value)}` : ""}` });
}

/** What a convolution sums: window times weights, map by map, the largest shares first. */
function convolved(run, layer, cell, input, [, height, width], value) {
  const c = convolution(layer);
  const geometry = geometryOfLayer(run.module, layer, [c.inputs, height, width]);
  const joins = geometry.joinsOfSmall(cell.y, cell.x);
  const perGroup = c.inputs / c.groups;
  const group = Math.floor(cell.c / (c.outputs / c.groups));
  const taps = c.kernel[0] * c.kernel[1];
  const rows = Array.from({ length: perGroup }, (_, i) => {
    const map = group * perGroup + i;
    const window = new Float32Array(taps);
    const weights = new Float32Array(taps);
    let sum = 0;
    for (const { y, x, ky, kx } of joins) {
      const tap = ky * c.kernel[1] + kx;
      const isInside = y >= 0 && x >= 0 && y < height && x < width;
      window[tap] = isInside ? input[(map * height + y) * width + x] : 0;
      weights[tap] = run.weights[layer.offset + (cell.c * perGroup + i) * taps + tap];
      sum += window[tap] * weights[tap];
    }
    return { map, window, weights, sum };
  });
  const bias = c.bias ? run.weights[layer.offset + c.outputs * perGroup * taps + cell.c] : 0;
  return element("div", {}, [
    sumLine(rows.map((row) => row.sum), bias, value),
    products(rows, c.kernel, "map"),
  ]);
}

/** What a transposed convolution adds: which small cells reach this one, map by map. */
function scattered(run, layer, cell, input, [, height, width], value) {
  const c = convolution(layer);
  const geometry = geometryOfLayer(run.module, layer, layer.shape);
  const joins = geometry.joinsOfLarge(cell.y, cell.x);
  const perGroup = c.outputs / c.groups;
  const group = Math.floor(cell.c / perGroup);
  const sources = c.inputs / c.groups;
  const taps = c.kernel[0] * c.kernel[1];
  const rows = Array.from({ length: sources }, (_, i) => {
    const map = group * sources + i;
    const window = new Float32Array(taps);
    const weights = new Float32Array(taps);
    let sum = 0;
    for (const { y, x, ky, kx } of joins) {
      const tap = ky * c.kernel[1] + kx;
      window[tap] = input[(map * height + y) * width + x];
      weights[tap] = run.weights[layer.offset + (map * perGroup + cell.c % perGroup) * taps + tap];
      sum += window[tap] * weights[tap];
    }
    return { map, window, weights, sum };
  });
  const bias = c.bias ? run.weights[layer.offset + c.inputs * perGroup * taps + cell.c] : 0;
  const others = joins.map(({ y, x, ky, kx }) => `(${y}, ${x}) by tap (${ky}, ${kx})`).join(", ");
  return element("div", {}, [
    element("p", { class: "note", text: `${joins.length} small ${
      joins.length === 1 ? "cell scatters" : "cells scatter"} onto this one: ${others}` }),
    sumLine(rows.map((row) => row.sum), bias, value),
    products(rows, c.kernel, "map"),
  ]);
}

function products(rows, kernel, what) {
  const sorted = [...rows].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)).slice(0, 8);
  const [inputs, weights] = [greatest(sorted.flatMap((row) => [...row.window])),
    greatest(sorted.flatMap((row) => [...row.weights]))];
  return element("ol", { class: "products" }, sorted.map((row) => element("li", {}, [
    element("span", { text: `${what} ${row.map}` }), tile(row.window, kernel, inputs, "values"),
    element("span", { text: "×" }), tile(row.weights, kernel, weights, "weights"),
    element("span", { text: `= ${shortNumber(row.sum)}` }),
  ])));
}

/** What a dense unit weighs: its largest products as lines. */
function weighed(run, layer, unit, input, value) {
  const [inputs, outputs, bias] = layer.numbers;
  const weights = run.weights.subarray(layer.offset + unit * inputs,
    layer.offset + (unit + 1) * inputs);
  const shares = Array.from({ length: inputs }, (_, i) => ({ i, x: input[i], w: weights[i],
    product: input[i] * weights[i] }));
  const most = [...shares].sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, 12);
  const total = shares.reduce((sum, share) => sum + share.product, 0);
  const b = bias ? run.weights[layer.offset + inputs * outputs + unit] : 0;
  const widest = Math.max(...most.map((share) => Math.abs(share.product)), 1e-9);
  const lines = most.map((share, row) => mark("g", {}, [
    mark("line", { x1: 110, y1: 14 + row * 20, x2: 420, y2: 130, class: share.product >= 0
      ? "edge plus" : "edge minus", "stroke-width": 0.5 + 6 * Math.abs(share.product) / widest }),
    mark("text", { x: 104, y: 14 + row * 20, class: "value end",
      text: `x${share.i} = ${shortNumber(share.x)}` }),
  ]));
  return element("div", {}, [
    element("p", { class: "sum", text: `Σ of ${inputs} products ${shortNumber(total)} + bias ${
      shortNumber(b)} = ${shortNumber(value)}; the ${most.length} largest:` }),
    mark("svg", { viewBox: "0 0 520 262", class: "edges", role: "img",
      "aria-label": `The largest products of unit ${unit}` }, [...lines,
      mark("circle", { cx: 432, cy: 130, r: 12, class: "unit" }),
      mark("text", { x: 452, y: 130, class: "value start", text: shortNumber(value) })]),
  ]);
}
