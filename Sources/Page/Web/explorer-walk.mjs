// A walk between two test images: through their codes, and beside it pixel by pixel.
import { element } from "./dom.mjs";
import { drawImage, imageCanvas } from "./pictures.mjs";

/**
 * @param {import("./run-data.mjs").RunData} run
 * @param {(code: Float32Array) => void} onCode
 * @param {(trail: [number, number][]) => void} onTrail
 */
export function openWalk(run, onCode, onTrail) {
  const { network, plane, about } = run;
  const { shape } = about;
  const steps = 9;
  let ends = [0, otherClass(run)];
  let next = 0;
  let walks = false;
  const row = (label) => Array.from({ length: steps }, (_, i) =>
    imageCanvas(shape, `${label}, ${i + 1} of ${steps}`));
  const [decoded, blended] = [row("through the code"), row("by pixels")];
  const slider = element("input", { type: "range", min: 0, max: 1, step: 0.005, value: 0,
    "aria-label": "Way from the first image to the second", oninput: () => {
      pause();
      go();
    } });
  const play = element("button", { type: "button", text: "Walk", onclick: () =>
    (walks ? pause() : start()) });
  const names = element("p", { class: "note", dir: "auto" });

  function between(t) {
    const [a, b] = ends.map((end) => run.code(end));
    return Float32Array.from(a, (x, i) => (1 - t) * x + t * b[i]);
  }

  function go() {
    onCode(between(slider.valueAsNumber));
    tellTrail();
  }

  function tellTrail() { onTrail(ends.map((end) => plane.project(run.code(end)))); }

  function pause() {
    walks = false;
    play.textContent = "Walk";
  }

  /** From A to B in four seconds. */
  function start() {
    walks = true;
    play.textContent = "Pause";
    if (slider.valueAsNumber >= 1) slider.value = "0";
    let last = performance.now();
    const stride = (now) => {
      if (!walks) return;
      const share = Math.max(0.005, (now - last) / 4000);
      slider.value = String(Math.min(1, slider.valueAsNumber + share));
      last = now;
      go();
      if (slider.valueAsNumber >= 1) pause();
      else requestAnimationFrame(stride);
    };
    requestAnimationFrame(stride);
  }

  function draw() {
    const [a, b] = ends.map((end) => run.image(end));
    for (let i = 0; i < steps; i++) {
      const t = i / (steps - 1);
      drawImage(decoded[i], network.decode(between(t)), shape);
      drawImage(blended[i], Float32Array.from(a, (x, j) => (1 - t) * x + t * b[j]), shape);
    }
    const called = (index) => run.className(index) || `image ${index}`;
    names.textContent = `from A, ${called(ends[0])}, to B, ${called(ends[1])}; click points of the `
      + "map to choose others";
  }

  draw();
  return {
    node: element("section", { class: "walk" }, [
      element("h3", { text: "A walk between two images" }), names,
      element("div", { class: "transport" }, [play, slider]),
      element("div", { class: "strip" }, [element("span", { text: "through the code" }),
        ...decoded]),
      element("div", { class: "strip" }, [element("span", { text: "pixel by pixel" }),
        ...blended]),
    ]),
    /** The images that are walked between. */
    get ends() { return ends; },
    /** Takes an image for the one end and then for the other. @param {number} index */
    choose(index) {
      ends = next === 0 ? [index, ends[1]] : [ends[0], index];
      next = 1 - next;
      slider.value = "0";
      tellTrail();
      draw();
    },
  };
}

/** An image of another class than the first one's, when there is one. */
function otherClass(run) {
  for (let i = 1; i < run.count && run.labels.length > 0; i++) {
    if (run.labels[i] !== run.labels[0]) return i;
  }
  return Math.min(1, run.count - 1);
}
