// The map of codes: a point for each test image, and the place that is decoded.
import { element, everyFrame } from "./dom.mjs";
import { themeColor } from "./pictures.mjs";

/** Points that can be pointed at, and a place that can be dragged. */
export class CodeMap {
  /**
   * @param {[number, number][]} points
   * @param {ArrayLike<number>} labels
   * @param {{onMove: (u: number, v: number) => void, onPoint: (index: number|null) => void,
   *   onChoose: (index: number) => void}} handlers
   */
  constructor(points, labels, handlers) {
    this.points = points;
    this.labels = labels;
    this.handlers = handlers;
    this.place = [0, 0];
    this.hovered = null;
    /** @type {{center: [number, number], rx: number, ry: number, angle: number}|null} */
    this.ellipse = null;
    this.showsPrior = false;
    this.trail = [];
    this.canvas = element("canvas", { class: "code-map", tabindex: "0", role: "application",
      "aria-label": "Map of the codes; drag, or move the place by the arrow keys" });
    this.redraw = everyFrame(() => this.draw());
    this.#fit();
    this.#listen();
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
  }

  #fit() {
    const spread = [0, 1].map((axis) => {
      const values = this.points.map((point) => point[axis]).sort((a, b) => a - b);
      const at = (share) => values[Math.floor(share * (values.length - 1))] ?? 0;
      return [at(0.002), at(0.998)];
    });
    this.middle = spread.map(([low, high]) => (low + high) / 2);
    this.reach = spread.map(([low, high]) => Math.max(high - low, 1e-6) * 0.56);
  }

  /** Pixels for one unit along each axis; the same where circles are to be round. */
  #scale() {
    const fit = [this.canvas.clientWidth, this.canvas.clientHeight].map((side, axis) =>
      side / (2 * this.reach[axis]));
    return this.showsPrior ? [Math.min(...fit), Math.min(...fit)] : fit;
  }

  #toScreen([u, v]) {
    const [across, up] = this.#scale();
    return [this.canvas.clientWidth / 2 + (u - this.middle[0]) * across,
      this.canvas.clientHeight / 2 - (v - this.middle[1]) * up];
  }

  #toPlane(event) {
    const box = this.canvas.getBoundingClientRect();
    const [across, up] = this.#scale();
    return [this.middle[0] + (event.clientX - box.left - box.width / 2) / across,
      this.middle[1] - (event.clientY - box.top - box.height / 2) / up];
  }

  #listen() {
    const { canvas } = this;
    let drags = false;
    let start = [0, 0];
    canvas.addEventListener("pointerdown", (event) => {
      drags = true;
      start = [event.clientX, event.clientY];
      canvas.setPointerCapture(event.pointerId);
      this.move(...this.#toPlane(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (drags) this.move(...this.#toPlane(event));
      else this.#point(this.#nearest(event));
    });
    const ends = (event) => {
      if (!drags) return;
      drags = false;
      const isClick = Math.hypot(event.clientX - start[0], event.clientY - start[1]) < 4;
      const index = isClick ? this.#nearest(event) : null;
      if (index !== null) this.handlers.onChoose(index);
    };
    canvas.addEventListener("pointerup", ends);
    canvas.addEventListener("pointercancel", () => (drags = false));
    canvas.addEventListener("pointerleave", () => this.#point(null));
    canvas.addEventListener("keydown", (event) => {
      const share = event.shiftKey ? 0.1 : 0.02;
      const moves = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      this.move(this.place[0] + share * this.reach[0] * move[0],
        this.place[1] + share * this.reach[1] * move[1]);
    });
  }

  #nearest(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = null;
    let least = 12 ** 2;
    this.points.forEach((point, index) => {
      const [px, py] = this.#toScreen(point);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [index, distance];
    });
    return best;
  }

  #point(index) {
    if (index === this.hovered) return;
    this.hovered = index;
    this.handlers.onPoint(index);
    this.redraw();
  }

  /** Moves the place that is decoded. @param {number} u @param {number} v */
  move(u, v) {
    this.place = [u, v];
    this.handlers.onMove(u, v);
    this.redraw();
  }

  draw() {
    const { canvas } = this;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const dots = [width, height].map((side) => Math.round(side * ratio));
    if (canvas.width !== dots[0] || canvas.height !== dots[1]) {
      [canvas.width, canvas.height] = dots;
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const [scale] = this.#scale();
    if (this.showsPrior) this.#drawPrior(context, scale);
    const colors = Array.from({ length: 10 }, (_, i) => themeColor(`class-${i}`));
    const plain = themeColor("large");
    context.globalAlpha = 0.72;
    this.points.forEach((point, index) => {
      const [x, y] = this.#toScreen(point);
      context.fillStyle = this.labels.length > 0 ? colors[this.labels[index] % 10] : plain;
      context.beginPath();
      context.arc(x, y, index === this.hovered ? 7 : 3.4, 0, 7);
      context.fill();
    });
    context.globalAlpha = 1;
    const ink = themeColor("text");
    if (this.trail.length > 1) {
      context.strokeStyle = ink;
      context.lineWidth = 1.5;
      context.setLineDash([5, 4]);
      context.beginPath();
      for (const point of this.trail) context.lineTo(...this.#toScreen(point));
      context.stroke();
      context.setLineDash([]);
    }
    if (this.ellipse) {
      const { center, rx, ry, angle } = this.ellipse;
      context.strokeStyle = themeColor("second");
      context.lineWidth = 2.5;
      context.beginPath();
      context.ellipse(...this.#toScreen(center), Math.max(2, rx * scale), Math.max(2, ry * scale),
        -angle, 0, 7);
      context.stroke();
    }
    const [x, y] = this.#toScreen(this.place);
    context.lineWidth = 3;
    context.strokeStyle = themeColor("background");
    context.beginPath();
    context.arc(x, y, 11, 0, 7);
    context.stroke();
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, 9, 0, 7);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 5 * dx, y + 5 * dy);
      context.lineTo(x + 15 * dx, y + 15 * dy);
    }
    context.stroke();
  }

  #drawPrior(context, scale) {
    const [x, y] = this.#toScreen([...this.prior ?? [0, 0]]);
    context.strokeStyle = themeColor("muted");
    context.lineWidth = 1;
    for (const radius of [1, 2, 3]) {
      context.beginPath();
      context.arc(x, y, radius * scale, 0, 7);
      context.stroke();
    }
  }
}
