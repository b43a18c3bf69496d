// What a training is asked to be: the settings of part four, and the line that trains the same.
import { readAddress } from "./address.mjs";
import { choice, NumberControl } from "./controls.mjs";
import { element } from "./dom.mjs";
import { noiseKinds } from "./noise.mjs";

/** @type {[string, string][]} */
const networks = [["dense", "dense"], ["conv", "conv"], ["conv-upsample", "conv-upsample"],
  ["denoising", "denoising: conv on noisy images"], ["vae", "vae, variational"],
  ["linear", "linear, as PCA"]];
/** @type {[string, string][]} */
const optimizers = [["adam", "Adam"], ["adamw", "AdamW, weight decay 0.01"],
  ["sgd", "SGD, momentum 0.9"]];
/** The noise that a denoising network begins with. */
const usualNoise = 0.3;

/** The settings as controls. */
export class TrainingForm {
  /**
   * @param {any[]} sets the images that there are
   * @param {() => void} onChange
   */
  constructor(sets, onChange) {
    this.sets = sets;
    const address = readAddress();
    const given = (name, fallback) => {
      const value = Number(address[name]);
      return address[name] !== undefined && Number.isFinite(value) ? value : fallback;
    };
    const changed = () => {
      this.#showWhatMatters();
      onChange();
    };
    const oneOf = (options, value, fallback) =>
      (options.some(([name]) => name === value) ? value : fallback);
    const set = Math.max(0, sets.findIndex((each) => each.name === address.set));
    this.set = choice("Images", sets.map((each, i) => [String(i), each.title]), String(set),
      changed);
    this.preset = choice("Network", networks, oneOf(networks, address.net, "conv"), (name) => {
      if (name === "denoising" && this.noise.value === 0) this.noise.value = usualNoise;
      if (name !== "denoising") this.noise.value = 0;
      changed();
    });
    this.loss = choice("Loss", [["mse", "mean squared error"], ["bce", "cross-entropy"],
      ["l1", "mean absolute error"]], ["bce", "l1"].includes(address.loss) ? address.loss : "mse",
    changed);
    this.optimizer = choice("Optimiser", optimizers, oneOf(optimizers, address.by, "adam"),
      changed);
    const number = (label, name, min, max, step, value) => new NumberControl({ label, min, max,
      step, value: Math.max(min, Math.min(max, given(name, value))), onChange: changed });
    this.latentSize = number("Values in the code", "code", 1, 64, 1, 2);
    this.learningRate = number("Learning rate", "rate", 0.0001, 0.02, 0.0001, 0.001);
    this.batchSize = number("Images in a batch", "batch", 8, 256, 8, 128);
    this.noise = number("Noise on the input", "noise", 0, 1, 0.05,
      address.net === "denoising" ? usualNoise : 0);
    this.noiseKind = choice("Kind of noise", noiseKinds.map(([name, title, amount]) =>
      [name, `${title}: ${amount}`]), oneOf(noiseKinds, address.kind, "gaussian"), changed);
    this.beta = number("β, weight of the divergence", "beta", 0, 4, 0.05, 1);
    this.sparsity = number("λ, weight of the code’s magnitudes", "sparsity", 0, 0.1, 0.001, 0);
    this.seed = number("Seed", "seed", 0, 99, 1, 1);
    this.node = element("form", { class: "controls training-controls",
      onsubmit: (event) => event.preventDefault() }, [this.set, this.preset, this.latentSize,
      this.learningRate, this.batchSize, this.noise, this.noiseKind, this.beta, this.sparsity,
      this.loss,
      this.optimizer, this.seed].map((control) => control.node));
    this.#showWhatMatters();
  }

  /** The divergence is a variational code's, its magnitudes any other's; noise that is none has no
   * kind. */
  #showWhatMatters() {
    this.noiseKind.node.hidden = this.noise.value === 0;
    this.beta.node.hidden = !this.isVariational;
    this.sparsity.node.hidden = this.isVariational;
  }

  /** Whether the code is drawn. */
  get isVariational() { return this.presetName === "vae"; }

  /** The preset's name in the program. */
  get presetName() {
    const name = this.preset.select.value;
    return name === "denoising" ? "conv" : name;
  }

  /** The set that is chosen. */
  get images() { return this.sets[Number(this.set.select.value)]; }

  /** @returns {import("./trainer.mjs").TrainingSettings} */
  get settings() {
    return { batchSize: this.batchSize.value, loss: /** @type {any} */ (this.loss.select.value),
      beta: this.beta.value, sparsity: this.isVariational ? 0 : this.sparsity.value,
      noise: this.noise.value,
      noiseKind: /** @type {any} */ (this.noiseKind.select.value),
      learningRate: this.learningRate.value,
      optimizer: /** @type {any} */ (this.optimizer.select.value), seed: this.seed.value };
  }

  /** In a few words. */
  get name() {
    const { noise, noiseKind, sparsity } = this.settings;
    const values = this.latentSize.value;
    return `${this.presetName}, ${values} ${values === 1 ? "value" : "values"}${
      noise > 0 ? `, ${noiseKind} ${noise}` : ""}${sparsity > 0 ? `, λ ${sparsity}` : ""}${
      this.isVariational && this.beta.value !== 1 ? `, β ${this.beta.value}` : ""}`;
  }

  /** What stands in the address. */
  get address() {
    const { settings } = this;
    return { set: this.images.name, net: this.preset.select.value, loss: settings.loss,
      code: this.latentSize.value, rate: settings.learningRate, batch: settings.batchSize,
      noise: settings.noise || null,
      kind: settings.noise > 0 && settings.noiseKind !== "gaussian" ? settings.noiseKind : null,
      beta: settings.beta === 1 ? null : settings.beta,
      sparsity: settings.sparsity || null,
      by: settings.optimizer === "adam" ? null : settings.optimizer, seed: settings.seed };
  }

  /** The line that takes the same steps. */
  get command() {
    const { batchSize, loss, noise, noiseKind, learningRate, beta, sparsity, optimizer, seed }
      = this.settings;
    return ["aeviz train", this.images.options, `--preset ${this.presetName}`,
      `--latent ${this.latentSize.value}`, `--batch-size ${batchSize}`,
      `--learning-rate ${learningRate}`, `--loss ${loss}`,
      noise > 0 ? `--noise ${noiseKind}:${noise}` : "",
      this.isVariational ? `--beta ${beta}` : "", sparsity > 0 ? `--sparsity ${sparsity}` : "",
      { adam: "--optimizer adam", adamw: "--optimizer adamw --weight-decay 0.01",
        sgd: "--optimizer sgd --momentum 0.9" }[optimizer],
      // The program's own linear network slows down by itself.
      this.presetName === "linear" ? "--schedule constant" : "", `--seed ${seed}`]
      .filter((word) => word !== "").join(" ");
  }
}
