// A sum over maps, drawn: where the window lies, its values, the learned weights.
import { element, mark } from "./dom.mjs";
import { greatest, shortNumber } from "./pictures.mjs";
import { framedMap, tile } from "./tiles.mjs";

/** Maps that are shown before the reader asks for all of them. */
const few = 6;

/**
 * @param {any} sum what `explained` says of a convolution or its transpose
 * @param {ArrayLike<number>} input
 * @param {number[]} inputShape
 * @param {boolean} hasNumbers
 */
export function sumView(sum, input, inputShape, hasNumbers) {
  const total = sum.value - sum.bias;
  const maps = sum.rows.length;
  const rows = [...sum.rows].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  const scales = { window: greatest(rows.flatMap((row) => [...row.window])),
    weights: greatest(rows.flatMap((row) => [...row.weights])), input: greatest(input) };
  const list = element("ol", { class: hasNumbers ? "products wide" : "products" });
  const show = (count) => list.replaceChildren(...rows.slice(0, count).map((row) =>
    shareRow(row, sum, input, inputShape, scales, hasNumbers)));
  show(few);
  const rest = rows.slice(few);
  const left = rest.reduce((all, row) => all + row.sum, 0);
  const more = rest.length === 0 ? null : element("p", { class: "note" }, [
    `The ${few} largest shares of ${maps}; the ${rest.length === 1 ? "other one adds"
      : `other ${rest.length} add`} ${shortNumber(left)}. `,
    element("button", { type: "button", class: "small", text: "Show all", onclick: () => {
      show(maps);
      more?.remove();
    } })]);
  return [
    element("p", { class: "sum", text: `${maps === 1 ? "Σ of its map" : `Σ over ${maps} maps`} ${
      shortNumber(total)} + bias ${shortNumber(sum.bias)} = ${shortNumber(sum.value)}` }),
    list, more,
  ];
}

/** Windows of a map that are joined with the cell, as one frame; null when all lie outside. */
function windowOf(joins, [rows, columns]) {
  const inside = joins.filter(({ y, x }) => y >= 0 && x >= 0 && y < rows && x < columns);
  if (inside.length === 0) return null;
  const range = (values) => /** @type {[number, number]} */ (
    [Math.min(...values), Math.max(...values)]);
  return { y: range(inside.map(({ y }) => y)), x: range(inside.map(({ x }) => x)) };
}

function shareRow(row, sum, input, shape, scales, hasNumbers) {
  const [, height, width] = shape;
  const values = input.subarray(row.map * height * width, (row.map + 1) * height * width);
  // Of a transposed kernel a cell meets few taps; the others stay blank.
  const met = new Set(sum.joins.map(({ ky, kx }) => ky * sum.kernel[1] + kx));
  const field = (of, label) => tile(Array.from(row[of], (x, tap) => (met.has(tap) ? x : null)),
    sum.kernel, scales[of], { label, hasNumbers });
  return element("li", {}, [
    element("figure", {}, [
      framedMap(values, [height, width], scales.input, windowOf(sum.joins, [height, width]),
        `map ${row.map} and the window in it`),
      element("figcaption", { text: `map ${row.map}` })]),
    field("window", `values of map ${row.map}`), element("span", { text: "×" }),
    field("weights", `weights for map ${row.map}`),
    element("span", { text: `= ${shortNumber(row.sum)}` }),
  ]);
}

/**
 * What a transposed convolution scatters around a cell: each small cell that reaches it lays its
 * kernel onto the large map, like a stamp.
 * @param {any} sum what `explained` says
 * @param {{y: number, x: number}} cell
 */
export function stampsView(sum, cell) {
  const { geometry, joins, rows } = sum;
  if (joins.length === 0) {
    return element("p", { class: "note", text: "No small cell reaches this one: it is its bias." });
  }
  const { stride, dilation } = geometry.settings;
  const [top, , left] = geometry.padding;
  const stamps = joins.map(({ y, x, ky, kx }) => {
    const tap = ky * sum.kernel[1] + kx;
    return { y, x, ky, kx, top: y * stride[0] - top, left: x * stride[1] - left,
      share: rows.reduce((all, row) => all + row.window[tap] * row.weights[tap], 0) };
  });
  const [low, first] = [Math.min(...stamps.map((s) => s.top)),
    Math.min(...stamps.map((s) => s.left))];
  const [high, last] = [Math.max(...stamps.map((s) => s.top)) + geometry.span[0],
    Math.max(...stamps.map((s) => s.left)) + geometry.span[1]];
  const side = 26;
  const square = (y, x, className) => mark("rect", { x: (x - first) * side + 1,
    y: (y - low) * side + 1, width: side - 2, height: side - 2, class: className });
  const nodes = [];
  for (let y = low; y < high; y++) {
    for (let x = first; x < last; x++) {
      nodes.push(square(y, x, geometry.isOn("large", y, x) ? "stamp-cell" : "stamp-cell beyond"));
    }
  }
  for (const stamp of stamps) {
    for (let ky = 0; ky < sum.kernel[0]; ky++) {
      for (let kx = 0; kx < sum.kernel[1]; kx++) {
        nodes.push(square(
          stamp.top + ky * dilation[0], stamp.left + kx * dilation[1], "stamp-ink"));
      }
    }
  }
  for (const stamp of stamps) {
    nodes.push(mark("rect", { x: (stamp.left - first) * side, y: (stamp.top - low) * side,
      width: geometry.span[1] * side, height: geometry.span[0] * side, class: "stamp" }));
  }
  nodes.push(square(cell.y, cell.x, "stamp-focus"));
  const one = joins.length === 1;
  const cells = sum.kernel[0] * sum.kernel[1];
  return element("figure", { class: "stamps" }, [
    mark("svg", { viewBox: `-2 -2 ${(last - first) * side + 4} ${(high - low) * side + 4}`,
      role: "img", "aria-label": `${joins.length} overlapping kernels around the cell` }, nodes),
    element("figcaption", {}, [
      `${one ? "One small cell lays its kernel" : `${joins.length} small cells lay their kernels`} `
        + `over this cell; each scatters onto ${cells} cells of every map that it feeds. From all `
        + "maps together:",
      element("ul", {}, stamps.map(({ y, x, ky, kx, share }) => element("li", { text:
        `(${y}, ${x}) by tap (${ky}, ${kx}) adds ${shortNumber(share)}` })))]),
  ]);
}
