// A slider with a number field beside it, and choices.
import { element } from "./dom.mjs";

let identifiers = 0;

/**
 * @typedef {object} NumberSettings
 * @property {string} label
 * @property {number} min
 * @property {number} max
 * @property {number} [step]
 * @property {number} value
 * @property {(value: number) => void} onChange
 */

/** A number by slider and by field; what is wrong with it is said at its place. */
export class NumberControl {
  /** @param {NumberSettings} settings */
  constructor({ label, min, max, step = 1, value, onChange }) {
    const id = `number-${identifiers++}`;
    const range = { min, max, step, value };
    this.slider = element("input", { type: "range", id, ...range });
    this.field = element("input", { type: "number", ...range, "aria-label": label });
    this.problem = element("p", { class: "problem", id: `${id}-problem` });
    for (const input of [this.slider, this.field]) {
      input.setAttribute("aria-describedby", this.problem.id);
    }
    this.slider.addEventListener("input", () => {
      this.field.value = this.slider.value;
      onChange(this.value);
    });
    this.field.addEventListener("input", () => {
      if (!Number.isFinite(this.field.valueAsNumber)) return;
      this.slider.value = this.field.value;
      onChange(this.value);
    });
    this.node = element("div", { class: "number" }, [
      element("label", { for: id, text: label }), this.slider, this.field, this.problem,
    ]);
  }

  get value() { return this.field.valueAsNumber; }

  set value(value) {
    this.slider.value = String(value);
    this.field.value = String(value);
  }

  /** @param {string} text why the value cannot be; empty when it can */
  say(text) {
    this.problem.textContent = text;
    this.field.setAttribute("aria-invalid", text ? "true" : "false");
  }

  /** @param {boolean} isDisabled */
  disable(isDisabled) { this.slider.disabled = this.field.disabled = isDisabled; }
}

/**
 * A choice of few.
 * @param {string} label
 * @param {[string, string][]} options value and text
 * @param {string} value
 * @param {(value: string) => void} onChange
 */
export function choice(label, options, value, onChange) {
  const id = `choice-${identifiers++}`;
  const select = element("select", { id, onchange: () => onChange(select.value) },
    options.map(([name, text]) => element("option", { value: name, text })));
  select.value = value;
  return { node: element("div", { class: "choice" }, [
    element("label", { for: id, text: label }), select]), select };
}

/** A box to tick. */
export function tick(label, isOn, onChange) {
  const box = element("input", { type: "checkbox", onchange: () => onChange(box.checked) });
  box.checked = isOn;
  return { node: element("label", { class: "tick" }, [box, ` ${label}`]), box };
}
