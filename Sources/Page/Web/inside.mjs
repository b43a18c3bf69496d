// Part three: the network's layers on one image, and how each cell comes about.
import { readAddress, writeAddress } from "./address.mjs";
import { announce, element, question } from "./dom.mjs";
import { cellSum } from "./inside-sum.mjs";
import { isReshaping, reached, seen, whole } from "./layers.mjs";
import { captioned, drawImage, drawSigned, greatest, imageCanvas, shortNumber, drawMontage }
  from "./pictures.mjs";

/** @param {HTMLElement} part @param {import("./run-data.mjs").RunData} run */
export function openInside(part, run) {
  const { about, network, layers } = run;
  const { shape } = about;
  let image = Math.min(run.count - 1, Number(readAddress().image) || 0);
  let chosen = -1;
  let activations = [];

  const framed = (label) => {
    const canvas = imageCanvas(shape, label, "image large-image");
    const figure = captioned(element("span", { class: "framed" },
      [canvas, element("span", { class: "frame" })]), "");
    return { ...figure, canvas };
  };
  const [input, output] = [framed("The image that goes in"), framed("The image that comes out")];
  const stages = layers.map((layer, index) =>
    isReshaping(layer) ? null : stageButton(layer, index));
  const maps = element("div", { class: "maps", tabindex: "0", role: "group" });
  const heading = element("h3", {});
  const detail = element("div", { class: "detail" });
  const picker = element("input", { type: "range", min: 0, max: run.count - 1, value: image,
    "aria-label": "Which test image", oninput: () => show(picker.valueAsNumber) });

  part.append(
    element("p", { class: "lead", text: "One image on its way through the network. Open a stage "
      + "to see what it makes of the image; point at a cell to see what it is computed from." }),
    element("div", { class: "tools" }, [element("label", {}, ["Image ", picker])]),
    element("div", { class: "flow" }, [input.node, element("div", { class: "stages" }, stages
      .filter((stage) => stage !== null)), output.node]),
    heading, element("div", { class: "opened" }, [maps, detail]),
    question("Open the first convolution, then the last. How much of the image does one cell see?",
      "The frame on the image shows it: each layer’s window is taken of cells that have windows "
        + "themselves, so what a cell sees grows with the depth and with every stride."));

  function stageButton(layer, index) {
    return element("button", { type: "button",
      class: `stage-button ${layer.isEncoder ? "encoder" : "decoder"}${
        index === about.encoderCount - 1 ? " code" : ""}${layer.shape.length === 3 ? "" : " list"}`,
      onclick: () => open(index) }, [element("canvas", {}),
      element("span", { class: "title", text: about.layers[index].title }),
      element("span", { class: "shape", text: layer.shape.join(" × ") })]);
  }

  function show(index) {
    image = index;
    writeAddress({ image: image === 0 ? null : image });
    const values = run.image(index);
    activations = network.activations(values, layers);
    drawImage(input.canvas, values, shape);
    drawImage(output.canvas, activations.at(-1), shape);
    input.caption.textContent = run.className(index) || `image ${index}`;
    output.caption.textContent = "what comes out";
    stages.forEach((stage, i) => stage && drawMontage(stage.firstChild, activations[i],
      layers[i].shape));
    open(chosen < 0 ? layers.findIndex((layer) => !isReshaping(layer)) : chosen);
  }

  function open(index) {
    const isOther = index !== chosen;
    chosen = index;
    stages.forEach((stage, i) => stage?.setAttribute("aria-pressed", String(i === index)));
    const layer = layers[index];
    const values = activations[index];
    heading.textContent = `${about.layers[index].name}: ${about.layers[index].title}, ${
      layer.shape.join(" × ")}`;
    maps.setAttribute("aria-label", `Values of ${heading.textContent}`);
    const most = greatest(values);
    const [count, height, width] = layer.shape.length === 3 ? layer.shape
      : [1, 1, layer.shape[0]];
    const columns = layer.shape.length === 3 ? width : Math.min(width, 28);
    const rows = layer.shape.length === 3 ? height : Math.ceil(width / columns);
    maps.replaceChildren(...Array.from({ length: Math.min(count, 64) }, (_, c) => {
      const canvas = element("canvas", { width: columns, height: rows, class: "map",
        tabindex: "0", role: "img", "aria-label": `map ${c}` });
      const padded = new Float32Array(rows * columns);
      padded.set(values.subarray(c * height * width, (c + 1) * height * width));
      drawSigned(canvas, padded, columns, rows, most);
      let place = [0, 0];
      const point = (y, x) => {
        place = [Math.max(0, Math.min(rows - 1, y)), Math.max(0, Math.min(columns - 1, x))];
        explain(layer.shape.length === 3 ? { c, y: place[0], x: place[1] }
          : { c: 0, y: 0, x: Math.min(width - 1, place[0] * columns + place[1]) });
      };
      const pointed = (event) => {
        const box = canvas.getBoundingClientRect();
        point(Math.floor((event.clientY - box.top) / box.height * rows),
          Math.floor((event.clientX - box.left) / box.width * columns));
      };
      canvas.addEventListener("pointermove", pointed);
      canvas.addEventListener("pointerdown", pointed);
      canvas.addEventListener("keydown", (event) => {
        const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1],
          ArrowRight: [0, 1] }[event.key];
        if (!move) return;
        event.preventDefault();
        point(place[0] + move[0], place[1] + move[1]);
      });
      return canvas;
    }));
    if (count > 64) maps.append(element("p", { class: "note", text: `the first 64 of ${count}` }));
    if (isOther || detail.childElementCount === 0) {
      explain({ c: 0, y: Math.floor(height / 2), x: Math.floor(width / 2) });
    }
  }

  function explain(cell) {
    const layer = layers[chosen];
    const inputShape = chosen === 0 ? shape : layers[chosen - 1].shape;
    const before = chosen === 0 ? run.image(image) : activations[chosen - 1];
    const place = layer.shape.length === 3 ? `map ${cell.c}, row ${cell.y}, column ${cell.x}`
      : `unit ${cell.x}`;
    detail.replaceChildren(element("h4", { text: place }),
      cellSum(run, chosen, cell, before, inputShape, activations[chosen]));
    frames(layer, cell);
    announce(`${place}: ${shortNumber(activations[chosen][layer.shape.length === 3
      ? (cell.c * layer.shape[1] + cell.y) * layer.shape[2] + cell.x : cell.x])}`);
  }

  /** What the cell sees of the input, and what it reaches in the output. */
  function frames(layer, cell) {
    const isMap = layer.shape.length === 3;
    let region = isMap
      ? { y: [cell.y, cell.y], x: [cell.x, cell.x] } : null;
    for (let i = chosen; i >= 0 && region; i--) {
      region = seen(layers[i], /** @type {any} */ (region), i === 0 ? shape : layers[i - 1].shape);
    }
    frame(input.node, region ?? whole(shape));
    region = isMap ? { y: [cell.y, cell.y], x: [cell.x, cell.x] } : null;
    for (let i = chosen + 1; i < layers.length && region; i++) {
      region = reached(layers[i], /** @type {any} */ (region));
    }
    frame(output.node, region ?? whole(shape));
  }

  /** A frame around a region of an image, in shares of it: the image may change its size. */
  function frame(figure, region) {
    const box = figure.querySelector(".frame");
    const share = (cells, all) => `${(100 * cells) / all}%`;
    box.style.left = share(region.x[0], shape[2]);
    box.style.top = share(region.y[0], shape[1]);
    box.style.width = share(region.x[1] - region.x[0] + 1, shape[2]);
    box.style.height = share(region.y[1] - region.y[0] + 1, shape[1]);
  }

  show(image);
}
