// The numbers that the geometry lab works with, and its paint.

/** Small whole numbers that look like no pattern. */
const inputs = [2, 0, 1, 3, 1, 0, 2, 1, 3, 0, 1, 2, 0, 3, 1, 1, 2, 0];
const taps = [1, 0, -1, 2, 0, -2, 1, 0, -1];

/** Maps and weights, and what both layers make of them. */
export class LabValues {
  /** @param {import("./geometry.mjs").Geometry} geometry */
  constructor(geometry) {
    const { size, kernel, channels = [1, 1], groups = 1 } = geometry.settings;
    const cells = size[0] * size[1];
    this.large = Float32Array.from({ length: channels[0] * cells }, (_, i) => {
      const place = i % cells;
      return inputs[(place + Math.floor(place / size[1]) + 5 * Math.floor(i / cells))
        % inputs.length];
    });
    const count = kernel[0] * kernel[1];
    this.weights = Float32Array.from(
      { length: channels[1] * (channels[0] / groups) * count }, (_, i) =>
        taps[((i % count) + 4 * Math.floor(i / count)) % taps.length]);
    const zeros = new Float32Array(channels[1] * geometry.small[0] * geometry.small[1]);
    this.small = geometry.worked(this.large, zeros, this.weights).convolved;
    this.restored = geometry.worked(this.large, this.small, this.weights).restored;
  }

  /**
   * The weight through which a cell of map `channel` is joined with the focused one.
   * @param {import("./geometry.mjs").Geometry} geometry
   * @param {import("./geometry-stage.mjs").Focus} focus
   * @param {number} channel
   * @param {import("./geometry.mjs").Join} join
   */
  weight(geometry, focus, channel, { ky, kx }) {
    const { kernel, channels = [1, 1], groups = 1 } = geometry.settings;
    const [small, large] = focus.map === "small" ? [focus.channel, channel]
      : [channel, focus.channel];
    const ofGroup = channels[0] / groups;
    return this.weights[((small * ofGroup + (large % ofGroup)) * kernel[0] + ky) * kernel[1] + kx];
  }

  /** The value that a map has at a cell: of the large one what goes in. */
  at(geometry, map, channel, y, x) {
    const [rows, columns] = map === "small" ? geometry.small : geometry.settings.size;
    return this[map][(channel * rows + y) * columns + x];
  }

  /** What stands in a cell: zeros in the padding, nothing where a map is but restored. */
  textOf(geometry, map, channel, y, x) {
    const [rows, columns] = map === "small" ? geometry.small : geometry.settings.size;
    if (y >= 0 && x >= 0 && y < rows && x < columns) {
      return String(this.at(geometry, map, channel, y, x));
    }
    return geometry.isOn(map, y, x) ? "" : "0";
  }
}

/** How many products each cell of the restored map has got. */
export class Paint {
  /**
   * @param {import("./geometry.mjs").Geometry} geometry
   * @param {number} windows how many windows of the small map have been laid, row by row; all of
   *   them without
   */
  constructor(geometry, windows = Infinity) {
    const [rows, columns] = geometry.restored;
    const { channels = [1, 1], groups = 1 } = geometry.settings;
    const counts = geometry.contributions();
    this.columns = columns;
    this.times = channels[1] / groups;
    this.most = Math.max(1, this.times
      * Math.max(0, ...counts.rows) * Math.max(0, ...counts.columns));
    if (windows >= geometry.small[0] * geometry.small[1]) {
      this.counts = Array.from({ length: rows * columns }, (_, i) =>
        counts.rows[Math.floor(i / columns)] * counts.columns[i % columns]);
      return;
    }
    this.counts = new Array(rows * columns).fill(0);
    for (let i = 0; i < windows; i++) {
      const place = [Math.floor(i / geometry.small[1]), i % geometry.small[1]];
      for (const { y, x } of geometry.joinsOfSmall(place[0], place[1])) {
        if (y >= 0 && x >= 0 && y < rows && x < columns) this.counts[y * columns + x] += 1;
      }
    }
  }

  /** Products of a cell. */
  at(_channel, y, x) { return this.times * (this.counts[y * this.columns + x] ?? 0); }
}
