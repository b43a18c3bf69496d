// The functions that layers apply to every value, with their formulas.
import { kinds } from "./layers.mjs";
import { mathematics } from "./mathematics.mjs";

const exponential = (scale, alpha) => (x) => scale * (x > 0 ? x : alpha * Math.expm1(x));
const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const short = (x) => String(Number(x.toPrecision(3))).replace("-", "−");

/**
 * What a layer makes of a value, and as a formula; null for a layer that does other things.
 * @param {import("./network.mjs").LayerInfo} layer
 * @param {number} slope what a PReLU has learned for this value
 * @returns {{f: (x: number) => number, formula: string}|null}
 */
export function bend({ kind, numbers: [a, b] }, slope = 0) {
  switch (kind) {
    case kinds.relu: return { f: (x) => Math.max(0, x), formula: "max(0, x)" };
    case kinds.leakyReLU: return { f: (x) => (x > 0 ? x : a * x),
      formula: `x, below 0 ${short(a)}·x` };
    case kinds.preLU: return { f: (x) => (x > 0 ? x : slope * x),
      formula: `x, below 0 ${short(slope)}·x, a slope that is learned` };
    case kinds.sigmoid: return { f: sigmoid, formula: "1 / (1 + e⁻ˣ)" };
    case kinds.tanh: return { f: Math.tanh, formula: "tanh x" };
    case kinds.softplus: return { f: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
      formula: "ln(1 + eˣ)" };
    case kinds.dropout: return { f: (x) => x, formula: `x; in training ${short(100 * a)} % of the `
      + "values are dropped" };
    case kinds.elu: return { f: exponential(1, a), formula: `x, below 0 ${short(a)}·(eˣ − 1)` };
    case kinds.selu: return { f: exponential(1.0507009873554805, 1.6732632423543772),
      formula: "1.05·x, below 0 1.76·(eˣ − 1)" };
    case kinds.gelu: return a === 0
      ? { f: (x) => 0.5 * x * (1 + mathematics.erff(x / Math.SQRT2)), formula: "x·Φ(x)" }
      : { f: (x) => 0.5 * x
          * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
      formula: "x·Φ(x), by tanh" };
    case kinds.silu: return { f: (x) => x * sigmoid(x), formula: "x / (1 + e⁻ˣ)" };
    case kinds.hardSigmoid: return { f: (x) => Math.max(0, Math.min(1, a * x + b)),
      formula: `${short(a)}·x + ${short(b)}, from 0 to 1` };
    default: return null;
  }
}
