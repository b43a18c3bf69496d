// Elements. Whatever is shown is text: nothing here makes markup of a string.

const svgSpace = "http://www.w3.org/2000/svg";

/**
 * An element with attributes, handlers (`onclick`) and children.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `text` is its text; a value of null leaves one out
 * @param {(Node|string|null)[]} [children]
 * @returns {any}
 */
export function element(tag, attributes = {}, children = []) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same in SVG. @param {string} tag @returns {any} */
export function mark(tag, attributes = {}, children = []) {
  return filled(document.createElementNS(svgSpace, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child !== null) node.append(child);
  return node;
}

/** Says something to those who listen instead of looking. @param {string} text */
export function announce(text) {
  const status = document.getElementById("status");
  if (status && status.textContent !== text) status.textContent = text;
}

/** Calls `draw` once before the next picture, however often it is asked for. */
export function everyFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

/** Whether the reader wants nothing to move by itself. */
export const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A button that copies what `text` says, and tells that it has. */
export function copyButton(label, text) {
  const button = element("button", {
    type: "button", text: label,
    onclick: async () => {
      const line = text();
      try {
        await navigator.clipboard.writeText(line);
      } catch {
        const area = element("textarea", { class: "unseen" });
        area.value = line;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      button.textContent = "Copied";
      announce(`copied: ${line}`);
      setTimeout(() => (button.textContent = label), 1500);
    },
  });
  return button;
}

/**
 * A question for the student with its answer to open.
 * @param {string} text
 * @param {string|(() => string)} answer what tells numbers is computed whenever it is opened
 */
export function question(text, answer) {
  const told = element("p", { text: typeof answer === "string" ? answer : "" });
  const tell = () => {
    if (node.open && typeof answer !== "string") told.textContent = answer();
  };
  const node = element("details", { class: "question", ontoggle: tell, onchange: tell },
    [element("summary", { text }), told]);
  return node;
}

/** Several of them. @param {(HTMLElement|null)[]} all */
export function questions(all) {
  return { node: element("div", { class: "questions" }, all),
    /** Answers anew what is open: what its numbers are of has changed. */
    tell: () => all.forEach((each) => each?.dispatchEvent(new Event("change"))) };
}
