// The maps of the geometry lab as one drawing: cells, the fan between them, overlap as paint.
import { mark } from "./dom.mjs";
import { stageLayout } from "./geometry-layout.mjs";

/** @typedef {{map: "large"|"small", channel: number, y: number, x: number}} Focus */

const cell = 40;
const minus = (value) => String(value).replace("-", "−");

/**
 * Where the way from a cell's middle to another's leaves the cell, so that its number is clear.
 * @param {number[]} from
 * @param {number[]} to
 */
function edgeOf([x, y], [toX, toY]) {
  const share = Math.min(0.5, (cell / 2 - 1) / Math.max(Math.abs(toX - x), Math.abs(toY - y), 1));
  return [x + share * (toX - x), y + share * (toY - y)];
}

/** Draws a geometry, and says which cell is pointed at. */
export class GeometryStage {
  /** @param {(focus: Focus) => void} onFocus */
  constructor(onFocus) {
    this.node = mark("svg", { class: "stage", role: "group", tabindex: "0",
      "aria-label": "The maps; arrow keys move the focus, Enter changes the side, "
        + "Page Up and Page Down the channel" });
    const pointed = (event) => {
      const place = event.target.closest("[data-map]")?.dataset;
      if (place) {
        onFocus({ map: place.map, channel: Number(place.channel), y: Number(place.y),
          x: Number(place.x) });
      }
    };
    this.node.addEventListener("pointermove", pointed);
    this.node.addEventListener("pointerdown", pointed);
  }

  /**
   * @param {import("./geometry.mjs").Geometry} geometry
   * @param {import("./geometry-values.mjs").LabValues} values
   * @param {Focus} focus
   * @param {{dims: 1|2, paint: import("./geometry-values.mjs").Paint|null}} options
   */
  draw(geometry, values, focus, { dims, paint }) {
    const { width, height } = this.node.getBoundingClientRect();
    this.geometry = geometry;
    this.values = values;
    this.focus = focus;
    this.dims = dims;
    this.paint = paint;
    this.layout = stageLayout(geometry, width > 0 && height > 0 ? width / height : 1.6);
    const other = focus.map === "small" ? "large" : "small";
    const joins = geometry.joinsOf(focus);
    const partners = geometry.partners(focus.map, focus.channel);
    this.lit = new Map(partners.flatMap((channel) => joins.map((join) =>
      [`${other},${channel},${join.y},${join.x}`,
        values.weight(geometry, focus, channel, join)])));
    const [nodes, texts] = [[], []];
    for (const map of /** @type {const} */ (["large", "small"])) {
      for (let channel = 0; channel < this.layout[map].length; channel++) {
        this.#drawMap(map, channel, nodes, texts);
      }
    }
    const from = this.#center(focus.map, focus.channel, focus.y, focus.x);
    const lines = partners.flatMap((channel) => joins.map((join) => {
      const to = this.#center(other, channel, join.y, join.x);
      const [[x1, y1], [x2, y2]] = [edgeOf(from, to), edgeOf(to, from)];
      return mark("line", { x1, y1, x2, y2,
        class: geometry.isOn(other, join.y, join.x) ? "join" : "join padding" });
    }));
    this.node.setAttribute("viewBox",
      `-10 -4 ${this.layout.width * cell + 20} ${this.layout.height * cell + 12}`);
    this.node.replaceChildren(...nodes, mark("g", { class: "fan" }, lines), ...texts);
  }

  #center(map, channel, y, x) {
    const place = this.layout[map][channel];
    return [(place.x + x + 0.5) * cell, (place.y + y + 0.5) * cell];
  }

  /** One map with its padding and its name. */
  #drawMap(map, channel, nodes, texts) {
    const { geometry, values, layout } = this;
    // Pointed at, the large map is what comes back.
    const isBack = this.focus.map === "large";
    const [top, bottom, left, right] = map === "large" ? geometry.padding : [0, 0, 0, 0];
    const { size } = geometry.settings;
    const [rows, columns] = map === "small" ? geometry.small
      : [0, 1].map((axis) => Math.max(size[axis], geometry.restored[axis]));
    for (let y = -top; y < rows + bottom; y++) {
      for (let x = -left; x < columns + right; x++) {
        const isOn = y >= 0 && x >= 0 && y < rows && x < columns;
        this.#drawCell(map, channel, y, x, isOn,
          values.textOf(geometry, map, channel, y, x, isBack), nodes, texts);
      }
    }
    const count = layout[map].length;
    const sizes = map === "small" ? geometry.small : isBack ? geometry.restored : size;
    const name = count === 1 ? `${map} map` : `${map} ${channel}`;
    const place = layout[map][channel];
    // Where the fan comes from above, the name stands below.
    const line = map === "small" && layout.isBelow ? place.y + rows + 0.46 : place.y - top - 0.42;
    texts.push(mark("text", { x: (place.x - left) * cell, y: line * cell, class: `label ${map}`,
      text: channel > 0 ? name : `${name}, ${sizes.slice(2 - this.dims).join(" × ")}${
        isBack && map === "large" ? ", as it comes back" : ""}` }));
  }

  #drawCell(map, channel, y, x, isOn, value, nodes, texts) {
    const { focus, paint } = this;
    const [cx, cy] = this.#center(map, channel, y, x);
    const weight = this.lit.get(`${map},${channel},${y},${x}`);
    const isFocus = map === focus.map && channel === focus.channel && y === focus.y
      && x === focus.x;
    const isLit = weight !== undefined || isFocus;
    const rectangle = mark("rect", {
      x: cx - cell / 2 + 1.5, y: cy - cell / 2 + 1.5, width: cell - 3, height: cell - 3, rx: 3,
      class: `cell ${map}${isOn ? "" : " padding"}${isLit ? " lit" : ""}${
        isFocus ? " focus" : ""}`,
    });
    let text = value;
    let isDark = false;
    const isCount = paint !== null && map === "large" && isOn;
    if (paint && isCount) {
      const share = paint.at(channel, y, x) / paint.most;
      rectangle.setAttribute("class", `cell paint${isLit ? " lit" : ""}${isFocus ? " focus" : ""}`);
      rectangle.setAttribute("fill-opacity", String(share === 0 ? 0 : 0.1 + 0.85 * share));
      text = String(paint.at(channel, y, x));
      isDark = share > 0.5;
    } else if (weight !== undefined) {
      texts.push(mark("text", { x: cx + cell / 2 - 5, y: cy + cell / 2 - 8, class: "tap",
        text: `×${minus(weight)}` }));
    }
    if (text !== "") {
      texts.push(mark("text", { x: cx, y: weight !== undefined && !paint ? cy - 5 : cy,
        text: minus(text), class: `value${isLit ? " lit" : ""}${isCount ? " count" : ""}${
          isDark ? " dark" : ""}` }));
    }
    nodes.push(mark("g", isOn ? { dataset: { map, channel, y, x } } : {}, [rectangle]));
  }
}
