// What somebody without a pointer meets: the Tab key goes to every control in the order of the
// page, shows where it is, hides nothing under the header, and comes out at the end.
import { Key } from "./webdriver.mjs";

/** Runs in the page: notes where the focus goes, and how it is shown. */
const watch = String(function (isBackwards) {
  const focusable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const canBe = (node) => !node.disabled && node.checkVisibility({ checkVisibilityCSS: true })
    && (node.type !== "radio" || node.checked);
  window.wanted = [...document.querySelectorAll(focusable)].filter(canBe);
  window.visits = [];
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const light = (color) => channels(color).slice(0, 3).map((x) => x / 255)
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
    .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = light(getComputedStyle(document.documentElement).backgroundColor);
  window.unwatch?.();
  const comes = ({ target }) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
    const ink = light(outlineColor);
    window.visits.push({ target, isShown: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
      && (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) >= 3 });
  };
  // By then the page has moved to show it.
  const leaves = ({ target }) => {
    const header = document.querySelector("header.top");
    const bottom = getComputedStyle(header).position === "sticky"
      ? header.getBoundingClientRect().bottom : 0;
    window.visits.at(-1).isHidden = !header.contains(target)
      && target.getBoundingClientRect().bottom < bottom + 2;
  };
  document.addEventListener("focusin", comes);
  document.addEventListener("focusout", leaves);
  window.unwatch = () => {
    document.removeEventListener("focusin", comes);
    document.removeEventListener("focusout", leaves);
  };
  document.activeElement.blur();
  window.wanted.at(isBackwards ? -1 : 0).focus();
  return window.wanted.length;
});

/** Runs in the page: what of that should not be. */
const verdict = String(function (isBackwards) {
  const name = (node) => `<${node.tagName.toLowerCase()} class="${
    node.getAttribute("class") ?? ""}"> ${(node.getAttribute("aria-label") ?? node.textContent)
    .trim().slice(0, 40)}`;
  const { visits, wanted } = window;
  const problems = [];
  const met = new Map();
  visits.forEach(({ target }, i) => met.has(target) || met.set(target, i));
  for (const node of wanted) {
    if (!met.has(node)) problems.push(`Tab does not reach ${name(node)}`);
  }
  const order = wanted.filter((node) => met.has(node)).map((node) => met.get(node));
  if (isBackwards) order.reverse();
  const place = order.findIndex((at, i) => i > 0 && at < order[i - 1]);
  if (place > 0) {
    problems.push(`Tab leaves the page's order after ${name(visits[order[place - 1]].target)}`);
  }
  // The first one was not come to by the key.
  for (const { target, isShown, isHidden } of visits.slice(1)) {
    if (!isShown) problems.push(`no one sees that ${name(target)} has the focus`);
    if (isHidden) problems.push(`${name(target)} lies under the header when it has the focus`);
  }
  return [...new Set(problems)];
});

/**
 * Tabs through the whole page, forwards and then backwards.
 * @param {import("./webdriver.mjs").Browser} browser
 * @returns {Promise<string[]>} a sentence for each problem
 */
export async function keyboardProblems(browser) {
  const problems = [];
  for (const isBackwards of [false, true]) {
    const count = await browser.run(watch, isBackwards);
    if (isBackwards) await browser.hold(Key.shift, Key.tab.repeat(count));
    else await browser.keys(Key.tab.repeat(count));
    problems.push(...await browser.run(verdict, isBackwards));
  }
  return problems;
}
