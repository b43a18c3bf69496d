// What a training is asked to be: the settings of part four, and the line that trains the same.
import { readAddress } from "./address.mjs";
import { choice, NumberControl } from "./controls.mjs";
import { element } from "./dom.mjs";

const networks = [["dense", "dense"], ["conv", "conv"], ["conv-upsample", "conv-upsample"],
  ["vae", "vae, variational"], ["linear", "linear, as PCA"]];

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
    const set = Math.max(0, sets.findIndex((each) => each.name === address.set));
    this.set = choice("Images", sets.map((each, i) => [String(i), each.title]), String(set),
      onChange);
    this.preset = choice("Network", /** @type {any} */ (networks),
      networks.some(([name]) => name === address.net) ? address.net : "conv", onChange);
    this.loss = choice("Loss", [["mse", "mean squared error"], ["bce", "cross-entropy"],
      ["l1", "mean absolute error"]], ["bce", "l1"].includes(address.loss) ? address.loss : "mse",
    onChange);
    const number = (label, name, min, max, step, value) => new NumberControl({ label, min, max,
      step, value: Math.max(min, Math.min(max, given(name, value))), onChange });
    this.latentSize = number("Values in the code", "code", 1, 64, 1, 2);
    this.learningRate = number("Learning rate", "rate", 0.0001, 0.02, 0.0001, 0.001);
    this.batchSize = number("Images in a batch", "batch", 8, 256, 8, 128);
    this.noise = number("Noise on the input", "noise", 0, 1, 0.05, 0);
    this.seed = number("Seed", "seed", 0, 99, 1, 1);
    this.node = element("form", { class: "controls",
      onsubmit: (event) => event.preventDefault() }, [this.set.node, this.preset.node,
      this.loss.node, ...[this.latentSize, this.learningRate, this.batchSize, this.noise,
        this.seed].map((control) => control.node)]);
  }

  /** The set that is chosen. */
  get images() { return this.sets[Number(this.set.select.value)]; }

  /** @returns {import("./trainer.mjs").TrainingSettings} */
  get settings() {
    return { batchSize: this.batchSize.value, loss: /** @type {any} */ (this.loss.select.value),
      beta: 1, noise: this.noise.value, learningRate: this.learningRate.value,
      seed: this.seed.value };
  }

  /** What stands in the address. */
  get address() {
    return { set: this.images.name, net: this.preset.select.value, loss: this.loss.select.value,
      code: this.latentSize.value, rate: this.learningRate.value, batch: this.batchSize.value,
      noise: this.noise.value || null, seed: this.seed.value };
  }

  /** The line that takes the same steps. */
  get command() {
    const { batchSize, loss, noise, learningRate, seed } = this.settings;
    return ["aeviz train", this.images.options, `--preset ${this.preset.select.value}`,
      `--latent ${this.latentSize.value}`, `--batch-size ${batchSize}`,
      `--learning-rate ${learningRate}`, `--loss ${loss}`,
      noise > 0 ? `--noise gaussian:${noise}` : "", `--seed ${seed}`]
      .filter((word) => word !== "").join(" ");
  }
}
