// Part one: a convolution and its transpose, to be changed and pointed at.
import { readAddress, writeAddress } from "./address.mjs";
import { choice, NumberControl, tick } from "./controls.mjs";
import { announce, copyButton, element, everyFrame, question } from "./dom.mjs";
import { formulas, matrixRow, sumText } from "./geometry-readout.mjs";
import { addressOf, commandOf, geometryOf, stateOf } from "./geometry-settings.mjs";
import { GeometryStage } from "./geometry-stage.mjs";
import { Geometry } from "./geometry.mjs";

/** Small whole numbers that look like no pattern. */
const inputs = [2, 0, 1, 3, 1, 0, 2, 1, 3, 0, 1, 2, 0, 3, 1, 1, 2, 0];
const taps = [1, 0, -1, 2, 0, -2, 1, 0, -1];

/** @param {HTMLElement} part @param {import("./page-module.mjs").PageModule} module */
export function openGeometryLab(part, module) {
  const state = stateOf(readAddress());
  const address = readAddress();
  /** @type {import("./geometry-stage.mjs").Focus} */
  let focus = { map: address.map === "large" ? "large" : "small",
    y: Number(address.y) || 0, x: Number(address.x) || 0 };
  let showsOverlap = address.overlap === "1";
  /** @type {Geometry|null} */
  let geometry = null;
  let values = null;
  let timer = 0;

  const stage = new GeometryStage((next) => setFocus(next));
  const readout = element("div", { class: "readout" });
  const problem = element("p", { class: "problem banner", role: "alert" });
  const redraw = everyFrame(draw);

  const number = (label, name, min, max) => new NumberControl({
    label, min, max, value: /** @type {any} */ (state)[name],
    onChange: (value) => change(() => (state[name] = value)),
  });
  const controls = {
    n: number("Size of the large map", "n", 1, 16), k: number("Kernel", "k", 1, 9),
    s: number("Stride", "s", 1, 8), d: number("Dilation", "d", 1, 6),
  };
  const sides = ["top", "bottom", "left", "right"].map((side, place) => new NumberControl({
    label: side, min: 0, max: 8, value: state.p === "same" ? 0 : state.p[place],
    onChange: () => change(() => setSides(sides.map((control) => control.value))),
  }));
  const padding = new NumberControl({
    label: "Padding, every side", min: 0, max: 8, value: state.p === "same" ? 0 : state.p[0],
    onChange: (value) => change(() => {
      setSides([value, value, value, value]);
      for (const side of sides) side.value = value;
    }),
  });
  const same = tick("same: as many zeros as ⌈i / s⌉ cells need", state.p === "same", (isOn) =>
    change(() => { state.p = isOn ? "same" : sidesNow(); }));
  const output = choice("Output padding", [["auto", "auto: back to the input’s size"],
    ...Array.from({ length: 8 }, (_, i) => [String(i), String(i)])], String(state.op),
  (value) => change(() => { state.op = value === "auto" ? "auto" : Number(value); }));
  const dims = choice("Dimensions", [["2", "2-D, Conv2d"], ["1", "1-D, Conv1d"]],
    String(state.dims), (value) => change(() => { state.dims = value === "1" ? 1 : 2; }));
  const overlap = tick("Overlap: how many products each cell gets", showsOverlap, (isOn) => {
    showsOverlap = isOn;
    writeAddress({ overlap: isOn ? 1 : null });
    redraw();
  });

  const scrub = element("input", { type: "range", min: 0, value: 0, "aria-label": "Step",
    oninput: () => setStep(scrub.valueAsNumber) });
  const play = element("button", { type: "button", text: "Play", onclick: () => toggle() });
  const steps = element("div", { class: "transport" }, [
    play, element("button", { type: "button", text: "Step", onclick: () => advance() }), scrub,
    copyButton("Copy as aeviz command", () =>
      commandOf(state, focus.map === "small" ? [focus.y, focus.x] : null, showsOverlap)),
  ]);

  part.append(element("div", { class: "lab" }, [
    element("form", { class: "controls", onsubmit: (event) => event.preventDefault() }, [
      dims.node, ...Object.values(controls).map((control) => control.node), padding.node,
      same.node, element("details", {}, [element("summary", { text: "Four sides" }),
        ...sides.map((control) => control.node)]), output.node, overlap.node,
    ]),
    element("div", { class: "bench" }, [problem, stage.node, steps, readout]),
  ]), question("Which strides make every inner cell of the large map get equally many products? "
    + "Tick Overlap and try kernels 3 and 4 with stride 2.",
  "Those that divide the kernel: with kernel 4 and stride 2 every inner cell gets 2 × 2 products, "
    + "with kernel 3 some get one and some four. That pattern is the checkerboard of decoders."));

  stage.node.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const move = moves[event.key];
    if (move) setFocus({ ...focus, y: focus.y + move[0], x: focus.x + move[1] });
    else if (event.key === "Enter" || event.key === " ") {
      setFocus({ ...focus, map: focus.map === "small" ? "large" : "small" });
    } else return;
    event.preventDefault();
  });

  function sidesNow() { return /** @type {any} */ (sides.map((control) => control.value)); }

  function setSides(values) {
    state.p = /** @type {any} */ (values);
    same.box.checked = false;
  }

  function change(edit) {
    edit();
    writeAddress(addressOf(state));
    compute();
  }

  function compute() {
    const next = new Geometry(module, geometryOf(state));
    const control = controlOf(next.problem);
    for (const each of [...Object.values(controls), padding]) {
      each.say(each === control ? next.problem : "");
    }
    problem.textContent = next.problem && !control ? `This cannot be: ${next.problem}.` : "";
    part.classList.toggle("illegal", next.problem !== "");
    if (next.problem) return;
    geometry = next;
    const [rows, columns] = next.settings.size;
    const count = next.settings.kernel[0] * next.settings.kernel[1];
    const weights = Float32Array.from({ length: count }, (_, i) => taps[i % taps.length]);
    const large = Float32Array.from({ length: rows * columns }, (_, i) =>
      inputs[(i + Math.floor(i / columns)) % inputs.length]);
    const zeros = new Float32Array(next.small[0] * next.small[1]);
    const small = next.worked(large, zeros, weights).convolved;
    values = { large, small, weights, restored: next.worked(large, small, weights).restored };
    scrub.max = String(next.small[0] * next.small[1] - 1);
    setFocus(focus);
  }

  /** The control that a problem is said at. */
  function controlOf(text) {
    if (text.startsWith("the kernel")) return controls.k;
    if (text.startsWith("the transposed") || text.startsWith("padding")) return padding;
    if (text.startsWith("stride")) return controls.s;
    if (text.startsWith("kernel")) return controls.k;
    if (text.startsWith("dilation")) return controls.d;
    if (text.startsWith("input")) return controls.n;
    return null;
  }

  function setFocus(next) {
    if (!geometry) return;
    const [rows, columns] = next.map === "small" ? geometry.small : geometry.restored;
    focus = { map: next.map, y: Math.max(0, Math.min(next.y, rows - 1)),
      x: Math.max(0, Math.min(next.x, columns - 1)) };
    if (focus.map === "small") scrub.value = String(focus.y * geometry.small[1] + focus.x);
    writeAddress({ map: focus.map === "small" ? null : "large", y: focus.y, x: focus.x });
    redraw();
  }

  function setStep(index) {
    if (!geometry) return;
    setFocus({ map: "small", y: Math.floor(index / geometry.small[1]),
      x: index % geometry.small[1] });
  }

  function advance() {
    setStep((scrub.valueAsNumber + 1) % (Number(scrub.max) + 1));
  }

  function toggle() {
    clearInterval(timer);
    const starts = play.textContent === "Play";
    play.textContent = starts ? "Pause" : "Play";
    if (starts) timer = window.setInterval(advance, 700);
  }

  function draw() {
    if (!geometry || !values) return;
    stage.draw(geometry, values, focus, showsOverlap);
    const sum = sumText(geometry, values, focus);
    readout.replaceChildren(
      element("p", { class: "sum" }, [element("b", { text: sum.head }), ` = ${sum.sum}`,
        element("span", { class: "note", text: sum.note })]),
      matrixRow(geometry, values.weights, focus), formulas(geometry));
    announce(`${sum.head}: ${sum.note}`);
  }

  compute();
}
