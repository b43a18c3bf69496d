// What the map of codes shows beside its points: the prior, an ellipse, a walk, the place.
import { themeColor } from "./pictures.mjs";

/** @typedef {CanvasRenderingContext2D} Context @typedef {[number, number]} Point in pixels */

/** Circles of one, two and three deviations. @param {Context} context @param {Point} at */
export function drawPrior(context, [x, y], scale) {
  const looks = /** @type {const} */ ([["background", 2.5], ["muted", 1]]);
  for (const radius of [1, 2, 3]) {
    context.beginPath();
    context.arc(x, y, radius * scale, 0, 7);
    for (const [color, width] of looks) {
      context.strokeStyle = themeColor(color);
      context.lineWidth = width;
      context.stroke();
    }
  }
}

/**
 * What the circles are called, over the points: each at its right, or where else it is on the map.
 * @param {Context} context
 * @param {Point} at
 * @param {number} scale pixels of a deviation
 * @param {number[]} size of the map
 */
export function drawPriorNames(context, [x, y], scale, [width, height]) {
  context.font = "600 13px Inter, system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = themeColor("panel");
  context.lineWidth = 5;
  context.fillStyle = themeColor("text");
  const directions = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, 0.6], [-0.8, 0.6], [0.8, -0.6],
    [-0.8, -0.6]];
  for (const radius of [1, 2, 3]) {
    const place = directions.map(([across, up]) =>
      [x + radius * scale * across, y + radius * scale * up]).find(([left, top]) =>
      left > 16 && left < width - 16 && top > 12 && top < height - 12);
    if (!place) continue;
    context.strokeText(`${radius}σ`, place[0], place[1]);
    context.fillText(`${radius}σ`, place[0], place[1]);
  }
  context.textBaseline = "alphabetic";
}

/** @param {Context} context @param {Point} center in pixels, the radii in units of the plane */
export function drawEllipse(context, center, { rx, ry, angle }, scale) {
  context.beginPath();
  context.ellipse(...center, Math.max(2, rx * scale), Math.max(2, ry * scale), -angle, 0, 7);
  context.strokeStyle = themeColor("background");
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = themeColor("second");
  context.lineWidth = 2.5;
  context.stroke();
}

/** The way from A to B. @param {Context} context @param {Point[]} points */
export function drawTrail(context, points) {
  if (points.length < 2) return;
  const [ink, paper] = [themeColor("text"), themeColor("background")];
  const way = new Path2D();
  for (const [x, y] of points) way.lineTo(x, y);
  context.strokeStyle = paper;
  context.lineWidth = 4;
  context.stroke(way);
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.stroke(way);
  context.setLineDash([]);
  context.font = "700 13px Inter, system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  [points[0], points[points.length - 1]].forEach(([x, y], i) => {
    context.beginPath();
    context.arc(x, y, 11, 0, 7);
    context.fillStyle = ink;
    context.fill();
    context.fillStyle = paper;
    context.fillText("AB"[i], x, y + 0.5);
  });
  context.textBaseline = "alphabetic";
}

/** The place that is decoded. @param {Context} context @param {Point} at */
export function drawPlace(context, [x, y]) {
  const cross = new Path2D();
  cross.arc(x, y, 9, 0, 7);
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    cross.moveTo(x + 5 * dx, y + 5 * dy);
    cross.lineTo(x + 15 * dx, y + 15 * dy);
  }
  context.strokeStyle = themeColor("background");
  context.lineWidth = 5;
  context.stroke(cross);
  context.strokeStyle = themeColor("text");
  context.lineWidth = 2;
  context.stroke(cross);
}
