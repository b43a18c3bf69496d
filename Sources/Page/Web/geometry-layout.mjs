// Where the maps of the geometry lab lie: as large as the stage lets them be.

/**
 * @typedef {{x: number, y: number}} Place in cells, of a map's first cell, its padding left out
 * @typedef {{width: number, height: number, large: Place[], small: Place[], isBelow: boolean}}
 *   StageLayout `isBelow`: the small maps lie below the large ones, and their names below them
 */

/** Cells between two maps of a side, and between sides beside and below each other. */
const [between, across, gap] = [1.1, 2.6, 1.2];
/** A map's name is above it, or below. */
const heading = 0.95;

/**
 * Both sides beside or below each other, their maps in as many columns as let the cells be largest.
 * @param {import("./geometry.mjs").Geometry} geometry
 * @param {number} proportion the stage's width over its height
 * @returns {StageLayout}
 */
export function stageLayout(geometry, proportion) {
  const [top, bottom, left, right] = geometry.padding;
  const { size, channels = [1, 1] } = geometry.settings;
  const large = { top, left, count: channels[0],
    width: left + Math.max(size[1], geometry.restored[1]) + right,
    height: top + Math.max(size[0], geometry.restored[0]) + bottom };
  const small = { top: 0, left: 0, count: channels[1], width: geometry.small[1],
    height: geometry.small[0] };
  let best = null;
  let most = 0;
  for (let a = 1; a <= large.count; a++) {
    for (let b = 1; b <= small.count; b++) {
      for (const isBeside of [true, false]) {
        const layout = arranged(large, a, small, b, isBeside);
        const scale = Math.min(proportion / layout.width, 1 / layout.height);
        if (scale > most * 1.001) [best, most] = [layout, scale];
      }
    }
  }
  return /** @type {StageLayout} */ (best);
}

function arranged(large, columns, small, smallColumns, isBeside) {
  const [first, second] = [block(large, columns, true), block(small, smallColumns, isBeside)];
  const width = isBeside ? first.width + across + second.width
    : Math.max(first.width, second.width);
  const height = isBeside ? Math.max(first.height, second.height)
    : first.height + gap + second.height;
  const moved = (places, x, y) => places.map((place) => ({ x: place.x + x, y: place.y + y }));
  return {
    width, height, isBelow: !isBeside,
    large: moved(first.places, isBeside ? 0 : (width - first.width) / 2,
      isBeside ? (height - first.height) / 2 : 0),
    small: moved(second.places, isBeside ? first.width + across : (width - second.width) / 2,
      isBeside ? (height - second.height) / 2 : first.height + gap),
  };
}

/** The maps of a side in rows and columns, their names above them or below. */
function block({ count, width, height, top, left }, columns, isNamedAbove) {
  const rows = Math.ceil(count / columns);
  // A name needs some cells' width.
  const wide = Math.max(width, 3.2);
  return {
    width: columns * (wide + between) - between, height: rows * (height + heading),
    places: Array.from({ length: count }, (_, i) => ({
      x: (i % columns) * (wide + between) + left + (wide - width) / 2,
      y: Math.floor(i / columns) * (height + heading) + (isNamedAbove ? heading : 0) + top,
    })),
  };
}
