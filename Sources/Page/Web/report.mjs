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

/**
 * Shows a figure as large as it was made, or as the window allows, to be moved about; the figure
 * itself, since what it uses of others may stand in a page but once.
 * @param {SVGElement} svg
 */
function enlarge(svg) {
  const place = svg.parentElement;
  const after = svg.nextSibling;
  const name = svg.querySelector("title")?.textContent ?? "Figure";
  place.style.minHeight = `${place.getBoundingClientRect().height}px`;
  const field = element("div", { class: "enlarged", tabindex: "0", role: "group",
    "aria-label": `${name}; the arrow keys move it` }, [svg]);
  const zoom = (factor) => {
    const width = Math.max(field.clientWidth, Math.min(6000, svg.clientWidth * factor));
    const middle = [(field.scrollLeft + field.clientWidth / 2) / field.scrollWidth,
      (field.scrollTop + field.clientHeight / 2) / field.scrollHeight];
    svg.style.width = `${width}px`;
    field.scrollTo(middle[0] * field.scrollWidth - field.clientWidth / 2,
      middle[1] * field.scrollHeight - field.clientHeight / 2);
  };
  const tool = (text, label, onclick) =>
    element("button", { type: "button", text, "aria-label": label, onclick });
  const dialog = element("dialog", { "aria-label": name, onclose: () => {
    svg.style.width = "";
    place.insertBefore(svg, after);
    place.style.minHeight = "";
    dialog.remove();
  } }, [element("div", { class: "tools" }, [tool("−", "Smaller", () => zoom(0.8)),
    tool("+", "Larger", () => zoom(1.25)), tool("Close", "Close", () => dialog.close())]), field]);
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  // On a phone it is wider than the window, so that its letters can be read.
  svg.style.width = `${Math.max(field.clientWidth, 900)}px`;
}

/** @param {HTMLElement} part */
export function openReport(part) {
  for (const figure of part.querySelectorAll("figure[data-name]")) {
    const { name } = /** @type {HTMLElement} */ (figure).dataset;
    const data = figure.querySelector(".figure-data");
    const svg = figure.querySelector("svg");
    svg.addEventListener("click", () => svg.closest("dialog") ?? enlarge(svg));
    figure.append(element("div", { class: "tools" }, [
      element("button", { type: "button", text: "Enlarge", "aria-label": `Enlarge ${name}`,
        onclick: () => enlarge(svg) }),
      element("button", { type: "button", text: "Download SVG",
        "aria-label": `Download ${name} as SVG`,
        onclick: () => download(`${name}.svg`, "image/svg+xml", standalone(svg)) }),
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
