// The maps of one layer, or its list of values, whose cells can be pointed at.
import { element } from "./dom.mjs";
import { drawSigned, greatest } from "./pictures.mjs";
import { setFrame, tile } from "./tiles.mjs";

/** Maps that are shown; a wide layer has more. */
const most = 64;
/** A list is shown in rows of so many values. */
const listColumns = 28;

/** The maps of a layer as pictures. */
export class LayerMaps {
  /** @param {(cell: import("./cell-arithmetic.mjs").CellPlace) => void} onCell */
  constructor(onCell) {
    this.onCell = onCell;
    this.node = element("div", { class: "maps", tabindex: "0", role: "group" });
  }

  /**
   * @param {Float32Array} values
   * @param {number[]} shape
   * @param {string} label
   */
  show(values, shape, label, cell) {
    this.values = values;
    this.shape = shape;
    this.isList = shape.length !== 3;
    const [count, height, width] = this.isList ? [1, 1, shape[0]] : shape;
    this.columns = this.isList ? Math.min(width, listColumns) : width;
    this.rows = this.isList ? Math.ceil(width / this.columns) : height;
    this.node.setAttribute("aria-label", label);
    this.greatest = greatest(values);
    this.frame = element("span", { class: "frame cell-frame" });
    const columns = this.isList ? this.columns : 0;
    this.node.style.maxWidth = columns > 0 ? `${Math.max(6, 2.4 * columns)}rem` : "";
    this.maps = Array.from({ length: Math.min(count, most) }, (_, c) => this.#map(c));
    this.node.replaceChildren(...this.maps);
    if (count > most) {
      this.node.append(element("p", { class: "note", text: `the first ${most} of ${count}` }));
    }
    this.mark(cell);
  }

  #map(c) {
    const { rows, columns } = this;
    const canvas = element("canvas", { width: columns, height: rows, class: "map", tabindex: "0",
      role: "img", "aria-label": this.isList ? "values" : `map ${c}` });
    const padded = new Float32Array(rows * columns);
    const size = this.isList ? this.shape[0] : rows * columns;
    padded.set(this.values.subarray(c * size, (c + 1) * size));
    drawSigned(canvas, padded, columns, rows, this.greatest);
    const point = (y, x) => this.onCell(this.#cell(c, y, x));
    const pointed = (event) => {
      const box = canvas.getBoundingClientRect();
      point(Math.floor(((event.clientY - box.top) / box.height) * rows),
        Math.floor(((event.clientX - box.left) / box.width) * columns));
    };
    canvas.addEventListener("pointermove", pointed);
    canvas.addEventListener("pointerdown", pointed);
    canvas.addEventListener("keydown", (event) => {
      const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1],
        ArrowRight: [0, 1] }[event.key];
      if (!move) return;
      event.preventDefault();
      const [y, x] = this.marked?.c === c ? this.#place(this.marked) : [0, 0];
      point(y + move[0], x + move[1]);
    });
    return element("span", { class: "framed" }, [canvas]);
  }

  /** The cell at a row and column of a picture; the nearest there is. */
  #cell(c, y, x) {
    const row = Math.max(0, Math.min(this.rows - 1, y));
    const column = Math.max(0, Math.min(this.columns - 1, x));
    return this.isList
      ? { c: 0, y: 0, x: Math.min(this.shape[0] - 1, row * this.columns + column) }
      : { c, y: row, x: column };
  }

  /** Row and column of a cell in its picture. */
  #place({ y, x }) {
    return this.isList ? [Math.floor(x / this.columns), x % this.columns] : [y, x];
  }

  /** Frames the cell that is explained. */
  mark(cell) {
    this.marked = cell;
    const [y, x] = this.#place(cell);
    setFrame(this.frame, { y: [y, y], x: [x, x] }, [this.rows, this.columns]);
    this.maps[cell.c]?.append(this.frame);
  }

  /** The numbers around a cell. */
  magnified(cell) {
    const [y, x] = this.#place(cell);
    const range = (middle, count) => {
      const first = Math.max(0, Math.min(middle - 3, count - 7));
      return [first, Math.min(count, first + 7)];
    };
    const [top, bottom] = range(y, this.rows);
    const [left, right] = range(x, this.columns);
    const size = this.isList ? this.shape[0] : this.rows * this.columns;
    const width = right - left;
    const values = Array.from({ length: (bottom - top) * width }, (_, i) => {
      const place = (top + Math.floor(i / width)) * this.columns + left + (i % width);
      return place < size ? this.values[cell.c * size + place] : null;
    });
    return element("figure", { class: "magnified" }, [
      tile(values, [bottom - top, width], this.greatest, { label: "The values around the cell",
        hasNumbers: true, marked: (y - top) * width + (x - left) }),
      element("figcaption", { text: this.isList ? "the values around the unit"
        : `rows ${top} to ${bottom - 1}, columns ${left} to ${right - 1} of map ${cell.c}` })]);
  }
}
