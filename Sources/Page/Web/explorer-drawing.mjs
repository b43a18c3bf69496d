// An image of the reader's own, encoded and rebuilt; noise on it, and what takes it away again.
import { choice, NumberControl } from "./controls.mjs";
import { element, everyFrame } from "./dom.mjs";
import { corrupted, median, noiseKinds } from "./noise.mjs";
import { Pen } from "./pen.mjs";
import { captioned, drawImage, imageCanvas, meanSquare, shortNumber } from "./pictures.mjs";

/**
 * @param {import("./run-data.mjs").RunData} run
 * @param {(code: Float32Array) => void} onCode
 */
export function openDrawing(run, onCode) {
  const { network, about } = run;
  const { shape } = about;
  const picture = (label) => captioned(imageCanvas(shape, label), label);
  const made = about.noise > 0 ? "denoised by the network" : "rebuilt by the network";
  const [noisy, rebuilt, filtered] = [
    picture("what the encoder sees"), picture(made), picture("median of 3 × 3")];
  let taken = 0;
  let isOwn = false;
  const redraw = everyFrame(draw);
  const pen = new Pen(shape, () => {
    isOwn = true;
    redraw();
  });
  const noise = new NumberControl({ label: "Noise, how much", min: 0, max: 1, step: 0.01,
    value: about.noise, onChange: redraw });
  const kind = choice("Kind of noise", noiseKinds.map(([name, title, amount]) =>
    [name, `${title}: ${amount}`]), about.noiseKind, redraw);

  function draw() {
    const image = pen.image;
    const seen = corrupted(image, shape, /** @type {any} */ (kind.select.value),
      noise.value, 7);
    const code = network.encode(seen);
    const output = network.decode(code);
    const plain = median(seen, shape);
    const entries = [[noisy, seen, "what the encoder sees"], [rebuilt, output, made],
      [filtered, plain, "median of 3 × 3"]];
    for (const [place, values, name] of /** @type {any} */ (entries)) {
      drawImage(place.node.firstChild, values, shape);
      place.caption.textContent = `${name}, MSE ${shortNumber(meanSquare(image, values))}`;
    }
    if (isOwn) onCode(code);
  }

  const node = element("section", { class: "drawing" }, [
    element("h3", { text: "Draw, and watch it be encoded and rebuilt" }),
    element("div", { class: "drawing-row" }, [
      captioned(pen.node, "draw here, or drop a picture").node, noisy.node, rebuilt.node,
      filtered.node]),
    element("div", { class: "tools" }, [
      element("button", { type: "button", text: "Take the image under the pointer",
        onclick: () => pen.show(run.image(taken)) }), ...pen.tools]),
    element("div", { class: "tools noise" }, [kind.node, noise.node]),
  ]);
  pen.image.set(run.image(0));
  drawImage(pen.canvas, pen.image, shape);
  draw();
  return { node, take: (index) => (taken = index) };
}
