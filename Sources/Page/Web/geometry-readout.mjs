// What the geometry lab says of a cell in numbers: its sum, its row of the matrix, the formulas.
import { element, mark } from "./dom.mjs";

const minus = (x) => String(x).replace("-", "−");
const factor = (x) => (x < 0 ? `(${minus(x)})` : String(x));

/**
 * The sum of the focused cell, term by term.
 * @param {import("./geometry.mjs").Geometry} geometry
 * @param {{large: ArrayLike<number>, small: ArrayLike<number>, restored: ArrayLike<number>,
 *   weights: ArrayLike<number>}} values
 * @param {import("./geometry-stage.mjs").Focus} focus
 */
export function sumText(geometry, values, focus) {
  const { size, kernel } = geometry.settings;
  const isSmall = focus.map === "small";
  const joins = isSmall ? geometry.joinsOfSmall(focus.y, focus.x)
    : geometry.joinsOfLarge(focus.y, focus.x);
  const columns = isSmall ? size[1] : geometry.small[1];
  const source = isSmall ? values.large : values.small;
  const inside = joins.filter(({ y, x }) =>
    y >= 0 && x >= 0 && x < columns && y < (isSmall ? size[0] : geometry.small[0]));
  const terms = inside.map(({ y, x, ky, kx }) =>
    `${factor(source[y * columns + x])}·${factor(values.weights[ky * kernel[1] + kx])}`);
  const result = isSmall ? values.small[focus.y * geometry.small[1] + focus.x]
    : values.restored[focus.y * geometry.restored[1] + focus.x];
  const what = isSmall ? "convolution: small" : "transposed: large";
  const beyond = joins.length - inside.length;
  return {
    head: `${what}[${focus.y}, ${focus.x}]`,
    sum: `${terms.length > 0 ? terms.join(" + ") : "nothing reaches it: 0"} = ${minus(result)}`,
    note: isSmall
      ? `${joins.length} taps${beyond > 0 ? `, ${beyond} of them in the padding: zeros` : ""}`
      : `${joins.length} ${joins.length === 1 ? "cell reaches" : "cells reach"} it`,
  };
}

/**
 * A row of C, which is a column of Cᵀ, or the other way round: which weights stand where.
 * @param {import("./geometry.mjs").Geometry} geometry
 * @param {ArrayLike<number>} weights
 * @param {import("./geometry-stage.mjs").Focus} focus
 */
export function matrixRow(geometry, weights, focus) {
  const { kernel } = geometry.settings;
  const isSmall = focus.map === "small";
  const [rows, columns] = isSmall ? geometry.restored : geometry.small;
  const joins = isSmall ? geometry.joinsOfSmall(focus.y, focus.x)
    : geometry.joinsOfLarge(focus.y, focus.x);
  const count = rows * columns;
  const width = 960 / Math.max(count, 12);
  const cells = Array.from({ length: count }, (_, i) => mark("rect", {
    x: i * width, y: 0, width: Math.max(0.5, width - 0.6), height: 34, class: "zero" }));
  const texts = [];
  for (const { y, x, ky, kx } of joins) {
    if (y < 0 || x < 0 || y >= rows || x >= columns) continue;
    const place = y * columns + x;
    cells[place].setAttribute("class", "weight");
    if (width > 13) {
      texts.push(mark("text", { x: (place + 0.5) * width, y: 17, class: "value",
        text: minus(weights[ky * kernel[1] + kx]) }));
    }
  }
  const index = isSmall ? focus.y * geometry.small[1] + focus.x
    : focus.y * geometry.restored[1] + focus.x;
  const text = isSmall
    ? `Row ${index} of C is column ${index} of Cᵀ: the weights of this cell's window, 0 elsewhere.`
    : `Column ${index} of C is row ${index} of Cᵀ: the weights through which cells reach this one.`;
  return element("figure", { class: "row" }, [
    mark("svg", { viewBox: "0 -1 960 36", role: "img", "aria-label": text }, [...cells, ...texts]),
    element("figcaption", { text }),
  ]);
}

/**
 * The two formulas with their numbers, along the columns.
 * @param {import("./geometry.mjs").Geometry} geometry
 */
export function formulas(geometry) {
  const { size, kernel, stride, dilation } = geometry.settings;
  const [, , left, right] = geometry.padding;
  const [i, k, s, d] = [size[1], kernel[1], stride[1], dilation[1]];
  const [o, back, op] = [geometry.small[1], geometry.restored[1], geometry.outputPadding[1]];
  const line = (name, letters, numbers, result) => element("div", { class: "formula" }, [
    element("span", { class: "name", text: name }),
    element("span", { class: "letters", text: letters }),
    element("span", { class: "numbers" }, [`${numbers} = `, element("b", { text: result })]),
  ]);
  return element("div", { class: "formulas" }, [
    line("convolution", "o = ⌊(i + p₁ + p₂ − d(k − 1) − 1) / s⌋ + 1",
      `⌊(${i} + ${left} + ${right} − ${d}·${k - 1} − 1) / ${s}⌋ + 1`, String(o)),
    line("transposed", "i′ = (o − 1)s − p₁ − p₂ + d(k − 1) + op + 1",
      `${o - 1}·${s} − ${left} − ${right} + ${d}·${k - 1} + ${op} + 1`,
      back === i ? `${back}, the input’s own size` : `${back}, not the input’s ${i}`),
  ]);
}
