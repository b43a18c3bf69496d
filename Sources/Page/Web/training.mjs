// Part four: a network is trained here, in a thread of its own.
import { writeAddress } from "./address.mjs";
import { announce, copyButton, element, everyFrame } from "./dom.mjs";
import { LossChart } from "./loss-chart.mjs";
import { LossHistory } from "./loss-history.mjs";
import { corrupted } from "./noise.mjs";
import { imageAt, shortNumber } from "./pictures.mjs";
import { TrainingForm } from "./training-form.mjs";
import { trainingQuestions } from "./training-questions.mjs";
import { CodesPlane, Filters, Strips } from "./training-views.mjs";

/**
 * @param {HTMLElement} part
 * @param {import("./content.mjs").Content} content
 * @param {Uint8Array} moduleBytes
 * @param {import("./class-marks.mjs").ClassMarks} marks
 */
export function openTraining(part, content, moduleBytes, marks) {
  const form = new TrainingForm(content.text.sets, () => {
    writeAddress(form.address);
    asked.tell();
    reset();
  });
  /** @type {Worker|null} */
  let worker = null;
  let generation = 0;
  let losses = new LossHistory();
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
  const [strips, plane, filters] = [new Strips(), new CodesPlane(marks),
    new Filters()];
  const facts = element("p", { class: "facts" });
  const start = element("button", { type: "button", class: "primary", text: "Start",
    onclick: () => (runs ? pause() : run()) });
  const draw = everyFrame(show);
  addEventListener("themechange", draw);

  const asked = trainingQuestions(() => form.images);

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
    asked.node);

  async function reset() {
    pause();
    start.textContent = "Start";
    generation += 1;
    const begun = generation;
    if (losses.count >= 10) earlier = { ...mine, losses };
    const { loss, beta, sparsity } = form.settings;
    mine = { name: form.name, loss: [form.images.name, loss, sparsity,
      form.isVariational ? beta : "plain"].join() };
    losses = new LossHistory();
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
    const noisy = settings.noise > 0
      ? corrupted(eight, shape, settings.noiseKind, settings.noise, 11) : null;
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
      if (data.kind === "losses") take(data.losses);
      else if (data.kind === "state") state = data;
      else if (data.kind === "network") parameterCount = data.parameterCount;
      else if (data.kind === "problem") facts.textContent = `This cannot be trained: ${data.text}.`;
      if (data.kind !== "problem") draw();
    };
    return made;
  }

  function take(some) {
    const { length } = losses.first;
    some.forEach((loss) => losses.add(loss));
    if (losses.first.length > length) part.dataset.losses = JSON.stringify(losses.first);
    if (!Number.isFinite(losses.last)) pause();
  }

  function run() {
    runs = true;
    start.textContent = "Pause";
    worker?.postMessage({ kind: "run" });
  }

  function pause() {
    runs = false;
    start.textContent = losses.count > 0 ? "Go on" : "Start";
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
    const size = parameterCount > 0 ? `${parameterCount.toLocaleString("en")} weights` : "";
    facts.textContent = losses.count === 0 ? `Not started. ${size}`
      : Number.isFinite(losses.last)
        ? `Step ${losses.count}, epoch ${(state?.epoch ?? 0) + 1}: `
          + `loss ${shortNumber(losses.last)}. ${size}`
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
