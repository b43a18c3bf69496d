// Part five: the figures of the page; each can be taken away as SVG, its numbers as JSON.
import { readAddress, writeAddress } from "./address.mjs";
import { unpacked } from "./content.mjs";
import { copyButton, element, prefersStillness } from "./dom.mjs";

function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The figure as a file of its own: the outlines that it uses, and colours instead of names. */
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const definitions = document.createElementNS("http://www.w3.org/2000/svg", "defs");
  const own = new Set([...copy.querySelectorAll("defs [id]")].map((node) => node.id));
  const used = new Set([...copy.querySelectorAll("use")].map((use) =>
    (use.getAttribute("xlink:href") ?? use.getAttribute("href") ?? "").slice(1)));
  for (const clip of copy.querySelectorAll("[clip-path]")) {
    used.add(clip.getAttribute("clip-path").slice(5, -1));
  }
  for (const id of used) {
    const definition = own.has(id) ? null : document.getElementById(id);
    if (definition) definitions.append(definition.cloneNode(true));
  }
  copy.prepend(definitions);
  const style = getComputedStyle(document.documentElement);
  return new XMLSerializer().serializeToString(copy)
    .replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
}

/** @param {HTMLElement} part */
export function openReport(part) {
  for (const figure of part.querySelectorAll("figure[data-name]")) {
    const { name } = /** @type {HTMLElement} */ (figure).dataset;
    const data = figure.querySelector(".figure-data");
    figure.append(element("div", { class: "tools" }, [
      element("button", { type: "button", text: "Download SVG",
        "aria-label": `Download ${name} as SVG`,
        onclick: () => download(`${name}.svg`, "image/svg+xml",
          standalone(figure.querySelector("svg"))) }),
      data ? element("button", { type: "button", text: "Download JSON",
        "aria-label": `Download the numbers of ${name}`,
        onclick: async () => download(`${name}.json`, "application/json",
          new TextDecoder().decode(await unpacked(data.textContent))) })
        : copyButton("Copy the command for its numbers", () =>
          `aeviz figure ${name} run.json -o ${name}.json`),
    ]));
  }
  const goTo = (name) => document.getElementById(name)?.scrollIntoView(
    { behavior: prefersStillness() ? "auto" : "smooth", block: "start" });
  for (const link of part.querySelectorAll(".contents a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const name = link.getAttribute("href").slice(1);
      writeAddress({ part: "report", figure: name.replace("figure-", "") });
      goTo(name);
    });
  }
  const { figure } = readAddress();
  if (figure) requestAnimationFrame(() => goTo(`figure-${figure}`));
}
