// The map of codes: a point for each test image, and the place that is decoded.
import { element, everyFrame } from "./dom.mjs";
import { drawEllipse, drawPlace, drawPrior, drawPriorNames, drawTrail } from "./map-marks.mjs";
import { themeColor } from "./pictures.mjs";

/** Points that can be pointed at, and a place that can be dragged. */
export class CodeMap {
  /**
   * @param {[number, number][]} points
   * @param {ArrayLike<number>} labels
   * @param {import("./class-marks.mjs").ClassMarks} marks
   * @param {[number, number]|null} prior where the middle of a prior lies; null without one
   * @param {{onMove: (u: number, v: number) => void,
   *   onPoint: (index: number|null, place: [number, number]) => void,
   *   onChoose: (index: number) => void}} handlers
   */
  constructor(points, labels, marks, prior, handlers) {
    this.points = points;
    this.labels = labels;
    this.marks = marks;
    this.prior = prior;
    this.handlers = handlers;
    /** @type {[number, number]} */
    this.place = [0, 0];
    this.hovered = null;
    /** @type {{center: [number, number], rx: number, ry: number, angle: number}|null} */
    this.ellipse = null;
    /** The way of a walk, from A to B. @type {[number, number][]} */
    this.trail = [];
    /** What lies behind the points. @type {import("./decoded-plane.mjs").DecodedPlane|null} */
    this.ground = null;
    this.canvas = element("canvas", { class: "code-map", tabindex: "0", role: "application",
      "aria-label": "Map of the codes; drag, or move the place by the arrow keys; Enter takes the "
        + "nearest image" });
    /** The points, drawn once: they stay where they are while the place is dragged. */
    this.cloud = element("canvas", {});
    this.drawn = "";
    this.redraw = everyFrame(() => this.draw());
    this.#fit();
    this.#listen();
    /** The canvas in pixels of the page: asked of it once, since asking makes a layout. */
    this.size = [0, 0];
    new ResizeObserver(([entry]) => {
      this.size = [entry.contentRect.width, entry.contentRect.height];
      this.redraw();
    }).observe(this.canvas);
    addEventListener("themechange", () => this.redraw());
  }

  #fit() {
    const spread = [0, 1].map((axis) => {
      const values = this.points.map((point) => point[axis]).sort((a, b) => a - b);
      const at = (share) => values[Math.floor(share * (values.length - 1))] ?? 0;
      const [low, high] = [at(0.002), at(0.998)];
      // A prior is seen to its second deviation, however few of its codes are taken.
      return this.prior ? [Math.min(low, this.prior[axis] - 2.2),
        Math.max(high, this.prior[axis] + 2.2)] : [low, high];
    });
    this.middle = spread.map(([low, high]) => (low + high) / 2);
    this.reach = spread.map(([low, high]) => Math.max(high - low, 1e-6) * 0.56);
  }

  /** Pixels for one unit along each axis; the same where circles are to be round. */
  #scale() {
    const fit = this.size.map((side, axis) => side / (2 * this.reach[axis]));
    return this.prior ? [Math.min(...fit), Math.min(...fit)] : fit;
  }

  /**
   * Where a point of the plane lies on the canvas.
   * @param {ArrayLike<number>} point
   * @returns {[number, number]}
   */
  toScreen({ 0: u, 1: v }) {
    const [across, up] = this.#scale();
    return [this.size[0] / 2 + (u - this.middle[0]) * across,
      this.size[1] / 2 - (v - this.middle[1]) * up];
  }

  /** The point of the plane at a place of the canvas. @returns {[number, number]} */
  toPlane(x, y) {
    const [across, up] = this.#scale();
    return [this.middle[0] + (x - this.size[0] / 2) / across,
      this.middle[1] - (y - this.size[1] / 2) / up];
  }

  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    return /** @type {[number, number]} */ ([event.clientX - box.left, event.clientY - box.top]);
  }

  #listen() {
    const { canvas } = this;
    let drags = false;
    let start = [0, 0];
    canvas.addEventListener("pointerdown", (event) => {
      drags = true;
      start = [event.clientX, event.clientY];
      canvas.setPointerCapture(event.pointerId);
      this.move(...this.toPlane(...this.#at(event)));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (drags) {
        this.#point(null);
        this.move(...this.toPlane(...this.#at(event)));
      } else this.#point(this.#nearest(this.#at(event), 12));
    });
    const ends = (event) => {
      if (!drags) return;
      drags = false;
      const isClick = Math.hypot(event.clientX - start[0], event.clientY - start[1]) < 4;
      const index = isClick ? this.#nearest(this.#at(event), 12) : null;
      if (index !== null) this.handlers.onChoose(index);
    };
    canvas.addEventListener("pointerup", ends);
    canvas.addEventListener("pointercancel", () => (drags = false));
    canvas.addEventListener("pointerleave", () => this.#point(null));
    canvas.addEventListener("keydown", (event) => {
      const share = event.shiftKey ? 0.1 : 0.02;
      const moves = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
      const move = moves[event.key];
      if (event.key === "Enter") {
        const index = this.#nearest(this.toScreen(this.place), Infinity);
        if (index !== null) this.handlers.onChoose(index);
      } else if (move) {
        this.move(this.place[0] + share * this.reach[0] * move[0],
          this.place[1] + share * this.reach[1] * move[1]);
      } else return;
      event.preventDefault();
    });
  }

  #nearest([x, y], reach) {
    let best = null;
    let least = reach ** 2;
    this.points.forEach((point, index) => {
      const [px, py] = this.toScreen(point);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [index, distance];
    });
    return best;
  }

  #point(index) {
    if (index === this.hovered) return;
    this.hovered = index;
    this.handlers.onPoint(index, index === null ? [0, 0] : this.toScreen(this.points[index]));
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
    const [width, height] = this.size;
    if (width === 0 || height === 0) return;
    const context = sized(canvas, width, height, ratio);
    context.clearRect(0, 0, width, height);
    this.ground?.draw(context, { width, height, toPlane: (x, y) => this.toPlane(x, y) });
    const hasGround = this.ground?.isOn ?? false;
    const key = [width, height, ratio, hasGround, themeColor("text"), this.reach].join();
    if (key !== this.drawn) {
      this.drawn = key;
      const cloud = sized(this.cloud, width, height, ratio);
      cloud.clearRect(0, 0, width, height);
      if (this.prior) drawPrior(cloud, this.toScreen(this.prior), this.#scale()[0]);
      this.marks.draw(cloud, this.points.map((point) => this.toScreen(point)), this.labels,
        Math.max(2.8, Math.min(4, width / 150)), hasGround);
      if (this.prior) {
        drawPriorNames(cloud, this.toScreen(this.prior), this.#scale()[0], this.size);
      }
    }
    context.drawImage(this.cloud, 0, 0, width, height);
    if (this.hovered !== null) {
      this.marks.draw(context, [this.toScreen(this.points[this.hovered])],
        this.labels.length > 0 ? [this.labels[this.hovered]] : [], 8, true);
    }
    drawTrail(context, this.trail.map((point) => this.toScreen(point)));
    if (this.ellipse) {
      drawEllipse(context, this.toScreen(this.ellipse.center), this.ellipse, this.#scale()[0]);
    }
    drawPlace(context, this.toScreen(this.place));
  }
}

/** A canvas of as many dots as its place has, and what draws on it in pixels of the page. */
function sized(canvas, width, height, ratio) {
  const dots = [width, height].map((side) => Math.round(side * ratio));
  if (canvas.width !== dots[0] || canvas.height !== dots[1]) {
    [canvas.width, canvas.height] = dots;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
