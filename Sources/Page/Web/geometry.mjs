// A convolution and its transpose: what is joined with what, asked of the module.

/**
 * @typedef {object} GeometrySettings
 * @property {[number, number]} size rows and columns of the large map
 * @property {[number, number]} kernel
 * @property {[number, number]} stride
 * @property {[number, number, number, number]|"same"} padding top, bottom, left, right
 * @property {[number, number]} dilation
 * @property {[number, number]|"auto"} outputPadding
 * @property {number} [groups]
 * @property {[number, number]} [channels] of the large map and of the small one
 */

/** @typedef {{y: number, x: number, ky: number, kx: number}} Join a cell and the kernel's tap */

/**
 * The settings as the module takes them.
 * @param {GeometrySettings} s
 * @returns {number[]}
 */
export function geometryNumbers(s) {
  return [
    ...s.size, ...s.kernel, ...s.stride,
    ...(s.padding === "same" ? [-1, 0, 0, 0] : s.padding), ...s.dilation,
    ...(s.outputPadding === "auto" ? [-1, -1] : s.outputPadding), s.groups ?? 1,
    ...(s.channels ?? [1, 1]),
  ];
}

/** A geometry that is legal, or says why it is not. */
export class Geometry {
  /**
   * @param {import("./page-module.mjs").PageModule} module
   * @param {GeometrySettings} settings
   */
  constructor(module, settings) {
    this.module = module;
    this.settings = settings;
    this.numbers = geometryNumbers(settings);
    /** Why there is no such geometry; empty when there is. */
    this.problem = this.#problem();
    if (this.problem) return;
    const n = this.#ask(12, (numbers, into, calls) => calls.geometry_sizes(numbers, into)).found;
    /** Rows and columns of the small map. */
    this.small = [n[0], n[1]];
    /** Rows and columns of what the transposed convolution gives. */
    this.restored = [n[2], n[3]];
    /** Zeros at the top, bottom, left, right. */
    this.padding = [n[4], n[5], n[6], n[7]];
    this.outputPadding = [n[8], n[9]];
    /** Cells that a window spans. */
    this.span = [n[10], n[11]];
  }

  /**
   * Calls a function that writes 32-bit numbers.
   * @param {number} capacity
   * @param {(numbers: number, into: number, calls: any) => number} call
   */
  #ask(capacity, call) {
    const { module } = this;
    return module.with([module.integers(17).put(this.numbers), module.integers(capacity)],
      (numbers, into) => {
        const count = call(numbers.address, into.address, module.calls);
        return { count, found: [...into.numbers] };
      });
  }

  #problem() {
    const { module } = this;
    return module.with([module.integers(17).put(this.numbers), module.bytes(512)],
      (numbers, into) => {
        const count = module.calls.geometry_problem(numbers.address, into.address, into.count);
        return new TextDecoder().decode(into.copy(count));
      });
  }

  /** The joins of a small cell, those in the padding too. @returns {Join[]} */
  joinsOfSmall(y, x) { return this.#joins("geometry_joins_of_small", y, x); }

  /** The joins of a cell of the restored map. @returns {Join[]} */
  joinsOfLarge(y, x) { return this.#joins("geometry_joins_of_large", y, x); }

  #joins(name, y, x) {
    const most = this.settings.kernel[0] * this.settings.kernel[1];
    const { count, found } = this.#ask(4 * most, (numbers, into, calls) =>
      calls[name](numbers, y, x, into, most));
    return Array.from({ length: Math.max(0, Math.min(count, most)) }, (_, i) => ({
      y: found[4 * i], x: found[4 * i + 1], ky: found[4 * i + 2], kx: found[4 * i + 3],
    }));
  }

  /**
   * The joins of a cell of either map.
   * @param {{map: "large"|"small", y: number, x: number}} focus
   */
  joinsOf({ map, y, x }) {
    return map === "small" ? this.joinsOfSmall(y, x) : this.joinsOfLarge(y, x);
  }

  /** Whether a cell lies on the small map, or on the large one as it goes in or comes back. */
  isOn(map, y, x) {
    const [rows, columns] = map === "small" ? this.small
      : [0, 1].map((axis) => Math.max(this.settings.size[axis], this.restored[axis]));
    return y >= 0 && x >= 0 && y < rows && x < columns;
  }

  /**
   * The maps of the other side that a map is joined with: those of its group.
   * @param {"large"|"small"} map
   * @param {number} channel
   */
  partners(map, channel) {
    const { channels = [1, 1], groups = 1 } = this.settings;
    const [own, others] = map === "small" ? [channels[1], channels[0]] : channels;
    const group = Math.floor(channel / (own / groups));
    return Array.from({ length: others / groups }, (_, i) => (group * others) / groups + i);
  }

  /** How many small cells reach each row, and each column, of the restored map. */
  contributions() {
    const capacity = this.restored[0] + this.restored[1];
    const { count, found } = this.#ask(capacity, (numbers, into, calls) =>
      calls.geometry_contributions(numbers, into, capacity));
    if (count < 0) return { rows: [], columns: [] };
    return { rows: found.slice(0, this.restored[0]), columns: found.slice(this.restored[0]) };
  }

  /**
   * What both layers make of their maps.
   * @param {ArrayLike<number>} large
   * @param {ArrayLike<number>} small
   * @param {ArrayLike<number>} weights
   */
  worked(large, small, weights) {
    const { module } = this;
    const { channels = [1, 1] } = this.settings;
    const pieces = [
      module.integers(17).put(this.numbers), module.floats(large.length).put(large),
      module.floats(small.length).put(small), module.floats(weights.length).put(weights),
      module.floats(channels[1] * this.small[0] * this.small[1]),
      module.floats(channels[0] * this.restored[0] * this.restored[1]),
    ];
    return module.with(pieces, (numbers, l, s, w, convolved, restored) => {
      module.calls.geometry_worked(
        numbers.address, l.address, s.address, w.address, convolved.address, restored.address);
      return { convolved: convolved.copy(), restored: restored.copy() };
    });
  }
}
