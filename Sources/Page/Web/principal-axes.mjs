// The two directions in which codes vary most, from step to step the same way round.

/**
 * @param {Float32Array} codes one after the other
 * @param {number} size values of a code
 * @param {Float64Array[]} before the axes found last; empty at first
 * @returns {{mean: Float64Array, axes: Float64Array[]}} axes of length 1, two at most
 */
export function principalAxes(codes, size, before) {
  const count = codes.length / size;
  const mean = new Float64Array(size);
  codes.forEach((value, i) => (mean[i % size] += value / count));
  const unit = (place) => Float64Array.from({ length: size }, (_, i) => (i === place ? 1 : 0));
  // Two values are a plane already.
  if (size <= 2) return { mean, axes: size === 1 ? [unit(0)] : [unit(0), unit(1)] };
  const axes = [];
  for (let place = 0; place < 2; place++) {
    // From where it was: a few steps find it again, and it does not turn round.
    let axis = before[place] ?? Float64Array.from({ length: size }, (_, i) =>
      1 + ((i * 7 + place * 3) % 5) / 5);
    for (let round = 0; round < 12; round++) {
      const next = new Float64Array(size);
      for (let k = 0; k < count; k++) {
        let shadow = 0;
        for (let i = 0; i < size; i++) shadow += (codes[k * size + i] - mean[i]) * axis[i];
        for (let i = 0; i < size; i++) next[i] += shadow * (codes[k * size + i] - mean[i]);
      }
      for (const other of axes) {
        const share = next.reduce((sum, value, i) => sum + value * other[i], 0);
        for (let i = 0; i < size; i++) next[i] -= share * other[i];
      }
      const length = Math.hypot(...next);
      if (!(length > 0) || !Number.isFinite(length)) break;
      axis = next.map((value) => value / length);
    }
    axes.push(axis);
  }
  return { mean, axes };
}
