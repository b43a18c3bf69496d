// What is seen of a training: reconstructions, the plane of codes, the first layer's filters.
import { element } from "./dom.mjs";
import { drawImage, drawSigned, greatest, imageCanvas } from "./pictures.mjs";
import { principalAxes } from "./principal-axes.mjs";

/** Some fixed images, and what becomes of them. */
export class Strips {
  constructor() {
    this.node = element("div", { class: "strips" });
    this.outputs = [];
  }

  /**
   * @param {number[]} shape
   * @param {Float32Array} images one after the other
   * @param {Float32Array|null} noisy the same with noise, when the network is shown that
   */
  begin(shape, images, noisy) {
    this.shape = shape;
    this.size = shape[0] * shape[1] * shape[2];
    const count = images.length / this.size;
    const row = (label) => Array.from({ length: count }, (_, i) =>
      imageCanvas(shape, `${label} ${i + 1}`));
    const strip = (name, canvases) =>
      element("div", { class: "strip" }, [element("span", { text: name }), ...canvases]);
    const [inputs, seen] = [row("image"), noisy ? row("noisy image") : []];
    this.outputs = row("reconstruction of image");
    inputs.forEach((canvas, i) => drawImage(canvas, this.#image(images, i), shape));
    seen.forEach((canvas, i) => drawImage(canvas, this.#image(noisy, i), shape));
    this.node.replaceChildren(strip("image", inputs),
      ...(noisy ? [strip("with noise", seen)] : []),
      strip(noisy ? "denoised" : "rebuilt", this.outputs));
  }

  #image(images, i) { return images.subarray(i * this.size, (i + 1) * this.size); }

  /** @param {Float32Array} outputs */
  show(outputs) {
    this.outputs.forEach((canvas, i) => drawImage(canvas, this.#image(outputs, i), this.shape));
  }
}

/** The codes of some images on a plane, as they move. */
export class CodesPlane {
  /** @param {import("./class-marks.mjs").ClassMarks} marks */
  constructor(marks) {
    this.marks = marks;
    this.canvas = element("canvas", { class: "plane", width: 480, height: 480, role: "img",
      "aria-label": "The codes of some images as they move" });
    this.caption = element("figcaption", {});
    this.node = element("figure", {}, [this.canvas, this.caption]);
    this.axes = [];
  }

  /** Forgets how the axes lay. @param {number} size values of a code */
  begin(size) {
    this.axes = [];
    this.caption.textContent = size === 1 ? "the codes: their one value"
      : size === 2 ? "the codes: their two values"
        : `the codes: the two directions in which the ${size} values vary most`;
  }

  /**
   * @param {Float32Array} codes
   * @param {number} size
   * @param {ArrayLike<number>} labels
   */
  show(codes, size, labels) {
    const { mean, axes } = principalAxes(codes, size, this.axes);
    this.axes = axes;
    const count = codes.length / size;
    const place = (i, axis) => [...axes[axis] ?? []].reduce((sum, share, k) =>
      sum + share * (codes[i * size + k] - mean[k]), 0);
    const points = Array.from({ length: count }, (_, i) => [place(i, 0), place(i, 1)]);
    // With room for the marks of the outermost.
    const reach = 1.08 * (points.reduce((most, [u, v]) =>
      Math.max(most, Math.abs(u), Math.abs(v)), 0) || 1);
    const context = this.canvas.getContext("2d");
    const half = this.canvas.width / 2;
    context.clearRect(0, 0, 2 * half, 2 * half);
    this.marks.draw(context, points.map(([u, v]) =>
      [(u / reach + 1) * half, (1 - v / reach) * half]), labels, 6, false);
  }
}

/** What the first layer looks for: its first kernels, or the weights of its first units. */
export class Filters {
  constructor() {
    this.grid = element("div", { class: "filters" });
    this.node = element("figure", {}, [this.grid, element("figcaption", {
      text: "what the first layer looks for" })]);
  }

  /**
   * @param {Float32Array} values weights from the network's first on
   * @param {number[]} shape of an image
   * @param {boolean} isConvolution whether these are kernels of 3 × 3
   */
  show(values, shape, isConvolution) {
    const [width, height] = isConvolution ? [3, 3] : [shape[2], shape[1]];
    const size = width * height;
    const count = Math.min(16, Math.floor(values.length / (size * shape[0])));
    const first = /** @type {HTMLCanvasElement|null} */ (this.grid.firstChild);
    if (this.grid.childElementCount !== count || first?.width !== width) {
      this.grid.replaceChildren(...Array.from({ length: count }, (_, i) => element("canvas", {
        width, height, class: "tile", role: "img", "aria-label": `filter ${i}` })));
    }
    // Of colours the mean over their channels.
    const means = new Float32Array(count * size);
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < shape[0]; c++) {
        for (let k = 0; k < size; k++) {
          means[i * size + k] += values[(i * shape[0] + c) * size + k] / shape[0];
        }
      }
    }
    const most = greatest(means);
    [...this.grid.children].forEach((canvas, i) => drawSigned(/** @type {any} */ (canvas),
      means.subarray(i * size, (i + 1) * size), width, height, most));
  }
}
