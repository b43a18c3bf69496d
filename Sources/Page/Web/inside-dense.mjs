// A unit of a dense layer: what it weighs, as lines that are as thick as their products.
import { element, mark } from "./dom.mjs";
import { drawMontage, shortNumber } from "./pictures.mjs";

let lineCount = 14;

/**
 * @param {any} sum what `explained` says of the unit
 * @param {object} about
 * @param {number} about.unit
 * @param {string} about.unitName what the unit stands for; empty for nothing in particular
 * @param {number} about.unitCount
 * @param {Float32Array} about.input
 * @param {number[]|null} about.mapShape how the inputs lay in maps before they became a list
 * @param {(unit: number) => void} about.onUnit
 */
export function denseView(sum, about) {
  const { unit, unitName, unitCount, input, mapShape, onUnit } = about;
  const inputs = input.length;
  const order = Array.from(sum.products.keys()).sort((a, b) =>
    Math.abs(sum.products[b]) - Math.abs(sum.products[a]));
  const all = order.reduce((total, i) => total + Math.abs(sum.products[i]), 0);
  const picture = element("div", {});
  const field = element("input", { type: "number", min: 0, max: unitCount - 1, value: unit,
    "aria-label": "Unit", oninput: () => {
      if (Number.isInteger(field.valueAsNumber)) {
        onUnit(Math.max(0, Math.min(unitCount - 1, field.valueAsNumber)));
      }
    } });
  const most = Math.min(40, inputs);
  const slider = element("input", { type: "range", min: 1, max: most,
    value: Math.min(lineCount, most), "aria-label": "Lines that are drawn", oninput: () => {
      lineCount = slider.valueAsNumber;
      draw();
    } });
  draw();

  function draw() {
    const shown = order.slice(0, Math.min(lineCount, most));
    const rest = order.slice(shown.length);
    const left = rest.reduce((total, i) => total + sum.products[i], 0);
    const share = all > 0
      ? shown.reduce((total, i) => total + Math.abs(sum.products[i]), 0) / all : 1;
    const text = rest.length === 0 ? `All ${inputs} lines are drawn.`
      : `${shown.length} of ${inputs} lines ${shown.length === 1 ? "is" : "are"} drawn, ${
        Math.round(100 * share)} % of what the unit weighs; the ${rest.length === 1
        ? "one left out adds" : `${rest.length} left out add`} ${shortNumber(left)}.`;
    picture.replaceChildren(lines(sum, input, shown, unit), element("p", { class: "note", text }));
  }

  return [
    element("p", { class: "sum", text: `${unitName ? `${unitName}: ` : ""}Σ of ${inputs} products ${
      shortNumber(sum.value - sum.bias)} + bias ${shortNumber(sum.bias)} = ${
      shortNumber(sum.value)}` }),
    element("div", { class: "tools" }, [
      element("label", {}, ["Unit ", field, ` of ${unitCount}`]),
      element("label", { class: "grow" }, ["Lines ", slider])]),
    picture, mapShape ? montages(sum, input, mapShape) : null,
  ];
}

/** The inputs at the left, the unit at the right. */
function lines(sum, input, shown, unit) {
  const [height, right] = [24, 430];
  const middle = (shown.length * height) / 2;
  const widest = Math.max(1e-9, ...shown.map((i) => Math.abs(sum.products[i])));
  return mark("svg", { viewBox: `0 0 520 ${Math.max(60, shown.length * height + 8)}`,
    class: "edges", role: "img",
    "aria-label": `The largest products of unit ${unit}, ${shown.length} of them`,
  }, [
    ...shown.flatMap((i, row) => {
      const y = (row + 0.5) * height + 4;
      const product = sum.products[i];
      return [
        mark("path", { d: `M 178 ${y} C 300 ${y} 330 ${middle + 4} ${right} ${middle + 4}`,
          class: product >= 0 ? "edge plus" : "edge minus",
          "stroke-width": 0.6 + (8 * Math.abs(product)) / widest }),
        mark("text", { x: 172, y, class: "value end",
          text: `x${i}: ${shortNumber(input[i])} · ${shortNumber(sum.weights[i])}` }),
      ];
    }),
    mark("circle", { cx: right + 12, cy: middle + 4, r: 13, class: "unit" }),
    mark("text", { x: right + 32, y: middle + 4, class: "value start",
      text: shortNumber(sum.value, 2) }),
  ]);
}

/** Inputs, weights and products as the maps that the inputs were. */
function montages(sum, input, shape) {
  return element("div", { class: "montages" }, /** @type {[string, ArrayLike<number>][]} */ ([
    ["what comes in", input], ["what the unit looks for", sum.weights], ["products", sum.products],
  ]).map(([name, values]) => {
    const canvas = element("canvas", { role: "img", "aria-label": name });
    drawMontage(canvas, values, shape);
    return element("figure", {}, [canvas, element("figcaption", { text: name })]);
  }));
}
