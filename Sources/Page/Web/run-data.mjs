// The run of the page: its network, its test images, their codes.
import { Network } from "./network.mjs";
import { imageAt } from "./pictures.mjs";
import { Plane } from "./plane.mjs";

/** A network with the images that it is shown. */
export class RunData {
  /**
   * @param {import("./page-module.mjs").PageModule} module
   * @param {any} about Swift's `PageContent.RunContent`
   * @param {{weights: Float32Array, images: Uint8Array, labels: Uint8Array, codes: Float32Array,
   *   plane: Float32Array}} numbers
   */
  constructor(module, about, { weights, images, labels, codes, plane }) {
    this.module = module;
    this.about = about;
    this.weights = weights;
    this.network = Network.of(module, { ...about, layers: about.layerNumbers, weights });
    this.layers = this.network.layers();
    this.pixels = this.network.pixels;
    this.images = images;
    this.labels = labels;
    /** @type {number} */
    this.count = about.imageCount;
    this.codes = codes.length > 0 ? codes : this.network.encodeAll(this.floats(0, this.count));
    this.plane = new Plane(plane.length > 0 ? plane : this.#axes());
  }

  /**
   * @param {import("./page-module.mjs").PageModule} module
   * @param {import("./content.mjs").Content} content
   */
  static async load(module, content) {
    const [weights, images, labels, codes, plane] = await Promise.all([
      content.floats("weights"), content.bytes("images"), content.bytes("labels"),
      content.floats("codes"), content.floats("plane")]);
    return new RunData(module, content.text.run, { weights, images, labels, codes, plane });
  }

  /** Values 0 and 1 of the code, where no plane was sent. */
  #axes() {
    const size = this.about.latentSize;
    const numbers = new Float32Array(3 * size);
    numbers[size] = 1;
    if (size > 1) numbers[2 * size + 1] = 1;
    return numbers;
  }

  /** @param {number} index */
  image(index) { return imageAt(this.images, index, this.pixels, this.about.white); }

  /** Images one after the other. @param {number} first @param {number} end */
  floats(first, end) {
    const result = new Float32Array((end - first) * this.pixels);
    for (let i = first; i < end; i++) result.set(this.image(i), (i - first) * this.pixels);
    return result;
  }

  /** @param {number} index */
  code(index) {
    const size = this.about.latentSize;
    return this.codes.subarray(index * size, (index + 1) * size);
  }

  /** The class of an image as text; empty when it has none. @param {number} index */
  className(index) {
    if (this.labels.length === 0) return "";
    const label = this.labels[index];
    return this.about.classNames[label] ?? `class ${label}`;
  }

  /** Mean and deviation of each value of the code. */
  spread() {
    const size = this.about.latentSize;
    const count = this.codes.length / size;
    const mean = new Float64Array(size);
    const square = new Float64Array(size);
    this.codes.forEach((value, i) => {
      mean[i % size] += value / count;
      square[i % size] += value ** 2 / count;
    });
    return { mean, deviation: square.map((x, i) => Math.sqrt(Math.max(0, x - mean[i] ** 2))) };
  }
}
