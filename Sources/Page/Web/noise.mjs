// Noise on an image, and the plain filter that takes some of it away.

/** Standard normal numbers from a seed (mulberry32, Box and Muller). @param {number} seed */
export function normals(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** @param {ArrayLike<number>} image @param {number} deviation @param {number} seed */
export function withNoise(image, deviation, seed) {
  const normal = normals(seed);
  return Float32Array.from(image, (x) => Math.max(0, Math.min(1, x + deviation * normal())));
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
