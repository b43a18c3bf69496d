// Part four: a network is trained here, in a thread of its own.
import { writeAddress } from "./address.mjs";
import { announce, copyButton, element, everyFrame, question } from "./dom.mjs";
import { LossChart } from "./loss-chart.mjs";
import { withNoise } from "./noise.mjs";
import { imageAt, shortNumber } from "./pictures.mjs";
import { TrainingForm } from "./training-form.mjs";
import { CodesPlane, Filters, Strips } from "./training-views.mjs";

/**
 * @param {HTMLElement} part
 * @param {import("./content.mjs").Content} content
 * @param {Uint8Array} moduleBytes
 */
export function openTraining(part, content, moduleBytes) {
  const form = new TrainingForm(content.text.sets, () => {
    writeAddress(form.address);
    reset();
  });
  /** @type {Worker|null} */
  let worker = null;
  let generation = 0;
  let losses = [];
  /** What these losses are of, and the training before them. */
  let mine = { name: "", loss: "" };
  let earlier = null;
  let state = null;
  let runs = false;
  let parameterCount = 0;
  let announced = 0;
  let shape = [1, 1, 1];
  let labels = new Uint8Array();
  /** @type {Map<number, Promise<Uint8Array>>} */
  const pixels = new Map();

  const chart = new LossChart();
  const [strips, plane, filters] = [new Strips(), new CodesPlane(), new Filters()];
  const facts = element("p", { class: "facts" });
  const start = element("button", { type: "button", class: "primary", text: "Start",
    onclick: () => (runs ? pause() : run()) });
  const draw = everyFrame(show);
  addEventListener("themechange", draw);

  part.append(
    element("p", { class: "lead", text: "The same code that aeviz trains with, compiled for the "
      + "browser. The same settings and seed give the same losses as the command line." }),
    element("div", { class: "lab" }, [form.node, element("div", { class: "bench" }, [
      element("div", { class: "transport" }, [start,
        element("button", { type: "button", text: "Step", onclick: () => step() }),
        element("button", { type: "button", text: "Reset", onclick: () => reset() }),
        copyButton("Copy as aeviz command", () => form.command)]),
      facts,
      element("div", { class: "watch" }, [chart.node, plane.node]),
      strips.node, filters.node])]),
    element("div", { class: "questions" }, [
      question("Train with 2 values in the code and then with 16. Which one falls below the line "
        + "of principal components?",
      "A linear code cannot get below the line. With few values the network’s bends pay most; with "
        + "many, PCA is hard to beat in a minute of training. The pale curve is the training "
        + "before."),
      question("Choose denoising, and watch the first layer. Then set the noise to 0: why does the "
        + "network no longer learn to smooth?",
      "With noise on its input the network is paid for what is likely, not for copying: a mean "
        + "over neighbours takes noise away. Without, a copy is the best that it can do, and "
        + "nothing keeps it from passing noise on.")]));

  async function reset() {
    pause();
    start.textContent = "Start";
    generation += 1;
    const begun = generation;
    if (losses.length >= 10) earlier = { ...mine, losses };
    mine = { name: form.name, loss: `${form.images.name} ${form.settings.loss}` };
    losses = [];
    state = null;
    const index = content.text.sets.indexOf(form.images);
    if (!pixels.has(index)) pixels.set(index, content.bytes(`train-${index}`));
    const all = await pixels.get(index);
    const labelBytes = await content.bytes(`train-${index}-labels`);
    if (begun !== generation) return;
    const set = form.images;
    shape = set.shape;
    const size = shape[0] * shape[1] * shape[2];
    const spread = (count) => Array.from({ length: count }, (_, i) =>
      Math.floor((i * set.count) / count));
    const some = (places) => {
      const result = new Float32Array(places.length * size);
      places.forEach((place, i) => result.set(imageAt(all, place, size, set.white), i * size));
      return result;
    };
    const eight = some(spread(Math.min(8, set.count)));
    const codePlaces = spread(Math.min(200, set.count));
    labels = Uint8Array.from(labelBytes.length > 0 ? codePlaces : [], (place) => labelBytes[place]);
    const { settings } = form;
    const noisy = settings.noise > 0 ? withNoise(eight, settings.noise, 11) : null;
    strips.begin(shape, eight, noisy);
    plane.begin(form.latentSize.value);
    worker ??= newWorker();
    worker.postMessage({ kind: "start", generation, module: moduleBytes,
      preset: form.presetName, latentSize: form.latentSize.value, shape,
      settings, pixels: all, white: set.white,
      shown: { images: noisy ?? eight, codeImages: some(codePlaces),
        filterCount: 16 * shape[0] * Math.max(9, size / shape[0]) } });
    draw();
  }

  function newWorker() {
    const text = document.getElementById("script").textContent;
    const made = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    made.onmessage = ({ data }) => {
      if (data.generation !== generation) return;
      if (data.kind === "losses") losses.push(...data.losses);
      else if (data.kind === "state") state = data;
      else if (data.kind === "network") parameterCount = data.parameterCount;
      else if (data.kind === "problem") facts.textContent = `This cannot be trained: ${data.text}.`;
      if (losses.length > 0 && !Number.isFinite(losses.at(-1))) pause();
      part.dataset.losses = JSON.stringify(losses.slice(0, 50));
      if (data.kind !== "problem") draw();
    };
    return made;
  }

  function run() {
    runs = true;
    start.textContent = "Pause";
    worker?.postMessage({ kind: "run" });
  }

  function pause() {
    runs = false;
    start.textContent = losses.length > 0 ? "Go on" : "Start";
    worker?.postMessage({ kind: "pause" });
  }

  function step() {
    pause();
    worker?.postMessage({ kind: "step" });
  }

  function show() {
    const { loss, noise, sparsity } = form.settings;
    // PCA's error is one of mean squares on clean images; nothing else compares.
    const hasFloor = loss === "mse" && noise === 0 && sparsity === 0 && !form.isVariational;
    chart.draw(losses, hasFloor ? form.images.floors[form.latentSize.value] ?? null : null,
      earlier?.loss === mine.loss ? earlier : null);
    const last = losses.at(-1);
    const size = parameterCount > 0 ? `${parameterCount.toLocaleString("en")} weights` : "";
    facts.textContent = losses.length === 0 ? `Not started. ${size}`
      : Number.isFinite(last)
        ? `Step ${losses.length}, epoch ${(state?.epoch ?? 0) + 1}: loss ${shortNumber(last)}. ${
          size}`
        : "The loss is no longer a number: try a smaller learning rate.";
    // Whoever listens is told every few seconds, and when it has come to rest.
    if (!runs || performance.now() - announced > 5000) {
      announced = performance.now();
      announce(facts.textContent);
    }
    if (!state) return;
    strips.show(state.outputs);
    plane.show(state.codes, form.latentSize.value, labels);
    filters.show(state.filters, shape,
      ["conv", "conv-upsample", "vae"].includes(form.presetName));
  }

  reset();
}
