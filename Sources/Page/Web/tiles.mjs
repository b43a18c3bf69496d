// Small fields of signed numbers: as colours, or with the numbers in them.
import { element, mark } from "./dom.mjs";
import { channels, drawSigned, themeColor } from "./pictures.mjs";

/** The colour of a value between pink and teal, and whether light text stands on it. */
function ground(value, most) {
  const share = Math.max(-1, Math.min(1, value / (most || 1)));
  const [paper, ink] = ["background", share >= 0 ? "large" : "second"]
    .map((name) => channels(themeColor(name)));
  const color = paper.map((part, i) => Math.round(part + (ink[i] - part) * Math.abs(share)));
  return { fill: `rgb(${color.join(",")})`, isDark: luminance(color) < 0.179 };
}

/** Relative luminance by WCAG; at 0.179 black and white have the same contrast, 4.58. */
function luminance(color) {
  const [r, g, b] = color.map((part) =>
    (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** At most two places, to stand in a tile. @param {number} x */
function tileNumber(x) {
  if (!Number.isFinite(x)) return "?";
  const size = Math.abs(x);
  const text = String(Number(x.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
  return text === "-0" ? "0" : text.replace("-", "−");
}

/**
 * A field of numbers.
 * @param {ArrayLike<number|null>} values row by row; null is drawn as nothing
 * @param {number[]} size rows and columns
 * @param {number} most the value that has its full colour
 * @param {{label: string, hasNumbers: boolean, marked?: number}} options `marked` is a cell's place
 */
export function tile(values, [rows, columns], most, { label, hasNumbers, marked = -1 }) {
  if (!hasNumbers && marked < 0) {
    const canvas = element("canvas", { width: columns, height: rows, class: "tile", role: "img",
      "aria-label": label });
    drawSigned(canvas, Array.from(values, (value) => value ?? 0), columns, rows, most);
    return canvas;
  }
  const nodes = Array.from({ length: rows * columns }, (_, i) => {
    const [y, x] = [Math.floor(i / columns), i % columns];
    const value = values[i];
    const { fill, isDark } = ground(value ?? 0, most);
    return mark("g", {}, [
      mark("rect", { x: 40 * x, y: 28 * y, width: 40, height: 28, fill, class: "tile-cell" }),
      hasNumbers && value !== null ? mark("text", { x: 40 * x + 20, y: 28 * y + 14.5,
        class: `tile-number ${isDark ? "white" : "black"}`, text: tileNumber(value) }) : null,
    ]);
  });
  if (marked >= 0) {
    nodes.push(mark("rect", { x: 40 * (marked % columns) + 1.5,
      y: 28 * Math.floor(marked / columns) + 1.5, width: 37, height: 25, class: "tile-mark" }));
  }
  return mark("svg", { viewBox: `-1 -1 ${40 * columns + 2} ${28 * rows + 2}`, role: "img",
    "aria-label": label, class: hasNumbers ? "tile numbers" : "tile" }, nodes);
}

/**
 * A whole map, small, with a frame around a part of it.
 * @param {ArrayLike<number>} values
 * @param {number[]} size rows and columns
 * @param {number} most
 * @param {import("./layers.mjs").Region|null} region
 * @param {string} label
 */
export function framedMap(values, [rows, columns], most, region, label) {
  const canvas = element("canvas", { width: columns, height: rows, class: "thumbnail", role: "img",
    "aria-label": label });
  drawSigned(canvas, values, columns, rows, most);
  const frame = element("span", { class: "frame" });
  if (region) setFrame(frame, region, [rows, columns]);
  return element("span", { class: "framed" }, [canvas, region ? frame : null]);
}

/** Puts a frame around a region, in shares of its picture, which may change its size. */
export function setFrame(frame, region, [rows, columns]) {
  const share = (cells, all) => `${(100 * cells) / all}%`;
  frame.style.left = share(region.x[0], columns);
  frame.style.top = share(region.y[0], rows);
  frame.style.width = share(region.x[1] - region.x[0] + 1, columns);
  frame.style.height = share(region.y[1] - region.y[0] + 1, rows);
}
