// Images on canvases, and the theme's colours for them.
import { element } from "./dom.mjs";

/** The colour of a variable of the style sheet. @param {string} name */
export function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** @param {string} hex #rrggbb @returns {[number, number, number]} */
export function channels(hex) {
  return /** @type {any} */ ([1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
}

/** A canvas for one image of this shape, its cells as they are; without a label for eyes alone. */
export function imageCanvas(shape, label, className = "image") {
  const name = label === "" ? { "aria-hidden": "true" } : { role: "img", "aria-label": label };
  return element("canvas", { width: shape[2], height: shape[1], class: className, ...name });
}

/**
 * Draws an image (C, H, W) of values in [0, 1].
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number[]} shape
 */
export function drawImage(canvas, values, shape) {
  const [depth, height, width] = shape;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const cells = width * height;
  for (let i = 0; i < cells; i++) {
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = 255 * values[(depth >= 3 ? c : 0) * cells + i] + 0.5;
    }
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * Draws a map of signed values: teal above 0, pink below, the paper at 0, full at `greatest`.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number} width
 * @param {number} height
 * @param {number} greatest
 */
export function drawSigned(canvas, values, width, height, greatest) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const [paper, above, below] = ["background", "large", "second"].map((name) =>
    channels(themeColor(name)));
  for (let i = 0; i < width * height; i++) {
    const share = Math.max(-1, Math.min(1, values[i] / (greatest || 1)));
    const ink = share >= 0 ? above : below;
    const weight = Math.abs(share);
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = paper[c] + (ink[c] - paper[c]) * weight + 0.5;
    }
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * Draws all maps of a stage side by side, or a list of values as a column.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number[]} shape [C, H, W] or [features]
 */
export function drawMontage(canvas, values, shape) {
  const isList = shape.length !== 3;
  const [count, height, width] = isList ? [shape[0], 1, 1] : shape;
  const columns = isList ? Math.ceil(Math.sqrt(count / 6)) : Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const gap = isList ? 0 : 1;
  const [across, down] = [columns * (width + gap) - gap, rows * (height + gap) - gap];
  const tiles = new Float32Array(across * down);
  for (let c = 0; c < count; c++) {
    const [top, left] = [Math.floor(c / columns) * (height + gap), (c % columns) * (width + gap)];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        tiles[(top + y) * across + left + x] = values[(c * height + y) * width + x];
      }
    }
  }
  canvas.width = across;
  canvas.height = down;
  drawSigned(canvas, tiles, across, down, greatest(values));
}

/** The image at `index` of 8-bit images as values in [0, 1]. */
export function imageAt(images, index, pixels, white) {
  return Float32Array.from(images.subarray(index * pixels, (index + 1) * pixels),
    (pixel) => Math.fround(pixel * Math.fround(1 / white)));
}

/** The mean squared difference. */
export function meanSquare(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}

/** The greatest magnitude. @param {ArrayLike<number>} values */
export function greatest(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** A picture with a caption under it. */
export function captioned(canvas, text) {
  const caption = element("figcaption", { text });
  return { node: element("figure", { class: "captioned" }, [canvas, caption]), caption };
}

/** A short number: few digits that count. @param {number} x @param {number} digits */
export function shortNumber(x, digits = 3) {
  if (!Number.isFinite(x)) return "not a number";
  const text = Math.abs(x) >= 1000 || (x !== 0 && Math.abs(x) < 0.001)
    ? x.toExponential(digits > 2 ? 1 : 0) : String(Number(x.toPrecision(digits)));
  return text.replace("-", "−");
}
