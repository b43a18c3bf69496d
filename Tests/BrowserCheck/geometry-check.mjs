// Holds the geometry lab to the module: what it says of a cell adds up to what the layers give,
// with channels and groups; a state goes through the address and back; and it writes commands for
// the terminal, which the test PageFeatureTests runs.
//
//   node geometry-check.mjs COMMANDS.json
//
// Exit code 1 when something differs.
import { readFileSync, writeFileSync } from "node:fs";
import { stageLayout } from "../../Sources/Page/Web/geometry-layout.mjs";
import { sumOf } from "../../Sources/Page/Web/geometry-readout.mjs";
import { addressOf, commandOf, geometryOf, most, stateOf }
  from "../../Sources/Page/Web/geometry-settings.mjs";
import { LabValues, Paint } from "../../Sources/Page/Web/geometry-values.mjs";
import { Geometry } from "../../Sources/Page/Web/geometry.mjs";
import { PageModule } from "../../Sources/Page/Web/page-module.mjs";

const file = new URL("../../Sources/Page/Resources/page.wasm", import.meta.url);
const module = await PageModule.load(readFileSync(file));

function fail(text) {
  console.error(text);
  process.exitCode = 1;
}

let seed = 7;
const random = (first, last) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return first + Math.floor((seed / 2 ** 32) * (last - first + 1));
};
const chance = (share) => random(0, 99) < 100 * share;

/** A state as the controls can make it. */
function randomState() {
  const isSquare = chance(0.5);
  const pair = (first, last) => {
    const number = random(first, last);
    return isSquare ? [number, number] : [number, random(first, last)];
  };
  const sides = pair(0, 2);
  const groups = chance(0.3) ? 2 : 1;
  return {
    dims: chance(0.25) ? 1 : 2, isSquare, n: pair(2, 8), k: pair(1, 4), s: pair(1, 3),
    d: pair(1, 2), p: chance(0.2) ? "same" : chance(0.7)
      ? [sides[0], sides[0], sides[1], sides[1]] : [0, 1, 2, 3].map(() => random(0, 2)),
    op: chance(0.7) ? "auto" : pair(0, 1),
    c: chance(0.5) ? [1, 1] : [groups * random(1, 2), groups * random(1, 2)], g: groups,
  };
}

const cells = (size) => Array.from({ length: size[0] * size[1] }, (_, i) =>
  [Math.floor(i / size[1]), i % size[1]]);
const commands = [];
let [legal, sums] = [0, 0];
for (let i = 0; i < 400; i++) {
  const state = randomState();
  const address = Object.fromEntries(
    Object.entries(addressOf(state)).filter(([, value]) => value !== null));
  if (JSON.stringify(addressOf(stateOf(address))) !== JSON.stringify(addressOf(state))) {
    fail(`${JSON.stringify(state)} is not what its address says: ${JSON.stringify(address)}`);
  }
  const geometry = new Geometry(module, geometryOf(state));
  if (geometry.problem) {
    if (!/\d/.test(geometry.problem)) fail(`no arithmetic in: ${geometry.problem}`);
    continue;
  }
  legal += 1;
  const values = new LabValues(geometry);
  for (const map of ["small", "large"]) {
    const size = map === "small" ? geometry.small : geometry.restored;
    for (let channel = 0; channel < state.c[map === "small" ? 1 : 0]; channel++) {
      for (const [y, x] of cells(size)) {
        const sum = sumOf(geometry, values, { map, channel, y, x });
        const found = sum.lines.reduce((all, line) => all + line.sum, 0);
        sums += 1;
        if (found !== sum.result) {
          fail(`${JSON.stringify(state)}, ${map} ${channel} ${y} ${x}: ${found} is not ${
            sum.result}`);
        }
      }
    }
  }
  checkPaint(geometry, state);
  checkLayout(geometry, state);
  if (commands.length < 14) {
    const [y, x] = [random(0, geometry.small[0] - 1), random(0, geometry.small[1] - 1)];
    const channel = random(0, state.c[1] - 1);
    commands.push({ command: commandOf(state, { channel, y, x }, chance(0.3)),
      small: geometry.small, restored: geometry.restored });
  }
}

/** Window by window the paint adds up to what is counted at once. */
function checkPaint(geometry, state) {
  const count = geometry.small[0] * geometry.small[1];
  const whole = new Paint(geometry);
  const laid = new Paint(geometry, count - 1);
  const last = geometry.joinsOfSmall(geometry.small[0] - 1, geometry.small[1] - 1);
  for (const [y, x] of cells(geometry.restored)) {
    const own = last.filter((join) => join.y === y && join.x === x).length * whole.times;
    if (whole.at(0, y, x) !== laid.at(0, y, x) + own) {
      fail(`${JSON.stringify(state)}: paint at ${y}, ${x}`);
    }
    if (whole.at(0, y, x) > whole.most) fail(`${JSON.stringify(state)}: more paint than the most`);
  }
}

/** No map lies over another, and none beyond the stage. */
function checkLayout(geometry, state) {
  const [top, bottom, left, right] = geometry.padding;
  for (const proportion of [0.5, 1, 2]) {
    const layout = stageLayout(geometry, proportion);
    const boxes = [
      ...layout.large.map(({ x, y }) => ({ x: x - left, y: y - top,
        width: left + Math.max(geometry.settings.size[1],
          geometry.restored[1]) + right,
        height: top + Math.max(geometry.settings.size[0], geometry.restored[0]) + bottom })),
      ...layout.small.map(({ x, y }) =>
        ({ x, y, width: geometry.small[1], height: geometry.small[0] })),
    ];
    boxes.forEach((a, i) => {
      const isIn = a.x > -1e-9 && a.y > -1e-9 && a.x + a.width < layout.width + 1e-9
        && a.y + a.height < layout.height + 1e-9;
      if (!isIn) fail(`${JSON.stringify(state)}: a map lies beyond the stage`);
      for (const b of boxes.slice(i + 1)) {
        if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height
          && b.y < a.y + a.height) fail(`${JSON.stringify(state)}: maps lie over each other`);
      }
    });
  }
}

// Whatever an address says, there is a state, and a sentence when it cannot be.
const words = ["", "x", "0", "-9", "3", "99", "1e9", "4x2", "2x3x4", ":", "2:2", "same", "1,2,3,4",
  "1,,2,3", "NaN"];
for (let i = 0; i < 500; i++) {
  const address = Object.fromEntries(["dims", "n", "k", "s", "d", "p", "op", "c", "g", "square"]
    .map((name) => [name, words[random(0, words.length - 1)]]));
  const state = stateOf(address);
  const numbers = [state.n, state.k, state.s, state.d, state.c].flat();
  if (numbers.some((number) => !(number >= -1 && number <= most.n))) {
    fail(`${JSON.stringify(address)} is read as ${JSON.stringify(state)}`);
  }
  const geometry = new Geometry(module, geometryOf(state));
  if (!geometry.problem) new LabValues(geometry);
}

if (legal < 150) fail(`only ${legal} states were legal`);
writeFileSync(process.argv[2], JSON.stringify(commands));
console.log(`${sums} cells of ${legal} geometries add up to what the layers give`);
