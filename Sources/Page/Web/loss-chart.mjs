// The loss of every step as a curve, with the floor that principal components have.
import { mark } from "./dom.mjs";
import { shortNumber } from "./pictures.mjs";

const [width, height, left, right, bottom] = [620, 330, 62, 14, 34];

/** A curve over a logarithmic scale, and the one before it. */
export class LossChart {
  constructor() {
    this.node = mark("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img" });
  }

  /**
   * @param {number[]} losses
   * @param {number|null} floor
   * @param {{losses: number[], name: string}|null} earlier what was trained before; null when it
   *   has another loss, which does not compare
   */
  draw(losses, floor, earlier) {
    const usable = (list) => list.filter((loss) => Number.isFinite(loss) && loss > 0);
    const [finite, before] = [usable(losses), usable(earlier?.losses ?? [])];
    if (finite.length + before.length === 0) {
      this.node.replaceChildren(mark("text", { x: width / 2, y: height / 2, class: "note",
        text: "Start the training: its loss appears here." }));
      this.node.setAttribute("aria-label", "no loss yet");
      return;
    }
    const marks = [...finite, ...before, ...(floor && floor > 0 ? [floor] : [])];
    const low = Math.log(marks.reduce((a, b) => Math.min(a, b))) - 0.08;
    const high = Math.max(low + 0.2, Math.log(marks.reduce((a, b) => Math.max(a, b))) + 0.05);
    const steps = Math.max(losses.length, earlier?.losses.length ?? 0);
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
        class: "floor" }), mark("text", { x: width - right, y: y(floor) - 10, class: "tick end",
        text: `PCA with as many values: ${shortNumber(floor)}` }));
    }
    if (before.length > 0) {
      nodes.push(mark("polyline", { points: curve(earlier.losses, x, y), class: "curve earlier" }),
        mark("text", { x: width - right, y: 18, class: "tick end",
          text: `pale: before, ${earlier.name}` }));
    }
    nodes.push(mark("polyline", { points: curve(losses, x, y), class: "curve" }),
      mark("text", { x: left, y: height - 12, class: "tick start", text: "step 1" }),
      mark("text", { x: width - right, y: height - 12, class: "tick end",
        text: `step ${steps}` }));
    this.node.replaceChildren(...nodes);
    this.node.setAttribute("aria-label", losses.length > 0
      ? `loss of ${losses.length} steps, the last ${shortNumber(losses.at(-1))}`
      : `loss of ${steps} steps of the training before`);
  }
}

/** As many points as there are places for them: the means of equal parts. */
function curve(losses, x, y) {
  const parts = Math.min(losses.length, 400);
  return Array.from({ length: parts }, (_, i) => {
    const [first, end] = [Math.floor((i * losses.length) / parts),
      Math.floor(((i + 1) * losses.length) / parts)];
    let sum = 0;
    for (let step = first; step < end; step++) sum += losses[step] / (end - first);
    return Number.isFinite(sum) && sum > 0 ? `${x((first + end - 1) / 2)},${y(sum)}` : "";
  }).filter((point) => point !== "").join(" ");
}
