// The losses of a training, however long it is: what is kept of them has a bound.

/** Parts that are kept at most. */
const most = 800;

/** Their number, the first and the last as they are, and all of them as means of equal parts. */
export class LossHistory {
  constructor() {
    this.count = 0;
    this.last = NaN;
    /** @type {number[]} the first fifty, to be compared with the program's */
    this.first = [];
    /** Steps of a part; doubled whenever there are too many parts. */
    this.width = 1;
    /** @type {number[]} of the parts that are whole */
    this.means = [];
    this.open = { sum: 0, count: 0 };
  }

  /** @param {number} loss of the next step */
  add(loss) {
    this.count += 1;
    this.last = loss;
    if (this.first.length < 50) this.first.push(loss);
    this.open.sum += loss;
    this.open.count += 1;
    if (this.open.count < this.width) return;
    this.means.push(this.open.sum / this.width);
    this.open = { sum: 0, count: 0 };
    if (this.means.length < most) return;
    this.width *= 2;
    this.means = Array.from({ length: most / 2 }, (_, i) =>
      (this.means[2 * i] + this.means[2 * i + 1]) / 2);
  }

  /** The middle step of each part, from 0, and its mean; the last part may be shorter. */
  get points() {
    const points = this.means.map((mean, i) => [(i + 0.5) * this.width - 0.5, mean]);
    const { sum, count } = this.open;
    if (count > 0) points.push([this.count - (count + 1) / 2, sum / count]);
    return points;
  }
}
