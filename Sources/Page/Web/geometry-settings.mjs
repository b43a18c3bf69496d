// The settings of the geometry lab: from the address, to the address, to a line for the terminal.

/**
 * @typedef {[number, number]} Pair height before width
 * @typedef {object} LabState
 * @property {1|2} dims
 * @property {boolean} isSquare whether height and width are set together
 * @property {Pair} n cells of the large map
 * @property {Pair} k
 * @property {Pair} s
 * @property {Pair} d
 * @property {[number, number, number, number]|"same"} p top, bottom, left, right
 * @property {Pair|"auto"} op output padding
 * @property {Pair} c channels of the large map and of the small one
 * @property {number} g groups
 */

/** The most that a control offers. */
export const most = { n: 16, k: 9, s: 8, d: 6, p: 8, op: 7, c: 4, g: 4 };

/** What the lab begins with. @type {LabState} */
export const standard = { dims: 2, isSquare: true, n: [6, 6], k: [3, 3], s: [2, 2], d: [1, 1],
  p: [1, 1, 1, 1], op: "auto", c: [1, 1], g: 1 };

/** @param {Record<string, string>} address @returns {LabState} */
export function stateOf(address) {
  /** @returns {Pair} */
  const pair = (text, fallback, limit, separator = "x") => {
    const numbers = (text ?? "").split(separator).map((part) => Number.parseInt(part, 10));
    if (numbers.length > 2 || !numbers.every((number) => Number.isFinite(number))) return fallback;
    const [first, second] = numbers.map((number) => Math.max(-1, Math.min(number, limit)));
    return [first, second ?? first];
  };
  const sides = (address.p ?? "").split(",").map((side) => Number.parseInt(side, 10));
  /** @type {any} */
  let padding = standard.p;
  if (address.p === "same") padding = "same";
  else if (sides.every((side) => Number.isFinite(side))) {
    const clipped = sides.map((side) => Math.max(-1, Math.min(side, most.p)));
    if (clipped.length === 1) padding = Array(4).fill(clipped[0]);
    else if (clipped.length === 4) padding = clipped;
  }
  /** @type {LabState} */
  const state = {
    dims: address.dims === "1" ? 1 : 2, isSquare: true,
    n: pair(address.n, standard.n, most.n), k: pair(address.k, standard.k, most.k),
    s: pair(address.s, standard.s, most.s), d: pair(address.d, standard.d, most.d),
    p: /** @type {any} */ (padding),
    op: address.op === undefined || address.op === "auto" ? "auto"
      : pair(address.op, [0, 0], most.op),
    c: pair(address.c, standard.c, most.c, ":"), g: pair(address.g, [1, 1], most.g)[0],
  };
  state.isSquare = address.square !== "0" && isEven(state);
  return state;
}

/** Whether height and width are the same in everything. @param {LabState} state */
function isEven({ n, k, s, d, p, op }) {
  return [n, k, s, d, op === "auto" ? [0, 0] : op].every(([a, b]) => a === b)
    && (p === "same" || (p[0] === p[2] && p[1] === p[3]));
}

const joined = ([a, b], separator = "x") => (a === b ? String(a) : `${a}${separator}${b}`);

/** @param {LabState} state @returns {Record<string, string|null>} */
export function addressOf(state) {
  const padding = state.p === "same" ? "same"
    : state.p.every((side) => side === state.p[0]) ? String(state.p[0]) : state.p.join(",");
  const { n, k, s, d, op, c, g } = state;
  return {
    dims: state.dims === 1 ? "1" : null, n: joined(n), k: joined(k), s: joined(s),
    d: joined(d) === "1" ? null : joined(d), p: padding, op: op === "auto" ? null : joined(op),
    c: joined(c) === "1" ? null : c.join(":"), g: g === 1 ? null : String(g),
    square: !state.isSquare && isEven(state) ? "0" : null,
  };
}

/** @param {LabState} state @returns {import("./geometry.mjs").GeometrySettings} */
export function geometryOf({ dims, n, k, s, d, p, op, c, g }) {
  const flat = dims === 1;
  const both = (pair, alone) => /** @type {[number, number]} */ ([flat ? alone : pair[0], pair[1]]);
  return {
    size: both(n, 1), kernel: both(k, 1), stride: both(s, 1), dilation: both(d, 1),
    padding: p === "same" ? "same" : flat ? [0, 0, p[2], p[3]] : p,
    outputPadding: op === "auto" ? "auto" : both(op, 0), channels: c, groups: g,
  };
}

/**
 * The line that draws the same for print.
 * @param {LabState} state
 * @param {{channel: number, y: number, x: number}|null} focus a cell of the small map
 * @param {boolean} isOverlap
 */
export function commandOf(state, focus, isOverlap) {
  const { dims, n, k, s, d, p, op, c, g } = state;
  const size = (pair) => (dims === 1 ? String(pair[1]) : joined(pair));
  const ends = (a, b) => (a === b ? String(a) : `${a}:${b}`);
  let padding = "same";
  if (p !== "same") {
    const [rows, columns] = [ends(p[0], p[1]), ends(p[2], p[3])];
    padding = dims === 1 || rows === columns ? columns : `${rows}x${columns}`;
  }
  const hasChannels = c[0] > 1 || c[1] > 1;
  const words = [
    "aeviz stride-demo", dims === 1 ? "--dims 1" : "", `--input ${size(n)}`,
    `--kernel ${size(k)}`, `--stride ${size(s)}`, `--padding ${padding}`,
    size(d) === "1" ? "" : `--dilation ${size(d)}`,
    op === "auto" ? "" : `--output-padding ${size(op)}`,
    hasChannels ? `--channels ${c.join(":")}` : "", g === 1 ? "" : `--groups ${g}`,
    focus ? `--focus ${dims === 1 ? focus.x : `${focus.y},${focus.x}`}` : "",
    focus && hasChannels
      ? `--map ${Math.floor(focus.channel / (c[1] / g)) * (c[0] / g)}:${focus.channel}` : "",
    isOverlap ? "--view overlap" : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}
