// Uses a page as a person would, in a browser without a window.
//
//   [BROWSER=firefox] node page-check.mjs PAGE.html STRIDE.html [SCREENSHOTS/]
//
// Exit code 1 when a part does not do what it is for, the console complains, or anything is asked
// of a network. What the page is like for everybody is quality-check.mjs.
import { resolve } from "node:path";
import { Firefox } from "./firefox.mjs";
import { Browser, Key } from "./webdriver.mjs";

const [page, stride, pictures] = process.argv.slice(2);
const address = (file, hash) => `file://${resolve(file)}#${hash}`;
const { enter, left, right } = Key;

function expect(isSo, text) {
  if (isSo) return;
  console.error(text);
  process.exitCode = 1;
}

/** The pixels of a canvas, added up by their places, so that any change shows. */
const inkOf = `(selector) => {
  const canvas = document.querySelector(selector);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value, i) => (sum * 31 + value * (i % 7 + 1)) % 1e9, 7);
}`;
const opened = (browser, part) =>
  browser.until("(part) => document.querySelector(`#${part}[data-open]`) !== null", part);
const text = (browser, selector) =>
  browser.run("(selector) => document.querySelector(selector).textContent", selector);

/** Types into a number field, as a person who has marked what was there. */
async function type(browser, label, value) {
  await typeInto(browser, `input[type=number][aria-label="${label}"]`, value);
}

async function typeInto(browser, selector, value) {
  await browser.click(selector);
  await browser.hold(Key.control, "a");
  await browser.keys(String(value));
}

async function useGeometry(browser) {
  await browser.go(address(stride, "n=6&k=3&s=2"));
  await opened(browser, "geometry");
  await browser.until("() => document.querySelectorAll('.cell.small').length === 9");
  const before = await text(browser, ".readout");
  const cell = await browser.box("[data-map=small][data-y='1'][data-x='2']");
  await browser.pointer([[cell.x + 5, cell.y + 5], [cell.x + 12, cell.y + 12]]);
  await browser.until("(old) => document.querySelector('.readout').textContent !== old", before);
  expect((await text(browser, ".sum")).includes("small[1, 2]"), "pointing at a cell shows its sum");
  const large = await browser.box("[data-map=large][data-y='2'][data-x='3']");
  await browser.pointer([[large.x + 5, large.y + 5], [large.x + 12, large.y + 12]]);
  await browser.until("() => document.querySelector('.sum').textContent.includes('large[2, 3]')");
  await type(browser, "Kernel", 4);
  await browser.until("() => location.hash.includes('k=4')");
  await type(browser, "Size of the large map", 1);
  await browser.until("() => document.querySelector('.number .problem:not(:empty)')");
  const problem = await text(browser, ".number .problem:not(:empty)");
  expect(problem.includes("the kernel spans 4 cells"), `an illegal size says why: ${problem}`);
  await type(browser, "Size of the large map", 7);
  await browser.until("() => !document.querySelector('.number .problem:not(:empty)')");
  await browser.click(".tick input[type=checkbox]:not(:checked)");
  await browser.run("() => document.querySelector('.stage').focus()");
  await browser.keys(enter + right + right);
  await browser.click(".transport button");
  await browser.until("() => document.querySelector('input[aria-label=Step]').valueAsNumber > 0");
  await browser.click(".transport button");
}

async function useCodes(browser) {
  await browser.go(address(page, "part=explorer"));
  await opened(browser, "explorer");
  await browser.until("() => document.querySelector('#explorer').dataset.milliseconds");
  const map = await browser.box(".code-map");
  const before = await browser.run(inkOf, ".decoded canvas");
  const points = Array.from({ length: 12 }, (_, i) => [map.x + map.width * (0.3 + 0.04 * i),
    map.y + map.height * (0.4 + 0.02 * i)]);
  await browser.pointer(points, true);
  if (pictures) await browser.screenshot(`${pictures}/explorer-mid-drag.png`);
  await browser.release();
  const after = await browser.run(inkOf, ".decoded canvas");
  expect(before !== after, "dragging over the map decodes another image");
  await browser.run("() => document.querySelector('.code-map').focus()");
  await browser.keys(left.repeat(8));
  await browser.until(`(before) => (${inkOf})(".decoded canvas") !== before`, after);
  const moved = await browser.run(inkOf, ".decoded canvas");
  await typeInto(browser, ".sliders input[type=number]", 1.5);
  await browser.until(`(before) => (${inkOf})(".decoded canvas") !== before`, moved);
  const pen = await browser.box(".pen");
  const rebuilt = await browser.run(inkOf, ".drawing-row figure:nth-of-type(2) canvas");
  await browser.pointer([[pen.x + 20, pen.y + 20], [pen.x + pen.width / 2, pen.y + 60],
    [pen.x + pen.width - 20, pen.y + pen.height - 20]], true);
  await browser.release();
  await browser.until(
    `(before) => (${inkOf})(".drawing-row figure:nth-of-type(2) canvas") !== before`, rebuilt);
  expect((await text(browser, ".drawing-row")).includes("MSE"), "a drawing's error is told");
}

async function useInside(browser) {
  await browser.click("nav a[data-part=inside]");
  await opened(browser, "inside");
  const count = await browser.run("() => document.querySelectorAll('.stage-button').length");
  expect(count >= 4, `the network has ${count} stages`);
  for (let i = 0; i < count; i++) {
    await browser.run("(i) => document.querySelectorAll('.stage-button')[i].click()", i);
    const map = await browser.box(".map");
    await browser.pointer([[map.x + map.width * 0.3, map.y + map.height * 0.3],
      [map.x + map.width * 0.5, map.y + map.height * 0.5]]);
    const detail = await text(browser, ".detail");
    expect(/\d/.test(detail), `stage ${i} tells its numbers`);
    expect(!detail.includes("the layer gives"), `stage ${i} sums to something else: ${detail}`);
  }
}

async function useTraining(browser) {
  await browser.click("nav a[data-part=training]");
  await opened(browser, "training");
  await browser.run(`() => {
    const [set, net] = document.querySelectorAll("#training select");
    set.value = String(set.options.length - 1);
    net.value = "dense";
    net.dispatchEvent(new Event("change"));
  }`);
  await browser.until("() => document.querySelectorAll('#training .strips canvas').length === 16");
  const canvas = "#training .strips .strip:last-child canvas";
  const before = await browser.run(inkOf, canvas);
  await browser.click("#training .primary");
  await browser.until("() => JSON.parse(document.querySelector('#training').dataset.losses ?? '[]')"
    + ".length >= 30");
  if (pictures) await browser.screenshot(`${pictures}/training-under-way.png`);
  await browser.click("#training .primary");
  const losses = JSON.parse(await browser.run(
    "() => document.querySelector('#training').dataset.losses"));
  expect(losses.at(-1) < losses[0], `the loss falls: from ${losses[0]} to ${losses.at(-1)}`);
  await browser.until(`(before) => (${inkOf})("${canvas}") !== before`, before);
}

async function useReport(browser) {
  await browser.click("nav a[data-part=report]");
  await opened(browser, "report");
  const figures = await browser.run(`() =>
    [...document.querySelectorAll("#report figure[data-name]")].map((figure) => [
      figure.dataset.name, figure.querySelector("svg[role=img] > title") !== null,
      figure.querySelector("button") !== null, figure.querySelector("figcaption").textContent])`);
  expect(figures.length >= 10, `${figures.length} figures are in the report`);
  for (const [name, isTitled, hasButton] of figures) {
    expect(isTitled && hasButton, `${name} has a title and can be taken away`);
  }
}

const Driver = process.env.BROWSER === "firefox" ? Firefox : Browser;
for (const dark of [false, true]) {
  const browser = await Driver.open({ dark, still: dark });
  try {
    if (!dark) await useGeometry(browser);
    await useCodes(browser);
    await useInside(browser);
    await useTraining(browser);
    await useReport(browser);
    for (const problem of await browser.problems()) {
      // The check itself reads canvases back, which the browser finds slow.
      if (!problem.includes("willReadFrequently")) expect(false, `console: ${problem}`);
    }
    for (const url of await browser.requests()) expect(false, `a request leaves: ${url}`);
  } finally {
    await browser.close();
  }
}
console.log(process.exitCode ? "the page has failed" : "the page does what it is for");
