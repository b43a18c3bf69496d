// What the plane of codes decodes to, place by place: pictures behind the map's points.
import { element } from "./dom.mjs";
import { drawImage, imageCanvas } from "./pictures.mjs";

/** About as wide is a picture, in pixels of the page. */
const side = 46;
/** Milliseconds of a frame that may go into decoding. */
const budget = 8;

/** Decodes a grid of places, a few in every frame, so that nothing has to wait for it. */
export class DecodedPlane {
  /**
   * @param {number[]} shape
   * @param {(u: number, v: number) => Float32Array} decode
   * @param {() => void} onChange
   */
  constructor(shape, decode, onChange) {
    this.decode = decode;
    this.onChange = onChange;
    this.shape = shape;
    this.canvas = element("canvas", {});
    this.one = imageCanvas(shape, "");
    this.key = "";
    this.isOn = false;
  }

  /**
   * Draws the grid that there is so far; begins anew where the map has changed.
   * @param {CanvasRenderingContext2D} context
   * @param {{width: number, height: number, toPlane: (x: number, y: number) => number[]}} map
   */
  draw(context, { width, height, toPlane }) {
    if (!this.isOn || width === 0) return;
    const [columns, rows] = [Math.max(1, Math.round(width / side)),
      Math.max(1, Math.round(height / side))];
    const key = [columns, rows, ...toPlane(0, 0), ...toPlane(width, height)].join();
    const [, h, w] = this.shape;
    if (key !== this.key) {
      this.key = key;
      [this.canvas.width, this.canvas.height] = [columns * w, rows * h];
      this.#fill(key, columns, rows, (column, row) =>
        toPlane(((column + 0.5) * width) / columns, ((row + 0.5) * height) / rows));
    }
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, 0, width, height);
  }

  #fill(key, columns, rows, placeOf) {
    let next = 0;
    const target = this.canvas.getContext("2d");
    const some = () => {
      if (key !== this.key || !this.isOn) return;
      const end = performance.now() + budget;
      while (next < columns * rows && performance.now() < end) {
        const [column, row] = [next % columns, Math.floor(next / columns)];
        const [u, v] = placeOf(column, row);
        drawImage(this.one, this.decode(u, v), this.shape);
        target.drawImage(this.one, column * this.shape[2], row * this.shape[1]);
        next += 1;
      }
      this.onChange();
      if (next < columns * rows) requestAnimationFrame(some);
    };
    requestAnimationFrame(some);
  }

  /** @param {boolean} isOn */
  show(isOn) {
    this.isOn = isOn;
    this.key = "";
    this.onChange();
  }
}
