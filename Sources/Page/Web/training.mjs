// Part four: a network is trained here, in a thread of its own.
import { writeAddress } from "./address.mjs";
import { copyButton, element, everyFrame, question } from "./dom.mjs";
import { LossChart } from "./loss-chart.mjs";
import { drawImage, drawSigned, greatest, imageAt, imageCanvas, shortNumber, themeColor }
  from "./pictures.mjs";
import { TrainingForm } from "./training-form.mjs";

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
  let state = null;
  let runs = false;
  let shape = [1, 1, 1];
  let labels = new Uint8Array();
  /** @type {Map<number, Promise<Uint8Array>>} */
  const pixels = new Map();

  const chart = new LossChart();
  const facts = element("p", { class: "facts", role: "status" });
  const images = element("div", { class: "strips" });
  const plane = element("canvas", { class: "plane", width: 320, height: 320, role: "img",
    "aria-label": "The codes of some images as they move" });
  const filters = element("div", { class: "filters" });
  const start = element("button", { type: "button", class: "primary", text: "Start",
    onclick: () => (runs ? pause() : run()) });
  const draw = everyFrame(show);

  part.append(
    element("p", { class: "lead", text: "The same code that aeviz trains with, compiled for the "
      + "browser. The same settings and seed give the same losses as the command line." }),
    element("div", { class: "lab" }, [form.node, element("div", { class: "bench" }, [
      element("div", { class: "transport" }, [start,
        element("button", { type: "button", text: "Step", onclick: () => step() }),
        element("button", { type: "button", text: "Reset", onclick: () => reset() }),
        copyButton("Copy as aeviz command", () => form.command)]),
      facts, chart.node, images,
      element("div", { class: "watch" }, [
        element("figure", {}, [plane, element("figcaption", { text: "the codes" })]),
        element("figure", {}, [filters, element("figcaption", {
          text: "what the first layer looks for" })]),
      ])])]),
    question("Train with 2 values in the code and then with 16. Which one falls below the line of "
      + "principal components?",
    "A linear code cannot get below the line. With few values the network’s bends pay most; with "
      + "many, PCA is hard to beat in a minute of training."));

  async function reset() {
    pause();
    start.textContent = "Start";
    generation += 1;
    const mine = generation;
    losses = [];
    state = null;
    const index = content.text.sets.indexOf(form.images);
    if (!pixels.has(index)) pixels.set(index, content.bytes(`train-${index}`));
    const all = await pixels.get(index);
    if (mine !== generation) return;
    const set = form.images;
    shape = set.shape;
    const size = shape[0] * shape[1] * shape[2];
    const some = (count) => {
      const result = new Float32Array(count * size);
      for (let i = 0; i < count; i++) {
        const place = Math.floor((i * set.count) / count);
        result.set(imageAt(all, place, size, set.white), i * size);
      }
      return result;
    };
    const eight = some(Math.min(8, set.count));
    const codeCount = Math.min(200, set.count);
    const labelBytes = await content.bytes(`train-${index}-labels`);
    labels = Uint8Array.from({ length: labelBytes.length > 0 ? codeCount : 0 }, (_, i) =>
      labelBytes[Math.floor((i * set.count) / codeCount)]);
    if (mine !== generation) return;
    buildStrips(eight, size);
    worker ??= newWorker();
    worker.postMessage({ kind: "start", generation, module: moduleBytes,
      preset: form.preset.select.value, latentSize: form.latentSize.value, shape,
      settings: form.settings, pixels: all, white: set.white,
      shown: { images: eight, codeImages: some(codeCount),
        filterCount: 16 * Math.max(9 * shape[0], size) } });
    draw();
  }

  function newWorker() {
    const text = document.getElementById("script").textContent;
    const made = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    made.onmessage = ({ data }) => {
      if (data.generation !== generation) return;
      if (data.kind === "losses") losses.push(...data.losses);
      else if (data.kind === "state") state = data;
      else if (data.kind === "problem") facts.textContent = `This cannot be trained: ${data.text}.`;
      if (losses.length > 0 && !Number.isFinite(losses.at(-1))) pause();
      part.dataset.losses = JSON.stringify(losses.slice(0, 50));
      draw();
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

  let outputs = [];
  function buildStrips(eight, size) {
    const count = eight.length / size;
    const row = (label) => Array.from({ length: count }, (_, i) =>
      imageCanvas(shape, `${label} ${i + 1}`));
    const inputs = row("image");
    outputs = row("reconstruction of image");
    inputs.forEach((canvas, i) =>
      drawImage(canvas, eight.subarray(i * size, (i + 1) * size), shape));
    images.replaceChildren(
      element("div", { class: "strip" }, [element("span", { text: "image" }), ...inputs]),
      element("div", { class: "strip" }, [element("span", { text: "rebuilt" }), ...outputs]));
  }

  function show() {
    const isMSE = form.loss.select.value === "mse" && form.noise.value === 0
      && form.preset.select.value !== "vae";
    const floor = isMSE ? form.images.floors[form.latentSize.value] ?? null : null;
    chart.draw(losses, floor);
    const last = losses.at(-1);
    facts.textContent = losses.length === 0 ? "Not started."
      : Number.isFinite(last)
        ? `Step ${losses.length}, epoch ${(state?.epoch ?? 0) + 1}: loss ${shortNumber(last)}`
        : "The loss is no longer a number: try a smaller learning rate.";
    if (!state) return;
    const size = shape[0] * shape[1] * shape[2];
    outputs.forEach((canvas, i) =>
      drawImage(canvas, state.outputs.subarray(i * size, (i + 1) * size), shape));
    drawCodes();
    drawFilters();
  }

  /** The first two values of each code. */
  function drawCodes() {
    const length = form.latentSize.value;
    const context = plane.getContext("2d");
    context.clearRect(0, 0, plane.width, plane.height);
    const count = state.codes.length / length;
    const at = (i, axis) => (axis < length ? state.codes[i * length + axis] : 0);
    const most = Array.from({ length: count }, (_, i) =>
      Math.max(Math.abs(at(i, 0)), Math.abs(at(i, 1)))).sort((a, b) => a - b);
    const reach = (most[Math.floor(0.98 * (count - 1))] || 1) * 1.15;
    for (let i = 0; i < count; i++) {
      context.fillStyle = labels.length > 0 ? themeColor(`class-${labels[i] % 10}`)
        : themeColor("large");
      context.beginPath();
      context.arc((at(i, 0) / reach + 1) * 160, (1 - at(i, 1) / reach) * 160, 4, 0, 7);
      context.fill();
    }
  }

  function drawFilters() {
    const isConvolution = ["conv", "conv-upsample", "vae"].includes(form.preset.select.value);
    const [width, height] = isConvolution ? [3, 3] : [shape[2], shape[1]];
    const size = width * height;
    const values = state.filters;
    const count = Math.min(16, Math.floor(values.length / (size * shape[0])));
    if (filters.childElementCount !== count || filters.firstChild?.width !== width) {
      filters.replaceChildren(...Array.from({ length: count }, (_, i) => element("canvas", {
        width, height, class: "tile", role: "img", "aria-label": `filter ${i}` })));
    }
    const most = greatest(values);
    [...filters.children].forEach((canvas, i) => drawSigned(/** @type {any} */ (canvas),
      values.subarray(i * size * shape[0], i * size * shape[0] + size), width, height, most));
  }

  reset();
}
