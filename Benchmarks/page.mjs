// What a page costs the one who opens it: its size, the time to its first picture, a decode under
// the pointer, the frames a second of a drag over the map of codes, its training beside the native one with one thread, and its memory.
//
//   node Benchmarks/page.mjs [AEVIZ] [--minutes 10]
//
// Chromium without a window, by chromium-driver. With `--minutes` it trains so long and tells the
// memory of Chromium's processes every minute. Exit code 1 when a promise is not kept.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Browser } from "../Tests/BrowserCheck/webdriver.mjs";

const words = process.argv.slice(2);
const option = words.indexOf("--minutes");
const minutes = option < 0 ? 0 : Number(words.splice(option, 2)[1]);
const aeviz = resolve(words[0] ?? ".build/release/aeviz");
const folder = mkdtempSync(join(tmpdir(), "aeviz-page-"));
const run = (...args) => execFileSync(aeviz, args,
  { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function tell(name, value, unit, promise, isKept) {
  console.log(`${name.padEnd(44)} ${value.padStart(9)} ${unit.padEnd(9)} ${promise}${
    isKept ? "" : "  NOT KEPT"}`);
  if (!isKept) process.exitCode = 1;
}

/** The settings of both trainings; the page has so many of the training images. */
const settings = ["--data", "fashion", "--preset", "conv", "--latent", "2", "--seed", "1"];

/** Images a second of the native training with one thread, as its history has them. */
function native(count, epochs) {
  run("train", ...settings, "--limit", String(count), "--threads", "1", "--epochs", String(epochs),
    "--quiet", "-o", "native");
  const { training } = JSON.parse(readFileSync(join(folder, "native/run.json"), "utf8"));
  rmSync(join(folder, "native"), { recursive: true });
  return (count * epochs) / training.history.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The step that the page's training has come to. */
const standing = (browser) => browser.run(
  "() => Number(/Step ([\\d,]+)/.exec(document.querySelector('#training .facts').textContent)[1]"
  + ".replace(/,/g, ''))");

/** Images a second of the page's training; its batches have 128 but for an epoch's last. */
async function inPage(browser, count, seconds) {
  await browser.click("#training .primary");
  await browser.until("() => /Step/.test(document.querySelector('#training .facts').textContent)");
  await wait(2);
  const [start, before] = [performance.now(), await standing(browser)];
  await wait(seconds);
  const steps = (await standing(browser)) - before;
  const taken = (performance.now() - start) / 1000;
  await browser.click("#training .primary");
  return (steps * count) / Math.ceil(count / 128) / taken;
}

/** What the page's process keeps in memory of its own, in MB: the worker is part of it. */
function memory(driver) {
  const parents = new Map();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const [, parent] = /\) \w (\d+)/.exec(readFileSync(`/proc/${id}/stat`, "utf8"));
      parents.set(Number(id), Number(parent));
    } catch { /* gone */ }
  }
  const isOurs = (id) => id !== undefined && (id === driver || isOurs(parents.get(id)));
  let page = 0;
  for (const id of parents.keys()) {
    if (!isOurs(id)) continue;
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, "utf8");
      if (!command.includes("--type=renderer")) continue;
      const found = /^Private_Dirty:\s+(\d+)/m.exec(
        readFileSync(`/proc/${id}/smaps_rollup`, "utf8"));
      page = Math.max(page, Number(found[1]) / 1024);
    } catch { /* gone */ }
  }
  return page;
}

run("train", "--data", "fashion", "--preset", "conv", "--latent", "16", "--epochs", "2", "--quiet",
  "-o", "run");
run("page", "run/run.json", "-o", "page.html");
const page = join(folder, "page.html");
const size = statSync(page).size / 1e6;
tell("size of the demo's page", size.toFixed(2), "MB", "at most 3", size <= 3);

const browser = await Browser.open();
try {
  // In the page, before its own scripts: when the first part stands there and has been shown.
  await browser.devTools("Page.addScriptToEvaluateOnNewDocument", { source: `
    new MutationObserver((_, observer) => {
      if (!document.querySelector("section[data-open]")) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (window.shownAt = performance.now())));
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-open"] });` });
  const times = [];
  for (let i = 0; i < 5; i++) {
    await browser.go("about:blank");
    await browser.go(`file://${page}#part=explorer`);
    times.push(await browser.until("() => window.shownAt"));
  }
  tell("first picture of the codes", median(times).toFixed(0), "ms", "less than 1000",
    median(times) < 1000);

  const map = await browser.box(".code-map");
  const decodes = [];
  for (let i = 0; i < 40; i++) {
    await browser.pointer([[map.x + map.width * (0.3 + i / 100), map.y + map.height / 2],
      [map.x + map.width * (0.31 + i / 100), map.y + map.height * (0.4 + i / 200)]], true);
    await browser.release();
    decodes.push(Number(await browser.run(
      "() => document.querySelector('#explorer').dataset.milliseconds")));
  }
  tell("a decode under the pointer, drawn", median(decodes).toFixed(2), "ms", "less than 4",
    median(decodes) < 4);

  // Three seconds of a drag in a circle, and when the browser draws its frames.
  await browser.run(`() => {
    window.frameTimes = [];
    const note = (time) => { window.frameTimes.push(time); requestAnimationFrame(note); };
    requestAnimationFrame(note);
  }`);
  await browser.pointer(Array.from({ length: 150 }, (_, i) => [
    map.x + map.width * (0.5 + 0.3 * Math.cos(i / 12)),
    map.y + map.height * (0.5 + 0.3 * Math.sin(i / 12))]), true);
  const frames = await browser.run("() => window.frameTimes");
  await browser.release();
  const rate = (1000 * (frames.length - 1)) / (frames.at(-1) - frames[0]);
  const late = frames.filter((time, i) => i > 0 && time - frames[i - 1] > 25).length;
  tell("frames of a drag over the codes", rate.toFixed(1), "a second", `at least 55; ${late} of ${
    frames.length} were late`, rate >= 55);

  await browser.go("about:blank");
  await browser.go(`file://${page}#part=training&net=conv&code=2&batch=128`);
  await browser.until("() => document.querySelectorAll('#training .strips canvas').length >= 16");
  const count = await browser.run(
    "() => JSON.parse(document.getElementById('content').textContent).sets[0].count");
  const rates = [];
  for (let round = 0; round < 3; round++) {
    rates.push([await inPage(browser, count, 10), native(count, 60)]);
    console.log(`  training, images a second: page ${rates[round][0].toFixed(0)}, natively ${
      rates[round][1].toFixed(0)}`);
  }
  const ratio = median(rates.map(([a, b]) => a / b));
  tell("training in the page, of the native one's", ratio.toFixed(2), "times", "at least 0.25",
    ratio >= 0.25);

  if (minutes > 0) {
    await browser.click("#training .primary");
    let [most, first] = [0, 0];
    for (let minute = 0; minute <= minutes; minute++) {
      if (minute > 0) await wait(60);
      const now = memory(browser.driver.pid);
      most = Math.max(most, now);
      if (minute === 0) first = now;
      console.log(`  minute ${minute}: ${now.toFixed(0)} MB, step ${await standing(browser)}`);
    }
    tell(`memory over ${minutes} minutes of training`, most.toFixed(0), "MB", "less than 300",
      most < 300);
    // What is not garbage: the same as at the start, or something is kept for every step.
    await browser.devTools("HeapProfiler.collectGarbage", {});
    await wait(3);
    const kept = memory(browser.driver.pid);
    tell("memory that is still in use then", kept.toFixed(0), "MB",
      `no more than at the start and 20: ${(first + 20).toFixed(0)}`, kept <= first + 20);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
