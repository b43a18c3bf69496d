// A number for height and width together, or for each of them.
import { NumberControl } from "./controls.mjs";
import { element } from "./dom.mjs";

/** @typedef {[number, number]} Pair height before width */

/** One control while the picture is square, two when it need not be. */
export class PairControl {
  /**
   * @param {{label: string, min: number, max: number, value: Pair,
   *   onChange: (value: Pair) => void}} settings
   */
  constructor({ label, min, max, value, onChange }) {
    const control = (name, first, set) => new NumberControl({ label: name, min, max, value: first,
      onChange: (number) => onChange(set(number)) });
    this.both = control(label, value[1], (number) => [number, number]);
    this.height = control(`${label}, height`, value[0], (number) => [number, this.width.value]);
    this.width = control(`${label}, width`, value[1], (number) => [this.height.value, number]);
    this.node = element("div", { class: "pair-control" },
      [this.both.node, this.height.node, this.width.node]);
  }

  /**
   * @param {Pair} value
   * @param {boolean} isSquare
   * @param {boolean} isFlat whether there is a width alone
   */
  show(value, isSquare, isFlat) {
    const isOne = isSquare || isFlat;
    this.both.node.hidden = !isOne;
    this.height.node.hidden = this.width.node.hidden = isOne;
    // What is being typed stays as it is.
    for (const [control, number] of /** @type {[NumberControl, number][]} */ ([
      [this.both, value[1]], [this.height, value[0]], [this.width, value[1]]])) {
      if (control.value !== number) control.value = number;
    }
  }

  /**
   * What is wrong, at the axis that it names.
   * @param {string} text empty when nothing is wrong
   */
  say(text) {
    const axis = text.includes("height") ? this.height : this.width;
    for (const control of [this.both, this.height, this.width]) {
      control.say(control === this.both || control === axis ? text : "");
    }
  }

  /** @param {boolean} isDisabled */
  disable(isDisabled) {
    for (const control of [this.both, this.height, this.width]) control.disable(isDisabled);
  }
}
