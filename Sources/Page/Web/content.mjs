// What the page carries: its text as JSON, its numbers packed by zlib in base64.

/**
 * The bytes of a text in base64, unpacked.
 * @param {string} base64
 * @returns {Promise<Uint8Array>}
 */
export async function unpacked(base64) {
  const text = atob(base64);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  // Younger than Debian's TypeScript.
  const { DecompressionStream } = /** @type {any} */ (globalThis);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What Swift's `PageContent` wrote, and the numbers behind it. */
export class Content {
  constructor() {
    /** @type {any} */
    this.text = JSON.parse(document.getElementById("content").textContent);
  }

  /** Whether there are numbers of this name. @param {string} name */
  has(name) { return document.getElementById(`data-${name}`) !== null; }

  /** @param {string} name @returns {Promise<Uint8Array>} */
  async bytes(name) {
    const element = document.getElementById(`data-${name}`);
    return element ? unpacked(element.textContent) : new Uint8Array();
  }

  /** @param {string} name @returns {Promise<Float32Array>} */
  async floats(name) { return new Float32Array((await this.bytes(name)).buffer); }
}
