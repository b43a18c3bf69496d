// The controls of the geometry lab; what cannot be is said at the control that it comes from.
import { choice, NumberControl, tick } from "./controls.mjs";
import { element } from "./dom.mjs";
import { most } from "./geometry-settings.mjs";
import { PairControl } from "./pair-control.mjs";

/** The form at the left. */
export class GeometryControls {
  /**
   * @param {import("./geometry-settings.mjs").LabState} state changed by the reader
   * @param {() => void} onChange
   */
  constructor(state, onChange) {
    this.state = state;
    const change = (edit) => {
      edit();
      this.show();
      onChange();
    };
    const pair = (label, name, min) => new PairControl({ label, min, max: most[name],
      value: state[name] === "auto" ? [0, 0] : state[name],
      onChange: (value) => change(() => (state[name] = value)) });
    this.n = pair("Size of the large map", "n", 1);
    this.k = pair("Kernel", "k", 1);
    this.s = pair("Stride", "s", 1);
    this.d = pair("Dilation", "d", 1);
    this.op = pair("Output padding", "op", 0);
    const padding = this.sidesNow();
    this.p = new PairControl({ label: "Padding, every side", min: 0, max: most.p,
      value: [padding[0], padding[2]],
      onChange: ([rows, columns]) => change(() => (state.p = [rows, rows, columns, columns])) });
    this.sides = ["top", "bottom", "left", "right"].map((side, place) => new NumberControl({
      label: side, min: 0, max: most.p, value: padding[place],
      onChange: () => change(() => {
        state.p = /** @type {any} */ (this.sides.map((control) => control.value));
      }) }));
    const channels = (label, place) => new NumberControl({ label, min: 1, max: most.c,
      value: state.c[place], onChange: (value) => change(() => {
        state.c[place] = value;
      }) });
    this.c = [channels("Channels of the large map", 0), channels("Channels of the small map", 1)];
    this.g = new NumberControl({ label: "Groups", min: 1, max: most.g, value: state.g,
      onChange: (value) => change(() => (state.g = value)) });
    this.dims = choice("Dimensions", [["2", "2-D, Conv2d"], ["1", "1-D, Conv1d"]],
      String(state.dims), (value) => change(() => (state.dims = value === "1" ? 1 : 2)));
    this.square = tick("square: height and width together", state.isSquare, (isOn) =>
      change(() => this.#setSquare(isOn)));
    this.same = tick("same: as many zeros as ⌈i / s⌉ cells need", state.p === "same", (isOn) =>
      change(() => (state.p = isOn ? "same" : this.sidesNow())));
    this.auto = tick("auto: back to the input’s size", state.op === "auto", (isOn) =>
      change(() => (state.op = isOn ? "auto" : [0, 0])));
    const hasChannels = state.c[0] > 1 || state.c[1] > 1 || state.g > 1;
    this.node = element("form", { class: "controls",
      onsubmit: (event) => event.preventDefault() }, [
      this.dims.node, this.square.node, this.n.node, this.k.node, this.s.node, this.d.node,
      this.p.node, this.same.node,
      element("details", {}, [element("summary", { text: "Padding of each side" }),
        ...this.sides.map((control) => control.node)]),
      this.op.node, this.auto.node,
      element("details", { open: hasChannels }, [
        element("summary", { text: "Channels and groups" }),
        ...this.c.map((control) => control.node), this.g.node]),
    ]);
    this.show();
  }

  /** The four sides as they are set; zeros where `same` chooses them. */
  sidesNow() {
    return /** @type {[number, number, number, number]} */ (
      this.state.p === "same" ? (this.sides?.map((control) => control.value) ?? [0, 0, 0, 0])
        : [...this.state.p]);
  }

  #setSquare(isOn) {
    const { state } = this;
    state.isSquare = isOn;
    if (!isOn) return;
    for (const name of ["n", "k", "s", "d", "op"]) {
      if (state[name] !== "auto") state[name] = [state[name][1], state[name][1]];
    }
    if (state.p !== "same") state.p = [state.p[2], state.p[3], state.p[2], state.p[3]];
  }

  /** Shows the state in all controls. */
  show() {
    const { state } = this;
    const flat = state.dims === 1;
    for (const name of ["n", "k", "s", "d"]) this[name].show(state[name], state.isSquare, flat);
    const sides = this.sidesNow();
    this.p.show([sides[0], sides[2]], state.isSquare, flat);
    this.sides.forEach((side, place) => {
      if (side.value !== sides[place]) side.value = sides[place];
      side.node.hidden = flat && place < 2;
    });
    this.op.show(state.op === "auto" ? [0, 0] : state.op, state.isSquare, flat);
    this.op.disable(state.op === "auto");
    this.same.box.checked = state.p === "same";
    this.auto.box.checked = state.op === "auto";
    this.square.box.checked = state.isSquare;
    this.square.node.hidden = flat;
  }

  /**
   * Says at its control why the state cannot be.
   * @param {string} problem empty when it can
   * @returns {boolean} whether there was a place for it
   */
  say(problem) {
    const place = this.#placeOf(problem);
    for (const control of [this.n, this.k, this.s, this.d, this.p, this.op, ...this.c, this.g]) {
      control.say(control === place ? problem : "");
    }
    return place !== null;
  }

  #placeOf(text) {
    const places = [["the kernel", this.k], ["the transposed", this.p], ["padding", this.p],
      ["stride", this.s], ["kernel", this.k], ["dilation", this.d], ["input", this.n],
      ["output_padding", this.op], ["groups", this.g]];
    const found = places.find(([start]) => text.startsWith(/** @type {string} */ (start)));
    if (found) return found[1];
    return / groups do not divide/.test(text) ? this.g : null;
  }
}
