// A training in the module, step by step as `aeviz train` takes them.

/**
 * @typedef {object} TrainingSettings
 * @property {number} batchSize
 * @property {"mse"|"bce"|"l1"} loss
 * @property {number} beta the weight of a drawn code's divergence
 * @property {number} [sparsity] the weight of the code's magnitudes
 * @property {"adam"|"sgd"|"adamw"} [optimizer] Adam; SGD with a momentum of 0.9, AdamW with a
 *   weight decay of 0.01
 * @property {import("./noise.mjs").NoiseKind} [noiseKind] Gaussian
 * @property {number} noise how much of it is on the input; 0 for none
 * @property {number} learningRate
 * @property {number} seed
 */

const losses = ["mse", "bce", "l1"];
const noises = ["", "gaussian", "mask", "salt-pepper"];
/** By their numbers, with momentum or weight decay. */
const optimizers = { adam: [0, 0], sgd: [1, 0.9], adamw: [2, 0.01] };

/** A training of a network on images of 8 bits; freed by its owner. */
export class Training {
  /**
   * @param {import("./network.mjs").Network} network
   * @param {TrainingSettings} settings
   * @param {Uint8Array} pixels
   * @param {number} white the pixel that stands for 1
   */
  constructor(network, settings, pixels, white) {
    const { module } = network;
    const numbers = [
      settings.batchSize, losses.indexOf(settings.loss), settings.beta, 0,
      settings.sparsity ?? 0,
      settings.noise > 0 ? noises.indexOf(settings.noiseKind ?? "gaussian") : 0, settings.noise,
      settings.learningRate, ...optimizers[settings.optimizer ?? "adam"], 0, settings.seed,
      1_000_000,
    ];
    this.calls = module.calls;
    this.address = module.with(
      [module.doubles(numbers.length).put(numbers), module.bytes(pixels.length).put(pixels)],
      (s, p) => module.calls.training_new(
        network.address, s.address, p.address, pixels.length / network.pixels, white));
    if (this.address === 0) throw new Error("a setting is out of range, or the batch too large");
    this.place = module.integers(3);
  }

  /** Takes a step. @returns {number} the loss of its batch before it */
  step() { return this.calls.training_step(this.address); }

  /** Gives the network the weights as they are now. */
  show() { this.calls.training_show(this.address); }

  /** Epochs that are done, images of the next one, steps. */
  standing() {
    this.calls.training_standing(this.address, this.place.address);
    const [epoch, seen, steps] = this.place.numbers;
    return { epoch, seen, steps };
  }

  free() {
    this.place.free();
    this.calls.training_free(this.address);
  }
}
