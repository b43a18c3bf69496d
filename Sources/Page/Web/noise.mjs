// Noise on an image, and the plain filter that takes some of it away.

/** Numbers that are equally likely between 0 and 1, from a seed (mulberry32). */
function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers from a seed (Box and Muller). @param {number} seed */
export function normals(seed) {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** @typedef {"gaussian"|"mask"|"salt-pepper"} NoiseKind as `aeviz train --noise` names them */

/** What the kinds are called, and what their amount is. @type {[NoiseKind, string, string][]} */
export const noiseKinds = [["gaussian", "Gaussian", "standard deviation"],
  ["mask", "masked pixels", "share of pixels"],
  ["salt-pepper", "salt and pepper", "share of pixels"]];

/**
 * Images with noise of one of the kinds of Swift's `Corruption`; a pixel is changed in all its
 * channels.
 * @param {ArrayLike<number>} images one after the other
 * @param {number[]} shape of each
 * @param {NoiseKind} kind
 * @param {number} amount
 * @param {number} seed
 */
export function corrupted(images, [depth, height, width], kind, amount, seed) {
  if (kind === "gaussian") {
    const normal = normals(seed);
    return Float32Array.from(images, (x) => Math.max(0, Math.min(1, x + amount * normal())));
  }
  const uniform = uniforms(seed);
  const cells = height * width;
  const result = Float32Array.from(images);
  for (let first = 0; first < result.length; first += depth * cells) {
    for (let cell = 0; cell < cells; cell++) {
      const draw = uniform();
      if (draw >= amount) continue;
      const value = kind === "mask" || draw < amount / 2 ? 0 : 1;
      for (let c = 0; c < depth; c++) result[first + c * cells + cell] = value;
    }
  }
  return result;
}

/**
 * The median of 3 × 3 cells, the outermost cells repeated.
 * @param {ArrayLike<number>} image
 * @param {number[]} shape
 */
export function median(image, [depth, height, width]) {
  const result = new Float32Array(image.length);
  for (let c = 0; c < depth; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const window = [];
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            const row = Math.max(0, Math.min(height - 1, y + dy));
            const column = Math.max(0, Math.min(width - 1, x + dx));
            window.push(image[(c * height + row) * width + column]);
          }
        }
        result[(c * height + y) * width + x] = window.sort((a, b) => a - b)[4];
      }
    }
  }
  return result;
}
