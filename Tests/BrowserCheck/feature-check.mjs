// Operates what the parts of a page offer beyond their first look, as a person would, in Chromium.
//
//   node feature-check.mjs PAGE.html [SCREENSHOTS/]
//
// Exit code 1 when a part does not do what it is for, or the console complains.
import { resolve } from "node:path";
import { accessibilityProblems } from "./accessibility.mjs";
import { Browser, Key } from "./webdriver.mjs";

const [page, pictures] = process.argv.slice(2);
const pageDown = "\uE00F";

function expect(isSo, text) {
  if (isSo) return;
  console.error(text);
  process.exitCode = 1;
}

const browser = await Browser.open({ width: 1280, height: 900 });
const count = (selector) =>
  browser.run("(selector) => document.querySelectorAll(selector).length", selector);
const text = (selector) =>
  browser.run("(selector) => document.querySelector(selector)?.textContent ?? ''", selector);
const has = (selector, words) => browser.until(
  "(selector, words) => (document.querySelector(selector)?.textContent ?? '').includes(words)",
  selector, words);

/** Opens a state by its address, as a link in a slide does. */
async function open(part, hash = "") {
  await browser.go("about:blank");
  await browser.go(`file://${resolve(page)}#part=${part}${hash && `&${hash}`}`);
  await browser.until("(part) => document.querySelector(`#${part}[data-open]`) !== null", part);
}

/** What is looked at in every state: a picture, and what a reader would miss. */
async function lookAt(name) {
  if (pictures) await browser.screenshot(`${pictures}/${name}.png`);
  for (const problem of await browser.run(accessibilityProblems)) {
    expect(false, `${name}: ${problem}`);
  }
}

/** Ticks the box whose label begins so. */
const ticks = (part, label) => browser.run(`(part, label) => {
  const found = [...document.querySelectorAll(\`#\${part} label.tick\`)]
    .find((each) => each.textContent.trim().startsWith(label));
  found.scrollIntoView({ block: "center", behavior: "instant" });
  found.querySelector("input").click();
}`, part, label);

/** Sets a number field by its label. */
const set = (label, value) => browser.run(`(label, value) => {
  const field = document.querySelector(\`input[type=number][aria-label="\${label}"]\`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}`, label, value);

async function geometry() {
  await open("geometry", "n=6x5&k=3x2&s=2x1&c=2:4&g=2&m=3&y=1&x=2");
  await has("#geometry .sum", "small 3[1, 2]");
  expect((await text("#geometry .formulas")).includes("height: "),
    "the formula is told for the height apart");
  expect(await browser.run("() => !document.querySelector("
    + "'#geometry [aria-label=\"Kernel, height\"]').closest('[hidden]')"),
  "an address that is not square opens both axes");
  await set("Groups", 3);
  await browser.until("() => [...document.querySelectorAll('.number .problem')].some((each) =>"
    + " each.textContent.includes('3 groups do not divide'))");
  await set("Groups", 1);
  await has("#geometry .sum", "in each of 2 maps");
  await set("Stride, width", 2);
  await browser.until("() => location.hash.includes('s=2&')");
  await browser.run("() => document.querySelector('.stage').focus()");
  await set("Output padding, height", 0);
  await browser.keys(pageDown);
  await ticks("geometry", "Overlap");
  await browser.until("() => document.querySelectorAll('.cell.paint').length > 0");
  await browser.click("#geometry .transport .primary");
  await browser.until("() => document.querySelector('input[aria-label=Step]').valueAsNumber >= 1");
  await browser.click("#geometry .transport .primary");
  const painted = await browser.run(`() => [...document.querySelectorAll(".cell.paint")]
    .filter((cell) => Number(cell.getAttribute("fill-opacity")) === 0).length`);
  expect(painted > 0, "while the window slides, what it has not met has no paint");
  await lookAt("geometry-channels");
  await open("geometry", "dims=1&n=9&k=3&s=2&x=2");
  expect(await count("#geometry .cell.small") === 5, "one dimension has one row");
  await lookAt("geometry-1d");
}

async function codes() {
  await open("explorer");
  await ticks("explorer", "Show what every place decodes to");
  await browser.until("() => location.hash.includes('decoded=1')");
  // A pointer that sweeps over the map meets a code, whose image then stands beside it.
  const map = await browser.box(".code-map");
  for (let row = 1; row < 12; row++) {
    const y = map.y + (map.height * row) / 12;
    await browser.pointer(Array.from({ length: 24 }, (_, i) =>
      [map.x + (map.width * (i + 1)) / 26, y + 3 * Math.sin(i)]));
    if (await browser.run("() => !document.querySelector('#explorer .card').hidden")) break;
  }
  const card = await text("#explorer .card");
  expect(card.includes("MSE"), `a pointed code shows its image and its error: ${card}`);
  await lookAt("codes-decoded");
  const before = await text("#explorer .decoded .note");
  await browser.click("#explorer .walk button");
  await browser.until("() => document.querySelector('.walk input').valueAsNumber > 0.1");
  expect(await text("#explorer .decoded .note") !== before, "a walk moves the code");
  const noisy = "#explorer .drawing-row figure:nth-of-type(2) figcaption";
  await set("Noise, how much", 0.4);
  await browser.until(
    "(selector) => !document.querySelector(selector).textContent.endsWith('MSE 0')", noisy);
  expect((await text("#explorer .drawing-row")).includes("median"),
    "the median filter stands beside the network");
  await lookAt("codes-noise");
  await answerFollows();
  await drawByKeysAndFile();
}

/** An answer that is open is of the walk that is chosen. */
async function answerFollows() {
  const answer = "#explorer .question:nth-of-type(2) p";
  await browser.run("() => document.querySelectorAll('#explorer .question').forEach((each) =>"
    + " (each.open = true))");
  const before = await has(answer, "Halfway between") && await text(answer);
  await browser.run("() => document.querySelector('.code-map').focus()");
  await browser.hold(Key.shift, Key.left.repeat(9));
  await browser.keys(Key.enter);
  const ends = /from A, (.*), to B, (.*);/.exec(await text("#explorer .walk .note"));
  const now = await text(answer);
  expect(ends !== null && now.includes(`Halfway between ${ends[1]} and ${ends[2]},`)
    && now !== before, `the answer is of another walk than ${ends?.[0]}: ${now}`);
}

async function drawByKeysAndFile() {
  const seen = ".pen";
  const ink = () => browser.run(`(selector) => {
    const canvas = document.querySelector(selector);
    return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
      .reduce((sum, value) => sum + value, 0);
  }`, seen);
  await browser.run("() => [...document.querySelectorAll('#explorer .drawing button')]"
    + ".find((each) => each.textContent === 'Clear').click()");
  const empty = await ink();
  await browser.run("() => document.querySelector('.pen').focus()");
  await browser.keys(Key.right + " ");
  const dotted = await ink();
  await browser.hold(Key.shift, Key.down.repeat(3));
  expect(empty < dotted && dotted < await ink(), "keys draw in the field");
  /** Drops what a canvas makes of white, or text that is no picture. */
  const drop = (isPicture) => browser.run(`(isPicture) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([isPicture ? blob : "no picture"], "a.png"));
      document.querySelector(".pen").dispatchEvent(
        new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
  }`, isPicture);
  await drop(false);
  await has("#explorer .drawing .problem", "no picture that the browser can read");
  await drop(true);
  await browser.until("() => document.querySelector('#explorer .drawing .problem').textContent"
    + " === ''");
  const white = await browser.run("(selector) => 1020 * document.querySelector(selector).width"
    + " * document.querySelector(selector).height", seen);
  expect(await ink() === white, "a picture that is dropped is seen");
}

async function inside() {
  await open("inside", "numbers=1");
  const stages = await count(".stage-button");
  for (let i = 0; i < stages; i++) {
    await browser.run("(i) => document.querySelectorAll('.stage-button')[i].click()", i);
    const detail = await text("#inside .detail");
    expect(/\d/.test(detail) && !/NaN|undefined|not a number/.test(detail),
      `stage ${i} explains itself in numbers: ${detail}`);
    expect(await count("#inside .magnified text") > 0, `stage ${i} shows numbers on demand`);
    await lookAt(`inside-${i}`);
  }
  const dense = await browser.run("() => [...document.querySelectorAll('.stage-button')]"
    + ".findIndex((each) => each.querySelector('.title').textContent === 'Dense')");
  await browser.run("(i) => document.querySelectorAll('.stage-button')[i].click()", dense);
  await set("Unit", 1);
  await has("#inside .detail h4", "unit 1");
  expect(/\d+ of \d+ lines are drawn, \d+ %.*left out add/.test(await text("#inside .detail")),
    "what is left out of the lines is told");
}

async function training() {
  await open("training", "net=denoising&set=digits&code=4&batch=64");
  await has("#training .strips", "with noise");
  expect(await count("#training .strips canvas") === 24, "a denoiser is shown noisy images");
  const choose = (label, value) => browser.run(`(label, value) => {
    const select = [...document.querySelectorAll("#training .choice")]
      .find((each) => each.querySelector("label").textContent === label).querySelector("select");
    select.value = value;
    select.dispatchEvent(new Event("change"));
  }`, label, value);
  await choose("Kind of noise", "salt-pepper");
  await browser.until("() => location.hash.includes('kind=salt-pepper')");
  await browser.click("#training .primary");
  await browser.until("() => JSON.parse(document.querySelector('#training').dataset.losses"
    + " ?? '[]').length >= 12");
  await browser.click("#training .primary");
  await lookAt("training-salt-pepper");
  for (const network of ["vae", "conv-upsample", "dense"]) {
    await choose("Network", network);
    await browser.click("#training .primary");
    await browser.until("() => JSON.parse(document.querySelector('#training').dataset.losses"
      + " ?? '[]').length >= 12");
    await browser.click("#training .primary");
    const hidden = await browser.run("() => [...document.querySelectorAll('#training .number')]"
      + ".filter((each) => each.hidden).map((each) => each.textContent.trim()[0])");
    expect(hidden.join() === (network === "vae" ? "λ" : "β"),
      `${network} has the weights that it can use: hidden ${hidden}`);
    await lookAt(`training-${network}`);
  }
  await choose("Optimiser", "sgd");
  await has("#training .facts", "Not started");
  expect((await text("#training .chart")).includes("before, dense"),
    "the training before stands as a pale curve");
  await browser.until("() => location.hash.includes('by=sgd')");
}

async function report() {
  // A page that still glides to a figure would be clicked where its button no longer is.
  await browser.devTools("Emulation.setEmulatedMedia",
    { features: [{ name: "prefers-color-scheme", value: "light" },
      { name: "prefers-reduced-motion", value: "reduce" }] });
  await open("report");
  const links = await count("#report .contents a");
  expect(links > 8 && links === await count("#report figure[data-name]"),
    `${links} figures stand in the contents`);
  expect(await count("#report h3.chapter") >= 5, "the report has chapters");
  await browser.run("() => document.querySelector('#report .contents li:last-child a').click()");
  await browser.until("() => location.hash.includes('figure=')");
  for (let i = 0; i < 2; i++) {
    await browser.click("#report figure .tools button");
    await browser.until("() => document.querySelector('dialog[open] svg')?.clientWidth >= 900");
    await lookAt("report-enlarged");
    await browser.keys(i === 0 ? "\uE00C" : "\uE004\uE004\uE004\uE004");
    if (i === 1) await browser.run("() => document.querySelector('dialog').close()");
    await browser.until("() => !document.querySelector('dialog') && document.querySelector("
      + "'#report figure[data-name] > svg').nextElementSibling.tagName === 'FIGCAPTION'");
  }
  // What is downloaded is read here: the links' files are kept before they are given back.
  await browser.run(`() => {
    window.kept = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.kept.push(blob.text()); return make(blob); };
    HTMLAnchorElement.prototype.click = () => {};
    for (const button of document.querySelectorAll("#report figure .tools button")) {
      if (!button.textContent.startsWith("Enlarge")) button.click();
    }
  }`);
  const files = await browser.until(`() => {
    const all = document.querySelectorAll("#report figure .tools button").length
      - document.querySelectorAll("#report figure").length;
    return window.kept.length < all ? null : all;
  }`);
  const problems = await browser.command("POST", "/execute/async", { args: [], script: `
    const done = arguments[arguments.length - 1];
    Promise.all(window.kept).then((texts) => done(texts.map((text) => {
      if (text.startsWith("<svg")) return text.includes("var(--") ? "a colour without a name" : "";
      try { JSON.parse(text); return ""; } catch { return text.slice(0, 80); }
    }).filter(Boolean)));` });
  expect(problems.length === 0, `of ${files} files some cannot be read: ${problems}`);
  await lookAt("report");
}

try {
  for (const part of [geometry, codes, inside, training, report]) await part();
  for (const problem of await browser.problems()) {
    if (!problem.includes("willReadFrequently")) expect(false, `console: ${problem}`);
  }
} finally {
  await browser.close();
}
console.log(process.exitCode ? "a feature has failed" : "every feature does what it is for");
