// Part one: a convolution and its transpose, to be changed and pointed at.
import { readAddress, writeAddress } from "./address.mjs";
import { tick } from "./controls.mjs";
import { announce, copyButton, element, everyFrame, question, questions } from "./dom.mjs";
import { GeometryControls } from "./geometry-controls.mjs";
import { formulas, matrixRow, sumNode, sumOf } from "./geometry-readout.mjs";
import { addressOf, commandOf, geometryOf, stateOf } from "./geometry-settings.mjs";
import { GeometryStage } from "./geometry-stage.mjs";
import { LabValues, Paint } from "./geometry-values.mjs";
import { Geometry } from "./geometry.mjs";

/** @param {HTMLElement} part @param {import("./page-module.mjs").PageModule} module */
export function openGeometryLab(part, module) {
  const address = readAddress();
  const state = stateOf(address);
  /** @type {import("./geometry-stage.mjs").Focus} */
  let focus = { map: address.map === "large" ? "large" : "small",
    channel: Number(address.m) || 0, y: Number(address.y) || 0, x: Number(address.x) || 0 };
  let showsOverlap = address.overlap === "1";
  /** @type {Geometry|null} */
  let geometry = null;
  /** @type {LabValues|null} */
  let values = null;
  /** Windows whose paint is laid, while they are laid one by one. @type {number|null} */
  let laid = null;
  let timer = 0;

  const stage = new GeometryStage((next) => {
    laid = null;
    setFocus(next);
  });
  const readout = element("div", { class: "readout" });
  const problem = element("p", { class: "problem banner", role: "alert" });
  const redraw = everyFrame(draw);
  const controls = new GeometryControls(state, () => {
    writeAddress(addressOf(state));
    compute();
  });
  const overlap = tick("Overlap as paint: how many products each cell gets", showsOverlap,
    (isOn) => {
      showsOverlap = isOn;
      laid = null;
      writeAddress({ overlap: isOn ? 1 : null });
      redraw();
    });

  const scrub = element("input", { type: "range", min: 0, value: 0, "aria-label": "Step",
    oninput: () => setStep(scrub.valueAsNumber) });
  const play = element("button", { type: "button", class: "primary", text: "Play",
    onclick: () => toggle() });
  const steps = element("div", { class: "transport" }, [
    play, element("button", { type: "button", text: "Step", onclick: () => advance() }), scrub,
    overlap.node,
    copyButton("Copy as aeviz command", () =>
      commandOf(state, focus.map === "small" ? focus : null, showsOverlap)),
    copyButton("Copy link", () => location.href),
  ]);

  part.append(
    element("p", { class: "lead", text: "A convolution reads the large map and fills the small "
      + "one; its transpose goes back along the same lines. Point at a cell of either map." }),
    element("div", { class: "lab" }, [controls.node,
      element("div", { class: "bench" }, [problem, stage.node, steps, readout])]),
    questions([
      question("Which strides make every inner cell of the large map get equally many products? "
        + "Tick Overlap and try kernels 3 and 4 with stride 2.",
      "Those that divide the kernel: with kernel 4 and stride 2 every inner cell gets 2 × 2 "
        + "products, with kernel 3 some get one and some four. That pattern is the checkerboard of "
        + "decoders."),
      question("Set stride 2 and the size of the large map to 5 and then to 6. Why does the small "
        + "map stay as it is, and how does the transposed convolution know which size to return?",
      "The windows of both sizes end at the same place, since the division is rounded down; so the "
        + "small map does not tell. Output padding says it: the rows and columns that are added at "
        + "the end.")]).node);

  stage.node.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [0, -1, 0], ArrowDown: [0, 1, 0], ArrowLeft: [0, 0, -1],
      ArrowRight: [0, 0, 1], PageUp: [-1, 0, 0], PageDown: [1, 0, 0] };
    const move = moves[event.key];
    laid = null;
    if (move) {
      setFocus({ ...focus, channel: focus.channel + move[0], y: focus.y + move[1],
        x: focus.x + move[2] });
    } else if (event.key === "Enter" || event.key === " ") {
      setFocus({ ...focus, map: focus.map === "small" ? "large" : "small" });
    } else return;
    event.preventDefault();
  });
  new ResizeObserver(() => redraw()).observe(stage.node);

  function compute() {
    const next = new Geometry(module, geometryOf(state));
    const isSaid = controls.say(next.problem);
    const isUnsaid = next.problem !== "" && (!isSaid || !geometry);
    problem.textContent = isUnsaid ? `This cannot be: ${next.problem}.` : "";
    part.classList.toggle("illegal", next.problem !== "");
    // What is faint is of the geometry before, and nobody can reach it.
    for (const node of [stage.node, steps, readout]) node.inert = next.problem !== "";
    if (next.problem) return;
    geometry = next;
    values = new LabValues(next);
    scrub.max = String(next.small[0] * next.small[1] - 1);
    laid = null;
    setFocus(focus);
  }

  function setFocus(next) {
    if (!geometry) return;
    const [rows, columns] = next.map === "small" ? geometry.small : geometry.restored;
    const count = (geometry.settings.channels ?? [1, 1])[next.map === "small" ? 1 : 0];
    const clip = (value, end) => Math.max(0, Math.min(value, end - 1));
    focus = { map: next.map, channel: clip(next.channel, count), y: clip(next.y, rows),
      x: clip(next.x, columns) };
    if (focus.map === "small") scrub.value = String(focus.y * geometry.small[1] + focus.x);
    writeAddress({ map: focus.map === "small" ? null : "large", m: focus.channel || null,
      y: focus.y, x: focus.x });
    redraw();
  }

  /** Goes to a window; its paint, and that of all before it, is laid. */
  function setStep(index) {
    if (!geometry) return;
    laid = index + 1;
    setFocus({ map: "small", channel: focus.map === "small" ? focus.channel : 0,
      y: Math.floor(index / geometry.small[1]), x: index % geometry.small[1] });
  }

  function advance() {
    const isBegun = laid !== null || focus.map === "small";
    setStep(isBegun ? (scrub.valueAsNumber + 1) % (Number(scrub.max) + 1) : 0);
  }

  function toggle() {
    clearInterval(timer);
    const starts = play.textContent === "Play";
    play.textContent = starts ? "Pause" : "Play";
    if (!starts) return;
    if (showsOverlap) setStep(0);
    timer = window.setInterval(advance, 700);
  }

  function draw() {
    if (!geometry || !values) return;
    stage.draw(geometry, values, focus, { dims: state.dims,
      paint: showsOverlap ? new Paint(geometry, laid ?? Infinity) : null });
    const sum = sumOf(geometry, values, focus, state.dims);
    readout.replaceChildren(sumNode(sum), matrixRow(geometry, values, focus),
      formulas(geometry, state.dims));
    announce(`${sum.head} is ${sum.result}: ${sum.note}`);
  }

  compute();
}
