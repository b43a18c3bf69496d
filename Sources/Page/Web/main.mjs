// The page comes alive: each part is opened when it is first looked at. The same script, without a
// document, is the training's worker.
import { readAddress, writeAddress } from "./address.mjs";
import { ClassMarks } from "./class-marks.mjs";
import { Content } from "./content.mjs";
import { element } from "./dom.mjs";
import { openExplorer } from "./explorer.mjs";
import { openGeometryLab } from "./geometry-lab.mjs";
import { openInside } from "./inside.mjs";
import { PageModule } from "./page-module.mjs";
import { openReport } from "./report.mjs";
import { RunData } from "./run-data.mjs";
import { openTraining } from "./training.mjs";
import { runWorker } from "./worker.mjs";

async function start() {
  const content = new Content();
  const bytes = await content.bytes("module");
  const module = await PageModule.load(bytes);
  const marks = new ClassMarks(content.text.markers);
  const run = content.text.run ? RunData.load(module, content) : null;
  /** @type {Record<string, (part: HTMLElement) => Promise<void>|void>} */
  const openers = {
    geometry: (part) => openGeometryLab(part, module),
    explorer: async (part) => openExplorer(part, await run, marks),
    inside: async (part) => openInside(part, await run),
    training: (part) => openTraining(part, content, bytes, marks),
    report: (part) => openReport(part),
  };
  /** @type {HTMLElement[]} */
  const parts = [...document.querySelectorAll(/** @type {any} */ ("section.part"))];
  /** @type {HTMLElement[]} */
  const links = [...document.querySelectorAll(/** @type {any} */ ("nav a[data-part]"))];
  const opened = new Set();

  async function show(name) {
    const part = parts.find((each) => each.id === name) ?? parts[0];
    for (const each of parts) each.toggleAttribute("data-shown", each === part);
    for (const link of links) {
      if (link.dataset.part === part.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (opened.has(part.id)) return;
    opened.add(part.id);
    part.querySelector(":scope > .missing")?.remove();
    await openers[part.id](part);
    const next = links[parts.indexOf(part) + 1];
    if (next) part.append(element("p", { class: "next" }, [leadsOn(next.cloneNode(true), true)]));
    part.dataset.open = "true";
  }

  /** A link to a part; at the end of the one before it, it leads to its top. */
  function leadsOn(link, isNext) {
    if (isNext) link.textContent = `Next: ${link.textContent}`;
    link.removeAttribute("aria-current");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      writeAddress({ part: link.dataset.part });
      show(link.dataset.part);
      if (isNext) scrollTo(0, 0);
    });
    return link;
  }

  for (const link of links) leadsOn(link, false);
  addEventListener("hashchange", () => {
    const { part } = readAddress();
    if (part) show(part);
  });
  addThemeSwitch();
  document.documentElement.dataset.live = "true";
  await show(readAddress().part ?? (content.text.run ? "explorer" : "geometry"));
}

/** Light, dark, or as the machine has it. */
function addThemeSwitch() {
  const root = document.documentElement;
  const button = element("button", { type: "button", class: "theme", text: "Light or dark",
    onclick: () => {
      const isDark = root.dataset.theme ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
      dispatchEvent(new Event("resize"));
      dispatchEvent(new Event("themechange"));
    } });
  document.querySelector("header.top").append(button);
}

if (typeof document === "undefined") {
  runWorker(globalThis);
} else {
  start().catch((error) => {
    delete document.documentElement.dataset.live;
    document.documentElement.dataset.failed = "true";
    const text = `This page cannot come alive here: ${error.message ?? error}. `
      + "The report's figures stand below.";
    document.querySelector("main").prepend(element("p", { class: "problem banner", role: "alert",
      text }));
  });
}
