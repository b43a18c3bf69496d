// The state of the page in its address: `#part=geometry&k=3&s=2`, so that a state can be a link.

/** @returns {Record<string, string>} */
export function readAddress() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

let waiting = 0;
/** @type {Record<string, string>} */
let changes = {};

/**
 * Puts values into the address; null takes one out. Soon, not at once: a drag would write many.
 * @param {Record<string, string|number|null>} values
 */
export function writeAddress(values) {
  Object.assign(changes, values);
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const all = { ...readAddress(), ...changes };
    changes = {};
    const kept = Object.entries(all).filter(([, value]) => value !== null);
    const hash = new URLSearchParams(Object.fromEntries(kept)).toString()
      .replace(/%2C/g, ",").replace(/%3A/g, ":");
    history.replaceState(null, "", `#${hash}`);
  }, 150);
}
