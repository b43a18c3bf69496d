// Part two: the map of the codes, and the decoder under the pointer.
import { readAddress, writeAddress } from "./address.mjs";
import { CodeMap } from "./code-map.mjs";
import { NumberControl, tick } from "./controls.mjs";
import { DecodedPlane } from "./decoded-plane.mjs";
import { announce, element, everyFrame } from "./dom.mjs";
import { openDrawing } from "./explorer-drawing.mjs";
import { explorerQuestions } from "./explorer-questions.mjs";
import { openWalk } from "./explorer-walk.mjs";
import { normals } from "./noise.mjs";
import { captioned, drawImage, drawSigned, imageCanvas, meanSquare, shortNumber }
  from "./pictures.mjs";
import { valueName } from "./plane.mjs";

/**
 * @param {HTMLElement} part
 * @param {import("./run-data.mjs").RunData} run
 * @param {import("./class-marks.mjs").ClassMarks} marks
 */
export function openExplorer(part, run, marks) {
  const { about, network, plane } = run;
  const { shape } = about;
  const spread = run.spread();
  let code = Float32Array.from(plane.center);
  let shown = 0;
  let slidersWait = 0;

  const decoded = imageCanvas(shape, "The decoded image", "image large-image");
  const codeText = element("p", { class: "note" });
  const original = captioned(imageCanvas(shape, "A test image"), "");
  const rebuilt = captioned(imageCanvas(shape, "Its reconstruction"), "rebuilt");
  const difference = captioned(imageCanvas(shape, "The error"), "");

  const card = { image: imageCanvas(shape, "The image under the pointer"),
    rebuilt: imageCanvas(shape, "what becomes of it"),
    text: element("figcaption", { dir: "auto" }), node: element("figure", { class: "card" }) };
  card.node.append(card.image, card.rebuilt, card.text);
  card.node.hidden = true;

  const map = new CodeMap(
    Array.from({ length: run.codes.length / about.latentSize }, (_, i) =>
      plane.project(run.code(i))),
    run.labels, marks,
    about.isVariational ? plane.project(new Float32Array(about.latentSize)) : null, {
      onMove: (u, v) => {
        code = plane.code(u, v);
        show();
      },
      onPoint: (index, place) => {
        card.node.hidden = index === null;
        if (index === null) return;
        showImage(index);
        showCard(index, place);
      },
      onChoose: (index) => {
        code = Float32Array.from(run.code(index));
        showImage(index);
        show();
        walk.choose(index);
        asked.tell();
      },
    });
  map.place = plane.project(code);
  map.ground = new DecodedPlane(shape, (u, v) => network.decode(plane.code(u, v)), map.redraw);
  const isDecoded = readAddress().decoded === "1";
  const ground = tick("Show what every place decodes to", isDecoded, (isOn) => {
    writeAddress({ decoded: isOn ? 1 : null });
    map.ground?.show(isOn);
  });
  map.ground.show(isDecoded);

  const order = [...spread.deviation.keys()].sort((a, b) =>
    spread.deviation[b] - spread.deviation[a]);
  const sliders = order.map((place) => new NumberControl({
    label: valueName(place), step: 0.01, value: Number(code[place].toFixed(2)),
    min: Number((spread.mean[place] - 3 * spread.deviation[place] - 0.01).toFixed(2)),
    max: Number((spread.mean[place] + 3 * spread.deviation[place] + 0.01).toFixed(2)),
    onChange: (value) => {
      clearTimeout(slidersWait);
      slidersWait = 0;
      code[place] = value;
      map.place = plane.project(code);
      map.redraw();
      show(false);
    },
  }));
  const rest = sliders.slice(6).map((slider) => slider.node);

  const walk = openWalk(run, (next) => {
    code = next;
    map.place = plane.project(code);
    map.redraw();
    show();
  }, (trail) => {
    map.trail = trail;
    map.redraw();
  });
  const drawing = openDrawing(run, (found) => {
    code = found;
    map.place = plane.project(code);
    map.redraw();
    show();
  });

  const asked = explorerQuestions(run, walk);

  part.append(
    element("p", { class: "lead", text: [`Every point is the code of a test image of ${
      about.dataset}`, about.latentSize > 2 ? ", as its shadow on the plane of the two directions "
      + `in which the ${about.latentSize} values vary most` : "",
    ". Drag anywhere: the decoder draws what that code stands for."].join("") }),
    element("div", { class: "explorer" }, [
      element("div", { class: "map-side" }, [
        element("div", { class: "map-stage" }, [map.canvas, card.node]), legend(about, marks),
        ground.node, about.isVariational ? element("p", { class: "note", text: "Circles: one, two "
          + "and three deviations of the prior. Ellipse: where training draws the code of the "
          + "image under the pointer." }) : null]),
      element("div", { class: "code-side" }, [
        element("div", { class: "decoded" }, [element("div", {}, [decoded, codeText]),
          element("div", { class: "pair" }, [original.node, rebuilt.node, difference.node])]),
        about.isVariational ? samples() : null,
        element("fieldset", { class: "sliders" }, [
          element("legend", { text: "The values of the code, those that vary most first" }),
          ...sliders.slice(0, 6).map((slider) => slider.node),
          rest.length > 0 ? element("details", {}, [
            element("summary", { text: `${rest.length} more` }), ...rest]) : null,
        ]),
      ]),
    ]), walk.node, drawing.node, asked.node);

  const paint = everyFrame(() => {
    const start = performance.now();
    drawImage(decoded, network.decode(code), shape);
    part.dataset.milliseconds = (performance.now() - start).toFixed(2);
  });

  function show(movesSliders = true) {
    paint();
    // Sliders follow a drag a few times a second: to move them all in every frame takes longer than
    // to decode.
    if (movesSliders && slidersWait === 0) slidersWait = window.setTimeout(moveSliders, 90);
    codeText.textContent = `code: ${order.slice(0, 4).map((place) =>
      shortNumber(Number(code[place].toFixed(2)))).join(", ")}${order.length > 4 ? ", …" : ""}`;
  }

  function moveSliders() {
    slidersWait = 0;
    order.forEach((place, i) => (sliders[i].value = Number(code[place].toFixed(2))));
  }

  function showImage(index) {
    shown = index;
    const image = run.image(index);
    const output = network.decode(run.code(index));
    const error = Float32Array.from(image, (x, i) => output[i] - x);
    const cells = shape[1] * shape[2];
    const gray = shape[0] === 1 ? error : Float32Array.from({ length: cells }, (_, i) => {
      let sum = 0;
      for (let c = 0; c < shape[0]; c++) sum += error[c * cells + i] / shape[0];
      return sum;
    });
    drawImage(original.node.firstChild, image, shape);
    drawImage(rebuilt.node.firstChild, output, shape);
    drawSigned(difference.node.firstChild, gray, shape[2], shape[1], 1);
    original.caption.textContent = run.className(index) || `test image ${index}`;
    difference.caption.textContent = `error, MSE ${shortNumber(meanSquare(image, output))}`;
    const posterior = about.isVariational ? network.posterior(image) : null;
    map.ellipse = posterior
      ? { center: plane.project(posterior.mean), ...plane.ellipse(posterior.deviation) } : null;
    drawing.take(index);
    announce(`test image ${index}, ${run.className(index)}, ${difference.caption.textContent}`);
  }

  /** The image of a point, beside it. */
  function showCard(index, [x, y]) {
    const image = run.image(index);
    const output = network.decode(run.code(index));
    drawImage(card.image, image, shape);
    drawImage(card.rebuilt, output, shape);
    const name = run.className(index) || `image ${index}`;
    card.text.textContent = `${name}, MSE ${shortNumber(meanSquare(image, output))}`;
    const [width, height] = map.size;
    card.node.style.left = `${x > width / 2 ? x - 190 : x + 18}px`;
    card.node.style.top = `${Math.max(4, Math.min(height - 122, y - 55))}px`;
  }

  /** Images of codes that are drawn from the prior. */
  function samples() {
    let seed = 1;
    const canvases = Array.from({ length: 8 }, () => imageCanvas(shape, "A drawn image"));
    const draw = () => {
      const normal = normals(seed++);
      for (const canvas of canvases) {
        drawImage(canvas, network.decode(Float32Array.from({ length: about.latentSize },
          () => normal())), shape);
      }
    };
    draw();
    return element("div", { class: "samples" }, [
      element("button", { type: "button", text: "Draw codes from the prior", onclick: draw }),
      ...canvases]);
  }

  showImage(shown);
  show();
}

function legend(about, marks) {
  return element("ul", { class: "legend" }, about.hasLabels ? about.classNames.map((name, i) =>
    element("li", { dir: "auto" }, [marks.symbol(i), name])) : []);
}
