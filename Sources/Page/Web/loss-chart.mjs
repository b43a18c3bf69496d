// The loss of every step as a curve, with the floor that principal components have.
import { mark } from "./dom.mjs";
import { shortNumber } from "./pictures.mjs";

const [width, height, left, bottom] = [760, 240, 56, 34];

/** A curve over a logarithmic scale. */
export class LossChart {
  constructor() {
    this.node = mark("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img" });
  }

  /**
   * @param {number[]} losses
   * @param {number|null} floor
   */
  draw(losses, floor) {
    const finite = losses.filter((loss) => Number.isFinite(loss) && loss > 0);
    if (finite.length === 0) {
      this.node.replaceChildren(mark("text", { x: width / 2, y: height / 2, class: "note",
        text: "Start the training: its loss appears here." }));
      this.node.setAttribute("aria-label", "no loss yet");
      return;
    }
    const marks = floor && floor > 0 ? [...finite, floor] : finite;
    const low = Math.log(marks.reduce((a, b) => Math.min(a, b))) - 0.08;
    const high = Math.max(low + 0.2, Math.log(marks.reduce((a, b) => Math.max(a, b))) + 0.05);
    const x = (step) => left + (step / Math.max(1, losses.length - 1)) * (width - left - 12);
    const y = (loss) => 10 + ((high - Math.log(loss)) / (high - low)) * (height - bottom - 10);
    // As many points as there are places for them: the means of equal parts.
    const parts = Math.min(losses.length, 500);
    const points = Array.from({ length: parts }, (_, i) => {
      const [first, end] = [Math.floor((i * losses.length) / parts),
        Math.floor(((i + 1) * losses.length) / parts)];
      let sum = 0;
      for (let step = first; step < end; step++) sum += losses[step] / (end - first);
      return Number.isFinite(sum) && sum > 0 ? `${x((first + end - 1) / 2)},${y(sum)}` : "";
    });
    const ticks = [0, 1 / 3, 2 / 3, 1].map((share) => Math.exp(low + share * (high - low)));
    const nodes = ticks.flatMap((tick) => [
      mark("line", { x1: left, y1: y(tick), x2: width - 12, y2: y(tick), class: "grid" }),
      mark("text", { x: left - 8, y: y(tick), class: "tick end",
        text: shortNumber(Number(tick.toPrecision(2))) }),
    ]);
    if (floor && floor > 0) {
      nodes.push(mark("line", { x1: left, y1: y(floor), x2: width - 12, y2: y(floor),
        class: "floor" }), mark("text", { x: left + 4, y: y(floor) - 9, class: "tick start",
        text: `PCA with as many values: ${shortNumber(floor)}` }));
    }
    nodes.push(mark("polyline", { points: points.join(" "), class: "curve" }),
      mark("text", { x: left, y: height - 10, class: "tick start", text: "step 1" }),
      mark("text", { x: width - 12, y: height - 10, class: "tick end",
        text: `step ${losses.length}` }));
    this.node.replaceChildren(...nodes);
    this.node.setAttribute("aria-label",
      `loss of ${losses.length} steps, the last ${shortNumber(losses.at(-1))}`);
  }
}
