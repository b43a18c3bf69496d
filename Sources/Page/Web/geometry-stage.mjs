// The two maps of the geometry lab as one drawing: cells, the fan between them, overlap as paint.
import { mark } from "./dom.mjs";

/** @typedef {{map: "large"|"small", y: number, x: number}} Focus */

const cell = 40;

/** Draws a geometry, and says which cell is pointed at. */
export class GeometryStage {
  /** @param {(focus: Focus) => void} onFocus */
  constructor(onFocus) {
    this.onFocus = onFocus;
    this.node = mark("svg", { class: "stage", role: "group", tabindex: "0",
      "aria-label": "Both maps; arrow keys move the focus, Tab changes the map" });
    const pointed = (event) => {
      const place = event.target.closest("[data-map]")?.dataset;
      if (place) onFocus({ map: place.map, y: Number(place.y), x: Number(place.x) });
    };
    this.node.addEventListener("pointermove", pointed);
    this.node.addEventListener("pointerdown", pointed);
  }

  /**
   * @param {import("./geometry.mjs").Geometry} geometry
   * @param {{large: ArrayLike<number>, small: ArrayLike<number>}} values
   * @param {Focus} focus
   * @param {boolean} showsOverlap
   */
  draw(geometry, values, focus, showsOverlap) {
    const [top, bottom, left, right] = geometry.padding;
    const { size } = geometry.settings;
    const rows = Math.max(size[0], geometry.restored[0]);
    const columns = Math.max(size[1], geometry.restored[1]);
    const large = { x: left, y: top, width: left + columns + right, height: top + rows + bottom };
    const flat = size[0] === 1 && geometry.small[0] === 1;
    const gap = flat ? 2 : 3;
    const small = flat
      ? { x: Math.max(0, (large.width - geometry.small[1]) / 2), y: large.height + gap }
      : { x: large.width + gap, y: Math.max(0, (large.height - geometry.small[0]) / 2) };
    const width = flat ? large.width : small.x + geometry.small[1];
    const height = (flat ? small.y + 1 : Math.max(large.height, geometry.small[0])) + 0.9;
    this.node.setAttribute("viewBox",
      `-8 ${-0.9 * cell} ${width * cell + 16} ${(height + 0.9) * cell}`);
    const center = (map, y, x) => map === "large"
      ? [(large.x + x + 0.5) * cell, (large.y + y + 0.5) * cell]
      : [(small.x + x + 0.5) * cell, (small.y + y + 0.5) * cell];

    const joins = focus.map === "small" ? geometry.joinsOfSmall(focus.y, focus.x)
      : geometry.joinsOfLarge(focus.y, focus.x);
    const other = focus.map === "small" ? "large" : "small";
    const lit = new Set(joins.map((join) => `${other},${join.y},${join.x}`));
    lit.add(`${focus.map},${focus.y},${focus.x}`);
    const counts = showsOverlap ? geometry.contributions() : null;
    const most = counts ? Math.max(1, ...counts.rows) * Math.max(1, ...counts.columns) : 1;

    const [nodes, texts] = [[], []];
    const square = (map, y, x, inside, value) => {
      const [cx, cy] = center(map, y, x);
      const isLit = lit.has(`${map},${y},${x}`);
      const isFocus = map === focus.map && y === focus.y && x === focus.x;
      const rectangle = mark("rect", {
        x: cx - cell / 2 + 1.5, y: cy - cell / 2 + 1.5, width: cell - 3, height: cell - 3, rx: 3,
        class: `cell ${map}${inside ? "" : " padding"}${isLit ? " lit" : ""}${
          isFocus ? " focus" : ""}`,
      });
      const group = mark("g", inside ? { dataset: { map, y, x } } : {}, [rectangle]);
      let text = value;
      let isDark = false;
      if (counts && map === "large" && inside) {
        const count = (counts.rows[y] ?? 0) * (counts.columns[x] ?? 0);
        rectangle.setAttribute("class", `cell paint${isLit ? " lit" : ""}`);
        rectangle.setAttribute("fill-opacity", String(0.08 + 0.82 * (count / most)));
        text = String(count);
        isDark = count / most > 0.55;
      }
      if (text !== "") {
        texts.push(mark("text", { x: cx, y: cy, text: text.replace("-", "−"),
          class: `value${isLit ? " lit" : ""}${isDark ? " dark" : ""}` }));
      }
      nodes.push(group);
    };
    const inLarge = (y, x) => y >= 0 && x >= 0 && y < rows && x < columns;
    for (let y = -top; y < rows + bottom; y++) {
      for (let x = -left; x < columns + right; x++) {
        const isInput = y >= 0 && x >= 0 && y < size[0] && x < size[1];
        const blank = inLarge(y, x) || counts ? "" : "0";
        const text = isInput ? String(values.large[y * size[1] + x]) : blank;
        square("large", y, x, inLarge(y, x), text);
      }
    }
    for (let y = 0; y < geometry.small[0]; y++) {
      for (let x = 0; x < geometry.small[1]; x++) {
        square("small", y, x, true, String(values.small[y * geometry.small[1] + x]));
      }
    }
    const from = center(focus.map, focus.y, focus.x);
    const lines = joins.map((join) => {
      const to = center(other, join.y, join.x);
      const isPadding = other === "large" && !inLarge(join.y, join.x);
      return mark("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1],
        class: isPadding ? "join padding" : "join" });
    });
    const label = (map, x, text, y) =>
      mark("text", { x: x * cell, y, class: `label ${map}`, text });
    this.node.replaceChildren(...nodes, mark("g", { class: "fan" }, lines), ...texts,
      label("large", large.x, `large map ${size.join(" × ")}`, -0.35 * cell),
      label("small", small.x, `small map ${geometry.small.join(" × ")}`,
        small.y * cell - 0.35 * cell));
  }
}
