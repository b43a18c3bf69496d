// The marks of the classes as the figures have them, a colour and a shape each: Swift's Theme and
// Marker say what they are.
import { mark } from "./dom.mjs";
import { themeColor } from "./pictures.mjs";

const colors = 10;

/** Draws the marks, on canvases and as a legend's. */
export class ClassMarks {
  /** @param {number[][]} outlines as large as the disc of radius 1; without corners that disc */
  constructor(outlines) { this.outlines = outlines; }

  /** As in Swift's `Marker`: after each round of colours the shapes move on by one. */
  #outline(index) {
    const { length } = this.outlines;
    return this.outlines[((index % length) + (Math.floor(index / colors) % length)) % length];
  }

  /** @param {number} index of the class @param {number} radius */
  #path(index, radius) {
    const corners = this.#outline(index);
    const path = new Path2D();
    if (corners.length === 0) path.arc(0, 0, radius, 0, 2 * Math.PI);
    for (let i = 0; i < corners.length; i += 2) {
      path.lineTo(radius * corners[i], radius * corners[i + 1]);
    }
    path.closePath();
    return path;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {[number, number][]} points in pixels
   * @param {ArrayLike<number>} labels of the points; none where they have no class
   * @param {number} radius
   * @param {boolean} isOnPictures where a rim of paper sets them off
   */
  draw(context, points, labels, radius, isOnPictures) {
    const looks = new Map();
    const look = (label) => {
      const isClass = label !== undefined;
      if (!looks.has(label)) {
        looks.set(label, { path: this.#path(label ?? 0, radius),
          fill: themeColor(isClass ? `class-${label % colors}` : "large"),
          rim: themeColor(isClass ? `rim-${label % colors}` : "large") });
      }
      return looks.get(label);
    };
    const paper = themeColor("background");
    context.save();
    context.lineJoin = "round";
    const start = context.getTransform();
    points.forEach(([x, y], i) => {
      const { path, fill, rim } = look(labels.length > 0 ? labels[i] : undefined);
      context.setTransform(start.a, start.b, start.c, start.d, start.a * x + start.e,
        start.d * y + start.f);
      if (isOnPictures) {
        context.lineWidth = radius * 0.3 + 2.4;
        context.strokeStyle = paper;
        context.stroke(path);
      }
      context.globalAlpha = isOnPictures ? 1 : 0.8;
      context.fillStyle = fill;
      context.fill(path);
      context.globalAlpha = 1;
      context.lineWidth = radius * 0.3;
      context.strokeStyle = rim;
      context.stroke(path);
    });
    context.restore();
  }

  /** A class's mark beside its name. @param {number} index */
  symbol(index) {
    const corners = this.#outline(index);
    const look = { class: "class-mark", fill: `var(--class-${index % colors})`,
      stroke: `var(--rim-${index % colors})` };
    return mark("svg", { viewBox: "-2 -2 4 4", "aria-hidden": "true" }, [corners.length === 0
      ? mark("circle", { r: 1, ...look })
      : mark("polygon", { points: corners.join(" "), ...look })]);
  }
}
