// A network in the module: encode, decode, look inside.

/**
 * @typedef {object} LayerInfo
 * @property {number[]} shape of one example's output
 * @property {number} kind its number in Sources/PageModule/LayerNumbers.swift
 * @property {number[]} numbers
 * @property {number} offset where its stored numbers begin
 * @property {boolean} isEncoder
 */

/** The presets in the order of the module. */
export const presets = [
  "dense", "deep", "linear", "conv", "conv-upsample", "vae", "vae-dense",
];

/** A network with its weights; freed by its owner. */
export class Network {
  /**
   * @param {import("./page-module.mjs").PageModule} module
   * @param {number} address
   * @param {number[]} shape [C, H, W]
   * @param {number} latentSize
   */
  constructor(module, address, shape, latentSize) {
    if (address === 0) throw new Error("these layers make no network that a page can hold");
    this.module = module;
    this.address = address;
    this.shape = shape;
    this.latentSize = latentSize;
    this.pixels = shape[0] * shape[1] * shape[2];
    /** One image and one code, which every call of a pointer's move needs. */
    this.image = module.floats(this.pixels);
    this.code = module.floats(latentSize);
  }

  /**
   * @param {import("./page-module.mjs").PageModule} module
   * @param {{layers: ArrayLike<number>, encoderCount: number, latentSize: number,
   *   shape: number[], weights: ArrayLike<number>, pixelMean?: number[],
   *   pixelDeviation?: number[]}} run
   */
  static of(module, run) {
    const network = module.with([module.doubles(run.layers.length).put(run.layers)], (layers) =>
      new Network(module, module.calls.network_new(
        layers.address, layers.count, run.encoderCount, run.latentSize, ...run.shape),
      run.shape, run.latentSize));
    network.setParameters(run.weights);
    const { pixelMean: mean = [], pixelDeviation: deviation = [] } = run;
    if (mean.length > 0) {
      module.with([module.doubles(mean.length).put(mean),
        module.doubles(mean.length).put(deviation)], (m, d) =>
        module.calls.network_pixel_range(network.address, m.address, d.address, m.count));
    }
    return network;
  }

  /**
   * @param {import("./page-module.mjs").PageModule} module
   * @param {string} preset
   * @param {number} latentSize
   * @param {number[]} shape
   */
  static preset(module, preset, latentSize, shape) {
    return new Network(module, module.calls.network_preset(
      presets.indexOf(preset), latentSize, ...shape), shape, latentSize);
  }

  free() {
    this.image.free();
    this.code.free();
    this.module.calls.network_free(this.address);
  }

  get parameterCount() { return this.module.calls.network_parameter_count(this.address); }

  /** @param {ArrayLike<number>} values */
  setParameters(values) {
    if (values.length !== this.parameterCount) throw new Error("the weights have another number");
    this.module.with([this.module.floats(values.length).put(values)], (piece) =>
      this.module.calls.network_set_parameters(this.address, piece.address));
  }

  /** The first of the weights. @param {number} [count] all @returns {Float32Array} */
  parameters(count = this.parameterCount) {
    return this.module.with([this.module.floats(this.parameterCount)], (piece) => {
      this.module.calls.network_parameters(this.address, piece.address);
      return piece.copy(Math.min(count, this.parameterCount));
    });
  }

  /** Draws the weights that a new network begins with. @param {number} seed */
  initialize(seed) { this.module.calls.network_initialize(this.address, seed); }

  /** The image of a code. @param {ArrayLike<number>} code @returns {Float32Array} */
  decode(code) {
    this.code.put(code);
    this.module.calls.network_decode(this.address, this.code.address, 1, this.image.address);
    return this.image.copy();
  }

  /** The code of an image. @param {ArrayLike<number>} image @returns {Float32Array} */
  encode(image) {
    this.image.put(image);
    this.module.calls.network_encode(this.address, this.image.address, 1, this.code.address);
    return this.code.copy();
  }

  /** The codes of several images, one after the other. @param {Float32Array} images */
  encodeAll(images) { return this.#many("network_encode", images, this.pixels, this.latentSize); }

  /** What comes out for several images. @param {Float32Array} images */
  reconstruct(images) {
    return this.#many("network_reconstruct", images, this.pixels, this.pixels);
  }

  /** The images of several codes. @param {Float32Array} codes */
  decodeAll(codes) { return this.#many("network_decode", codes, this.latentSize, this.pixels); }

  #many(name, values, from, to) {
    const n = values.length / from;
    const { module } = this;
    return module.with([module.floats(values.length).put(values), module.floats(n * to)],
      (source, target) => {
        module.calls[name](this.address, source.address, n, target.address);
        return target.copy();
      });
  }

  /**
   * The distribution that an image's code is drawn from; null when it is not drawn.
   * @param {ArrayLike<number>} image
   */
  posterior(image) {
    const { module, latentSize } = this;
    this.image.put(image);
    return module.with([module.floats(latentSize), module.floats(latentSize)], (mean, log) =>
      module.calls.network_posterior(
        this.address, this.image.address, 1, mean.address, log.address) === 1
        ? { mean: mean.copy(), deviation: log.copy().map((x) => Math.exp(x / 2)) } : null);
  }

  /** The layers, encoder first. @returns {LayerInfo[]} */
  layers() {
    const { module, address } = this;
    const count = module.calls.network_layer_count(address, 0);
    const encoderCount = module.calls.network_layer_count(address, 1);
    return module.with([module.integers(4), module.doubles(32)], (shape, numbers) =>
      Array.from({ length: count }, (_, index) => {
        const rank = module.calls.network_shape(address, index, shape.address);
        const found = module.calls.network_layer(address, index, numbers.address, 32);
        const [kind, , ...rest] = numbers.copy(Math.min(found, 32));
        return {
          shape: [...shape.copy(rank)], kind, numbers: rest, isEncoder: index < encoderCount,
          offset: module.calls.network_parameter_offset(address, index),
        };
      }));
  }

  /**
   * What every layer gives for one image.
   * @param {ArrayLike<number>} image
   * @param {LayerInfo[]} layers
   * @returns {Float32Array[]}
   */
  activations(image, layers) {
    const counts = layers.map((layer) => layer.shape.reduce((a, b) => a * b, 1));
    const { module } = this;
    this.image.put(image);
    return module.with([module.floats(counts.reduce((a, b) => a + b, 0))], (into) => {
      module.calls.network_activations(this.address, this.image.address, into.address);
      let start = 0;
      return counts.map((count) => into.numbers.slice(start, (start += count)));
    });
  }
}
