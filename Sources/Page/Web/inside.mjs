// Part three: the network's layers on one image, and how each cell comes about.
import { readAddress, writeAddress } from "./address.mjs";
import { tick } from "./controls.mjs";
import { announce, element, everyFrame } from "./dom.mjs";
import { placeOf } from "./cell-arithmetic.mjs";
import { cellView } from "./inside-cell.mjs";
import { insideQuestions } from "./inside-questions.mjs";
import { LayerMaps } from "./inside-maps.mjs";
import { isReshaping, reached, seen, whole } from "./layers.mjs";
import { captioned, drawImage, imageCanvas, shortNumber, drawMontage } from "./pictures.mjs";
import { setFrame } from "./tiles.mjs";

/** @param {HTMLElement} part @param {import("./run-data.mjs").RunData} run */
export function openInside(part, run) {
  const { about, network, layers } = run;
  const { shape } = about;
  const address = readAddress();
  let image = Math.min(run.count - 1, Math.max(0, Number(address.image) || 0));
  let chosen = layers.findIndex((layer) => !isReshaping(layer));
  const asked = about.layers.findIndex((layer) => layer.name === address.layer);
  if (asked >= 0 && !isReshaping(layers[asked])) chosen = asked;
  let activations = [];
  let cell = { c: 0, y: 0, x: 0 };
  let hasNumbers = address.numbers === "1";

  const framed = (label) => {
    const canvas = imageCanvas(shape, label, "image large-image");
    const figure = captioned(element("span", { class: "framed" },
      [canvas, element("span", { class: "frame" })]), "");
    return { ...figure, canvas };
  };
  const [input, output] = [framed("The image that goes in"), framed("The image that comes out")];
  const stages = layers.map((layer, index) =>
    isReshaping(layer) ? null : stageButton(layer, index));
  const heading = element("h3", {});
  const detail = element("div", { class: "detail" });
  const maps = new LayerMaps((next) => {
    cell = next;
    explain();
  });
  const opened = element("div", { class: "opened" }, [maps.node, detail]);
  const explain = everyFrame(explained);
  const numbers = tick("Numbers", hasNumbers, (isOn) => {
    hasNumbers = isOn;
    writeAddress({ numbers: isOn ? 1 : null });
    explain();
  });
  const picker = element("input", { type: "range", min: 0, max: run.count - 1, value: image,
    "aria-label": "Which test image", oninput: () => show(picker.valueAsNumber) });

  part.append(
    element("p", { class: "lead", text: "One image on its way through the network. Open a stage "
      + "to see what it makes of the image; point at a cell to see what it is computed from." }),
    element("div", { class: "tools" }, [...examples(), element("label", { class: "grow" },
      ["Image ", picker])]),
    element("div", { class: "flow" }, [input.node, element("div", { class: "stages" }, stages
      .filter((stage) => stage !== null)), output.node]),
    element("div", { class: "opened-title" }, [heading, numbers.node]),
    opened,
    insideQuestions(run).node);

  /** The first image of each class, as a choice. */
  function examples() {
    const found = new Map();
    for (let i = 0; i < run.count && run.labels.length > 0; i++) {
      if (!found.has(run.labels[i])) found.set(run.labels[i], i);
    }
    return [...found.entries()].sort((a, b) => a[0] - b[0]).slice(0, 10).map(([, index]) => {
      const canvas = element("canvas", { width: shape[2], height: shape[1], class: "image",
        "aria-hidden": "true" });
      drawImage(canvas, run.image(index), shape);
      return element("button", { type: "button", class: "example",
        "aria-label": `Test image of ${run.className(index)}`, onclick: () => show(index) },
      [canvas]);
    });
  }

  function stageButton(layer, index) {
    return element("button", { type: "button",
      class: `stage-button ${layer.isEncoder ? "encoder" : "decoder"}${
        index === about.encoderCount - 1 ? " code" : ""}${layer.shape.length === 3 ? "" : " list"}`,
      onclick: () => open(index) }, [element("canvas", {}),
      element("span", { class: "title" }, breakable(about.layers[index].title)), " ",
      element("span", { class: "shape", text: layer.shape.join("×") })]);
  }

  function show(index) {
    image = index;
    picker.value = String(index);
    writeAddress({ image: image === 0 ? null : image });
    const values = run.image(index);
    activations = network.activations(values, layers);
    drawImage(input.canvas, values, shape);
    drawImage(output.canvas, activations.at(-1), shape);
    input.caption.textContent = run.className(index) || `image ${index}`;
    output.caption.textContent = "what comes out";
    stages.forEach((stage, i) => stage && drawMontage(stage.firstChild, activations[i],
      layers[i].shape));
    open(chosen);
  }

  function open(index) {
    const isOther = index !== chosen || detail.childElementCount === 0;
    chosen = index;
    writeAddress({ layer: about.layers[index].name });
    stages.forEach((stage, i) => stage?.setAttribute("aria-pressed", String(i === index)));
    const layer = layers[index];
    heading.textContent = `${about.layers[index].name}: ${about.layers[index].title}, ${
      layer.shape.join(" × ")}`;
    opened.classList.toggle("list", layer.shape.length !== 3);
    if (isOther) {
      const [, height, width] = layer.shape.length === 3 ? layer.shape : [1, 1, layer.shape[0]];
      cell = { c: 0, y: Math.floor(height / 2), x: layer.shape.length === 3
        ? Math.floor(width / 2) : 0 };
    }
    maps.show(activations[index], layer.shape, `Values of ${heading.textContent}`, cell);
    explained();
  }

  function explained() {
    const layer = layers[chosen];
    const place = layer.shape.length === 3 ? `map ${cell.c}, row ${cell.y}, column ${cell.x}`
      : `unit ${cell.x}`;
    maps.mark(cell);
    detail.replaceChildren(element("h4", { text: place }), ...cellView(run, chosen, cell,
      activations, run.image(image), { hasNumbers, onUnit: (unit) => {
        cell = { c: 0, y: 0, x: unit };
        explain();
      } }), ...(hasNumbers ? [maps.magnified(cell)] : []));
    frames(layer);
    announce(`${place}: ${shortNumber(activations[chosen][placeOf(layer.shape, cell)])}`);
  }

  /** What the cell sees of the input, and what it reaches in the output. */
  function frames(layer) {
    const isMap = layer.shape.length === 3;
    const own = isMap ? { y: [cell.y, cell.y], x: [cell.x, cell.x] } : null;
    const inputOf = (i) => (i === 0 ? shape : layers[i - 1].shape);
    let region = /** @type {any} */ (own);
    for (let i = chosen; i >= 0 && region; i--) region = seen(layers[i], region, inputOf(i));
    setFrame(input.node.querySelector(".frame"), region ?? whole(shape), shape.slice(1));
    region = own;
    for (let i = chosen + 1; i < layers.length && region; i++) {
      region = reached(layers[i], region, inputOf(i));
    }
    setFrame(output.node.querySelector(".frame"), region ?? whole(shape), shape.slice(1));
  }

  show(image);
}

/** A title that may be broken between its words only: `Conv|Transpose`. @param {string} title */
const breakable = (title) => title.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, i) =>
  (i > 0 ? [element("wbr"), word] : [word]));
