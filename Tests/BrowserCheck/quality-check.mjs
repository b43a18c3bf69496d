// What a page is like for everybody, in Chromium without a window: with a keyboard, a screen
// reader, weak eyes, a phone, a projector, on paper, without scripts, without WebAssembly, and with
// names that nobody expects.
//
//   node quality-check.mjs PAGE.html NAMES.html [SCREENSHOTS/]
//
// NAMES.html is a page of a run whose names are markup, right to left, and very long. Exit code 1
// when something is amiss.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { accessibilityProblems } from "./accessibility.mjs";
import { keyboardProblems } from "./keyboard.mjs";
import { Browser } from "./webdriver.mjs";

const [page, names, pictures] = process.argv.slice(2);
const parts = ["geometry", "explorer", "inside", "training", "report"];

function expect(isSo, text) {
  if (isSo) return;
  console.error(text);
  process.exitCode = 1;
}

async function open(browser, file) {
  await browser.go("about:blank");
  await browser.go(`file://${resolve(file)}`);
  await browser.until("() => document.querySelector('section[data-open]') !== null");
}

async function turnTo(browser, part) {
  await browser.run("(part) => document.querySelector(`nav a[data-part=${part}]`).click()", part);
  await browser.until("(part) => document.querySelector(`#${part}[data-open]`) !== null", part);
  await browser.run("() => scrollTo(0, 0)");
}

async function picture(browser, name) {
  if (!pictures) return;
  await new Promise((done) => setTimeout(done, 300));
  await browser.screenshot(`${pictures}/${name}.png`);
}

/** Every part with all of its details open, and overlap as paint. */
async function checkAccess(browser, theme) {
  await browser.go(`file://${resolve(page)}#n=1&k=5&p=0`);
  await browser.until("() => document.querySelector('section[data-open]') !== null");
  await turnTo(browser, "geometry");
  expect(await browser.run("() => document.querySelector('.problem:not(:empty)') !== null"),
    "an illegal geometry says nothing");
  for (const problem of await browser.run(accessibilityProblems)) {
    expect(false, `what is wrong, ${theme}: ${problem}`);
  }
  await picture(browser, `problem-${theme}`);
  await open(browser, page);
  for (const part of parts) {
    await turnTo(browser, part);
    await browser.run("() => document.querySelectorAll('main details').forEach((details) => "
      + "(details.open = true))");
    const tell = async () => {
      for (const problem of await browser.run(accessibilityProblems)) {
        expect(false, `${part}, ${theme}: ${problem}`);
      }
    };
    await tell();
    for (const problem of await keyboardProblems(browser)) {
      expect(false, `${part}, ${theme}, keyboard: ${problem}`);
    }
    if (part === "geometry") {
      await browser.run("() => document.querySelectorAll('.tick input')[1].click()");
      await tell();
    }
  }
}

const sizes = [[360, 740], [820, 1180], [1366, 768], [1920, 1080]];

/** Nothing sticks out of the window, whatever its size and whatever things are called. */
async function checkSizes(browser, file, name, some = sizes) {
  await open(browser, file);
  for (const [width, height] of some) {
    await browser.resize(width, height);
    for (const part of parts) {
      await turnTo(browser, part);
      const [wide, window] = await browser.run(
        "() => [document.scrollingElement.scrollWidth, innerWidth]");
      expect(wide <= window + 1, `${name}, ${part} is ${wide} wide in a window of ${window}`);
      await picture(browser, `${name}-${part}-${width}`);
    }
  }
}

/** The page's text as it is printed, and how many sheets it takes. */
async function printed(browser, name) {
  const { data } = await browser.devTools("Page.printToPDF",
    { paperWidth: 8.27, paperHeight: 11.69, printBackground: true });
  const folder = pictures ?? mkdtempSync(join(tmpdir(), "page-"));
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, Buffer.from(data, "base64"));
  const text = execFileSync("pdftotext", ["-layout", file, "-"]).toString();
  return { text: text.replace(/\s+/g, " "), sheets: text.split("\f").length - 1 };
}

const figureWords = `() => [...document.querySelectorAll("#report figure[data-name]")]
  .map((figure) => [figure.querySelector("h3, h4").textContent,
    figure.querySelector("figcaption").textContent.replace(/\\s+/g, " ").slice(0, 60)])`;

/** Whichever part is looked at: the report is what goes on paper, every figure whole. */
async function checkPrint(browser) {
  await open(browser, page);
  const figures = await browser.run(figureWords);
  const { text, sheets } = await printed(browser, "printed");
  for (const [title] of figures) expect(text.includes(title), `${title} is not on paper`);
  expect(sheets >= figures.length / 3 && sheets <= figures.length + 1,
    `${figures.length} figures take ${sheets} sheets`);
  for (const word of ["Download", "Light or dark", "Start"]) {
    expect(!text.includes(word), `"${word}" is on paper`);
  }
}

/** What stands there in words, and whether all figures are seen. */
const shown = `() => ({ text: document.body.innerText,
  figures: [...document.querySelectorAll("#report figure[data-name] > svg")]
    .map((svg) => svg.checkVisibility() && svg.getBoundingClientRect().width > 100) })`;

async function checkWithout(browser, what, words) {
  await browser.go(`file://${resolve(page)}`);
  await new Promise((done) => setTimeout(done, 1500));
  const { result } = await browser.devTools("Runtime.evaluate",
    { expression: `(${shown})()`, returnByValue: true });
  const { text, figures } = result.value;
  expect(figures.length >= 10 && figures.every(Boolean), `without ${what} no figures are seen`);
  expect(text.includes(words), `without ${what} nothing says "${words}"`);
  await picture(browser, `without-${what}`);
}

for (const dark of [false, true]) {
  const browser = await Browser.open({ dark, still: dark });
  const theme = dark ? "dark" : "light";
  try {
    await checkAccess(browser, theme);
    // Colours change no size: in the dark only for who looks at the pictures.
    if (!dark || pictures) await checkSizes(browser, page, theme);
    await checkSizes(browser, names, `names-${theme}`, dark && !pictures ? [[360, 740]]
      : [[360, 740], [1366, 768]]);
    expect(await browser.run("() => document.querySelectorAll('main img, main script:not("
      + "[type])').length === 0 && document.title.includes('<img')"), "a name became markup");
    await checkPrint(browser);
    if (!dark) {
      await browser.devTools("Emulation.setEmulatedMedia", { features: [
        { name: "forced-colors", value: "active" }] });
      await checkSizes(browser, page, "forced", [[1366, 768]]);
      await browser.devTools("Emulation.setEmulatedMedia", { features: [] });
    }
    for (const problem of await browser.problems()) expect(false, `console: ${problem}`);
    const { identifier } = await browser.devTools("Page.addScriptToEvaluateOnNewDocument",
      { source: "delete globalThis.WebAssembly;" });
    await checkWithout(browser, "WebAssembly", "This page cannot come alive here");
    await browser.devTools("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    await browser.devTools("Emulation.setScriptExecutionDisabled", { value: true });
    await checkWithout(browser, "scripts", "needs a browser with scripts and WebAssembly");
    for (const url of await browser.requests()) expect(false, `a request leaves: ${url}`);
  } finally {
    await browser.close();
  }
}
console.log(process.exitCode ? "the page has failed" : "the page is there for everybody");
