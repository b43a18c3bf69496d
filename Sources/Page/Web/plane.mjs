// The plane of codes that the map shows: a centre and two directions, the principal ones.

/** What a value of the code is called, `z₁`. @param {number} place from 0 */
export function valueName(place) {
  return `z${String(place + 1).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)])}`;
}

/** A plane in the space of codes. */
export class Plane {
  /** @param {Float32Array} numbers centre, first and second direction, L each */
  constructor(numbers) {
    const size = numbers.length / 3;
    this.center = numbers.subarray(0, size);
    this.axes = [numbers.subarray(size, 2 * size), numbers.subarray(2 * size)];
  }

  /** Where a code's shadow falls. @param {ArrayLike<number>} code @returns {[number, number]} */
  project(code) {
    return /** @type {any} */ (this.axes.map((axis) => {
      let sum = 0;
      for (let i = 0; i < axis.length; i++) sum += axis[i] * (code[i] - this.center[i]);
      return sum;
    }));
  }

  /** The code at a point of the plane. @param {number} u @param {number} v */
  code(u, v) { return this.center.map((c, i) => c + u * this.axes[0][i] + v * this.axes[1][i]); }

  /** How much of each value of the code the plane shows. */
  get shares() { return this.center.map((_, i) => this.axes[0][i] ** 2 + this.axes[1][i] ** 2); }

  /**
   * The ellipse of one deviation of a distribution with these deviations along the code's values.
   * @param {ArrayLike<number>} deviation
   */
  ellipse(deviation) {
    const entry = (a, b) => {
      let sum = 0;
      for (let i = 0; i < deviation.length; i++) sum += a[i] * b[i] * deviation[i] ** 2;
      return sum;
    };
    const [a, b] = this.axes;
    const [xx, xy, yy] = [entry(a, a), entry(a, b), entry(b, b)];
    const half = Math.hypot((xx - yy) / 2, xy);
    const middle = (xx + yy) / 2;
    return { rx: Math.sqrt(middle + half), ry: Math.sqrt(Math.max(0, middle - half)),
      angle: Math.atan2(2 * xy, xx - yy) / 2 };
  }
}
