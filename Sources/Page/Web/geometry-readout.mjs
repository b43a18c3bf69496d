// What the geometry lab says of a cell in numbers: its sum, its row of the matrix, the formulas.
import { element, mark } from "./dom.mjs";

const minus = (x) => String(x).replace("-", "−");
const factor = (x) => (x < 0 ? `(${minus(x)})` : String(x));

/**
 * The sum of the focused cell, map by map and term by term.
 * @param {import("./geometry.mjs").Geometry} geometry
 * @param {import("./geometry-values.mjs").LabValues} values
 * @param {import("./geometry-stage.mjs").Focus} focus
 * @param {1|2} [dims] how many places name a cell
 */
export function sumOf(geometry, values, focus, dims = 2) {
  const isSmall = focus.map === "small";
  const other = isSmall ? "large" : "small";
  const joins = geometry.joinsOf(focus);
  const [rows, columns] = isSmall ? geometry.settings.size : geometry.small;
  const inside = joins.filter(({ y, x }) => y >= 0 && x >= 0 && y < rows && x < columns);
  const partners = geometry.partners(focus.map, focus.channel);
  const lines = partners.map((channel) => {
    const products = inside.map((join) => ({ x: values.at(geometry, other, channel, join.y, join.x),
      w: values.weight(geometry, focus, channel, join) }));
    return { channel, terms: products.map(({ x, w }) => `${factor(x)}·${factor(w)}`),
      sum: products.reduce((sum, { x, w }) => sum + x * w, 0) };
  });
  const own = isSmall ? geometry.small : geometry.restored;
  const all = isSmall ? values.small : values.restored;
  const result = all[(focus.channel * own[0] + focus.y) * own[1] + focus.x];
  const channels = geometry.settings.channels ?? [1, 1];
  const map = channels[isSmall ? 1 : 0] > 1 ? ` ${focus.channel}` : "";
  const beyond = joins.length - inside.length;
  const maps = partners.length > 1 ? ` in each of ${partners.length} maps` : "";
  const isLone = channels[isSmall ? 0 : 1] > partners.length && partners.length === 1;
  const group = isLone ? ` of ${other} map ${partners[0]}, its group` : maps;
  return {
    head: `${isSmall ? "convolution" : "transposed"}: ${focus.map}${map}[${
      dims === 1 ? focus.x : `${focus.y}, ${focus.x}`}]`,
    lines, result,
    note: isSmall
      ? `${joins.length} ${joins.length === 1 ? "tap" : "taps"}${group}${beyond > 0
        ? `, ${beyond} of them in the padding: zeros` : ""}`
      : `${joins.length} ${joins.length === 1 ? "cell reaches" : "cells reach"} it${
        joins.length === 0 ? "" : group}`,
  };
}

/** The sum as text: one line, or one a map. @param {ReturnType<typeof sumOf>} sum */
export function sumNode({ head, lines, result, note }) {
  const terms = (line) => (line.terms.length > 0 ? line.terms.join(" + ") : "0");
  if (lines.length === 1) {
    return element("p", { class: "sum" }, [element("b", { text: head }),
      ` = ${lines[0].terms.length > 0 ? terms(lines[0]) : "nothing reaches it: 0"} = `,
      element("b", { text: minus(result) }), element("span", { class: "note", text: note })]);
  }
  return element("div", { class: "sum" }, [
    element("p", {}, [element("b", { text: head }),
      ` = ${lines.map((line) => factor(line.sum)).join(" + ")} = `,
      element("b", { text: minus(result) }), element("span", { class: "note", text: note })]),
    element("ul", { class: "sum-maps" }, lines.map((line) => element("li", {}, [
      element("span", { class: "note", text: `map ${line.channel}` }),
      element("span", { text: `${terms(line)} = ${minus(line.sum)}` })]))),
  ]);
}

/**
 * A row of C, which is a column of Cᵀ, or the other way round: which weights stand where.
 * @param {import("./geometry.mjs").Geometry} geometry
 * @param {import("./geometry-values.mjs").LabValues} values
 * @param {import("./geometry-stage.mjs").Focus} focus
 */
export function matrixRow(geometry, values, focus) {
  const isSmall = focus.map === "small";
  const [rows, columns] = isSmall ? geometry.restored : geometry.small;
  const channels = geometry.settings.channels ?? [1, 1];
  const count = channels[isSmall ? 0 : 1] * rows * columns;
  const width = 960 / Math.max(count, 12);
  const gap = width > 2 ? 0.6 : 0;
  const cells = Array.from({ length: count }, (_, i) => mark("rect", {
    x: i * width, y: 0, width: width - gap, height: 34, class: gap > 0 ? "zero" : "zero dense" }));
  const texts = [];
  for (const channel of geometry.partners(focus.map, focus.channel)) {
    for (const join of geometry.joinsOf(focus)) {
      if (join.y < 0 || join.x < 0 || join.y >= rows || join.x >= columns) continue;
      const place = (channel * rows + join.y) * columns + join.x;
      cells[place].setAttribute("class", "weight");
      if (width > 13) {
        texts.push(mark("text", { x: (place + 0.5) * width, y: 17, class: "value",
          text: minus(values.weight(geometry, focus, channel, join)) }));
      }
    }
  }
  const own = isSmall ? geometry.small : geometry.restored;
  const index = (focus.channel * own[0] + focus.y) * own[1] + focus.x;
  const text = isSmall
    ? `Row ${index} of C is column ${index} of Cᵀ: the weights of this cell's window, 0 elsewhere.`
    : `Column ${index} of C is row ${index} of Cᵀ: the weights through which cells reach this one.`;
  return element("figure", { class: "row" }, [
    mark("svg", { viewBox: "0 -1 960 36", role: "img", "aria-label": text }, [...cells, ...texts]),
    element("figcaption", { text }),
  ]);
}

/**
 * The two formulas with their numbers; along the rows apart where height and width differ.
 * @param {import("./geometry.mjs").Geometry} geometry
 * @param {1|2} dims
 */
export function formulas(geometry, dims) {
  const axes = [0, 1].map((axis) => arithmetic(geometry, axis));
  const isEven = dims === 1 || JSON.stringify(axes[0]) === JSON.stringify(axes[1]);
  const line = (name, letters, of) => element("div", { class: "formula" }, [
    element("span", { class: "name", text: name }),
    element("span", { class: "letters", text: letters }),
    ...(isEven ? [axes[1]] : axes).map((axis, i) => element("span", { class: "numbers" }, [
      isEven ? "" : ["height: ", "width: "][i], `${axis[of].text} = `,
      element("b", { text: axis[of].result })])),
  ]);
  return element("div", { class: "formulas" }, [
    line("convolution", "o = ⌊(i + p₁ + p₂ − d(k − 1) − 1) / s⌋ + 1", "convolution"),
    line("transposed", "i′ = (o − 1)s − p₁ − p₂ + d(k − 1) + op + 1", "transposed"),
  ]);
}

function arithmetic(geometry, axis) {
  const { size, kernel, stride, dilation } = geometry.settings;
  const [before, after] = geometry.padding.slice(2 * axis, 2 * axis + 2);
  const [i, k, s, d] = [size[axis], kernel[axis], stride[axis], dilation[axis]];
  const [o, back] = [geometry.small[axis], geometry.restored[axis]];
  return {
    convolution: { text: `⌊(${i} + ${before} + ${after} − ${d}·${k - 1} − 1) / ${s}⌋ + 1`,
      result: String(o) },
    transposed: {
      text: `${o - 1}·${s} − ${before} − ${after} + ${d}·${k - 1} + ${
        geometry.outputPadding[axis]} + 1`,
      result: back === i ? `${back}, the input’s own size` : `${back}, not the input’s ${i}` },
  };
}
