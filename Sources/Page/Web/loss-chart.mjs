// The loss of every step as a curve, with the floor that principal components have.
import { mark } from "./dom.mjs";
import { shortNumber } from "./pictures.mjs";

const [left, right, bottom] = [62, 14, 34];

/** A curve over a logarithmic scale, and the one before it. */
export class LossChart {
  constructor() {
    this.node = mark("svg", { class: "chart", role: "img" });
  }

  /**
   * @param {import("./loss-history.mjs").LossHistory} losses
   * @param {number|null} floor
   * @param {{losses: import("./loss-history.mjs").LossHistory, name: string}|null} earlier what
   *   was trained before; null when it has another loss, which does not compare
   */
  draw(losses, floor, earlier) {
    // As many units as there are pixels, so that its words are as large on a phone.
    const width = Math.round(Math.max(300, Math.min(1100, this.node.clientWidth || 620)));
    const height = Math.round(Math.max(210, 0.53 * width));
    this.node.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const usable = (history) => (history?.points ?? []).filter(([, loss]) =>
      Number.isFinite(loss) && loss > 0);
    const [finite, before] = [usable(losses), usable(earlier?.losses)];
    if (finite.length + before.length === 0) {
      this.node.replaceChildren(mark("text", { x: width / 2, y: height / 2, class: "note",
        text: "Start the training: its loss appears here." }));
      this.node.setAttribute("aria-label", "no loss yet");
      return;
    }
    const marks = [...finite, ...before].map(([, loss]) => loss);
    if (floor && floor > 0) marks.push(floor);
    const low = Math.log(marks.reduce((a, b) => Math.min(a, b))) - 0.2;
    const high = Math.max(low + 0.2, Math.log(marks.reduce((a, b) => Math.max(a, b))) + 0.05);
    const steps = Math.max(losses.count, earlier?.losses.count ?? 0);
    const x = (step) => left + (step / Math.max(1, steps - 1)) * (width - left - right);
    const y = (loss) => 10 + ((high - Math.log(loss)) / (high - low)) * (height - bottom - 10);
    const ticks = [0, 1 / 3, 2 / 3, 1].map((share) => Math.exp(low + share * (high - low)));
    const nodes = ticks.flatMap((tick) => [
      mark("line", { x1: left, y1: y(tick), x2: width - right, y2: y(tick), class: "grid" }),
      mark("text", { x: left - 8, y: y(tick), class: "tick end",
        text: shortNumber(Number(tick.toPrecision(2))) }),
    ]);
    if (floor && floor > 0) {
      nodes.push(mark("line", { x1: left, y1: y(floor), x2: width - right, y2: y(floor),
        class: "floor" }), mark("text", { x: left + 4, y: y(floor) + 13, class: "tick start",
        text: `PCA with as many values: ${shortNumber(floor)}` }));
    }
    if (before.length > 0) {
      nodes.push(mark("polyline", { points: curve(before, x, y), class: "curve earlier" }),
        mark("text", { x: width - right, y: 18, class: "tick end",
          text: `pale: before, ${earlier.name}` }));
    }
    nodes.push(mark("polyline", { points: curve(finite, x, y), class: "curve" }),
      mark("text", { x: left, y: height - 12, class: "tick start", text: "step 1" }),
      mark("text", { x: width - right, y: height - 12, class: "tick end",
        text: `step ${steps}` }));
    this.node.replaceChildren(...nodes);
    this.node.setAttribute("aria-label", losses.count > 0
      ? `loss of ${losses.count} steps, the last ${shortNumber(losses.last)}`
      : `loss of ${steps} steps of the training before`);
  }
}

/** Where the points of a curve lie. */
const curve = (points, x, y) => points.map(([step, loss]) => `${x(step)},${y(loss)}`).join(" ");
