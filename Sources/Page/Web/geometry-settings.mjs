// The settings of the geometry lab: from the address, to the address, to a line for the terminal.

/**
 * @typedef {object} LabState
 * @property {1|2} dims
 * @property {number} n cells of the large map on a side
 * @property {number} k
 * @property {number} s
 * @property {number} d
 * @property {[number, number, number, number]|"same"} p top, bottom, left, right
 * @property {number|"auto"} op output padding
 */

/** What the lab begins with. @type {LabState} */
export const standard = { dims: 2, n: 6, k: 3, s: 2, d: 1, p: [1, 1, 1, 1], op: "auto" };

/** @param {Record<string, string>} address @returns {LabState} */
export function stateOf(address) {
  const whole = (name, fallback, most) => {
    const value = Number.parseInt(address[name] ?? "", 10);
    return Number.isFinite(value) ? Math.max(-1, Math.min(value, most)) : fallback;
  };
  const sides = (address.p ?? "").split(",").map((side) => Number.parseInt(side, 10));
  let padding = standard.p;
  if (address.p === "same") padding = "same";
  else if (sides.every((side) => Number.isFinite(side))) {
    const clipped = sides.map((side) => Math.max(-1, Math.min(side, 8)));
    if (clipped.length === 1) padding = Array(4).fill(clipped[0]);
    else if (clipped.length === 4) padding = clipped;
  }
  return {
    dims: address.dims === "1" ? 1 : 2, n: whole("n", standard.n, 16),
    k: whole("k", standard.k, 9), s: whole("s", standard.s, 8), d: whole("d", standard.d, 6),
    p: /** @type {any} */ (padding), op: address.op === undefined || address.op === "auto"
      ? "auto" : whole("op", 0, 8),
  };
}

/** @param {LabState} state @returns {Record<string, string|null>} */
export function addressOf(state) {
  const padding = state.p === "same" ? "same"
    : state.p.every((side) => side === state.p[0]) ? String(state.p[0]) : state.p.join(",");
  return {
    dims: state.dims === 1 ? "1" : null, n: String(state.n), k: String(state.k),
    s: String(state.s), d: state.d === 1 ? null : String(state.d), p: padding,
    op: state.op === "auto" ? null : String(state.op),
  };
}

/** @param {LabState} state @returns {import("./geometry.mjs").GeometrySettings} */
export function geometryOf({ dims, n, k, s, d, p, op }) {
  const flat = dims === 1;
  const both = (value, alone) => /** @type {[number, number]} */ ([flat ? alone : value, value]);
  return {
    size: both(n, 1), kernel: both(k, 1), stride: both(s, 1), dilation: both(d, 1),
    padding: p === "same" ? "same" : flat ? [0, 0, p[2], p[3]] : p,
    outputPadding: op === "auto" ? "auto" : both(op, 0),
  };
}

/**
 * The line that draws the same for print.
 * @param {LabState} state
 * @param {[number, number]|null} focus a cell of the small map
 * @param {boolean} isOverlap
 */
export function commandOf(state, focus, isOverlap) {
  const ends = (a, b) => (a === b ? String(a) : `${a}:${b}`);
  let padding = "same";
  if (state.p !== "same") {
    const [top, bottom, left, right] = state.p;
    const [rows, columns] = [ends(top, bottom), ends(left, right)];
    padding = state.dims === 1 || rows === columns ? columns : `${rows}x${columns}`;
  }
  const words = [
    "aeviz stride-demo", state.dims === 1 ? "--dims 1" : "", `--input ${state.n}`,
    `--kernel ${state.k}`, `--stride ${state.s}`, `--padding ${padding}`,
    state.d === 1 ? "" : `--dilation ${state.d}`,
    state.op === "auto" ? "" : `--output-padding ${state.op}`,
    focus ? `--focus ${state.dims === 1 ? focus[1] : focus.join(",")}` : "",
    isOverlap ? "--view overlap" : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}
