/**
 * Runs in the page: what a reader with a keyboard, a screen reader or weak eyes would miss in what
 * is shown; one sentence each.
 */
export const accessibilityProblems = String(function () {
  const problems = new Set();
  const isShown = (node) => node.checkVisibility({ checkVisibilityCSS: true });
  const nameOf = (node) => (node.getAttribute("aria-label")
    || (node.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? "").join(" ")
    || [...(node.labels ?? [])].map((label) => label.textContent).join(" ")
    || (["BUTTON", "A", "SUMMARY"].includes(node.tagName) ? node.textContent : "")
    || node.querySelector?.(":scope > title")?.textContent || "").trim();
  const describe = (node) =>
    `<${node.tagName.toLowerCase()} class="${node.getAttribute("class") ?? ""}">`;

  const controls = "button, input, select, textarea, a[href], summary, [tabindex='0'], [role=img]";
  for (const node of document.querySelectorAll(controls)) {
    if (isShown(node) && nameOf(node) === "") problems.add(`${describe(node)} has no name`);
  }
  const unnamable = "g, span, div, p, li, strong, b, em";
  for (const node of document.querySelectorAll(unnamable)) {
    if (node.hasAttribute("aria-label") && !node.hasAttribute("role")) {
      problems.add(`${describe(node)} has a name, but no role that could have one`);
    }
  }
  // The smallest thing to hit (WCAG 2.2, 2.5.8); a box to tick has its words as well.
  for (const node of document.querySelectorAll("button, input, select, summary, nav a")) {
    if (!isShown(node) || node.closest(".unseen")) continue;
    const { width, height } = (node.closest("label") ?? node).getBoundingClientRect();
    if (Math.min(width, height) < 23.5) {
      problems.add(`${describe(node)} is ${width.toFixed(0)} × ${height.toFixed(0)} pixels`);
    }
  }
  const ids = new Set();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (id && ids.has(id)) problems.add(`the id ${id} stands twice`);
    ids.add(id);
  }
  const pointing = "[aria-describedby], [aria-labelledby], label[for]";
  for (const node of document.querySelectorAll(pointing)) {
    const ids = ["aria-describedby", "aria-labelledby", "for"].flatMap((name) =>
      (node.getAttribute(name) ?? "").split(" ").filter(Boolean));
    for (const id of ids) {
      if (!document.getElementById(id)) problems.add(`${describe(node)} points at no ${id}`);
    }
  }
  if (!document.documentElement.lang) problems.add("the page has no language");
  if (document.querySelectorAll("h1").length !== 1) problems.add("the page has not one h1");
  let last = 1;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    if (!isShown(heading)) continue;
    const level = Number(heading.tagName[1]);
    if (level > last + 1) problems.add(`"${heading.textContent}" is an h${level} below h${last}`);
    last = level;
  }

  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((x) => x / 255)
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
    .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length >= 3 && color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  const over = ([r, g, b, a = 1], [x, y, z]) =>
    [a * r + (1 - a) * x, a * g + (1 - a) * y, a * b + (1 - a) * z];
  /** What lies under the middle of a word in a drawing: shapes on shapes on paper. */
  const ground = (text) => {
    text.scrollIntoView({ block: "center", behavior: "instant" });
    const box = text.getBoundingClientRect();
    const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      .filter((node) => ["rect", "circle", "path"].includes(node.tagName));
    return under.reverse().reduce((color, node) => {
      const style = getComputedStyle(node);
      const fill = channels(style.fill);
      if (style.fill === "none" || fill.length < 3) return color;
      return over([...fill.slice(0, 3), (fill[3] ?? 1) * Number(style.fillOpacity)
        * Number(style.opacity)], color);
    }, paper(text.closest("svg").parentElement));
  };
  const told = new Set();
  const compare = (node, color, below) => {
    const [a, b] = [light(color), light(below)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const key = describe(node);
    if (contrast < 4.5 && !told.has(key)) {
      told.add(key);
      problems.add(`${key} has a contrast of ${contrast.toFixed(2)}`);
    }
  };
  for (const text of document.querySelectorAll("main svg text")) {
    if (isShown(text)) compare(text, channels(getComputedStyle(text).fill), ground(text));
  }
  for (const node of document.querySelectorAll("body *")) {
    const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const isSkipped = node.closest("svg, script, :disabled, [aria-hidden=true], .unseen, #status");
    if (!hasText || isSkipped || !isShown(node)) continue;
    compare(node, channels(getComputedStyle(node).color), paper(node));
  }
  return [...problems];
});
