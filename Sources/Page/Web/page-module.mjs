// The networks' code as WebAssembly, and its memory. What each function takes and gives is told in
// Sources/PageModule; here numbers become memory and memory numbers.
import { mathematics } from "./mathematics.mjs";

/**
 * A piece of the module's memory that holds numbers of one kind; freed by its owner.
 * @template {Float32Array|Float64Array|Int32Array|Uint8Array} Numbers
 */
export class Piece {
  /**
   * @param {PageModule} module
   * @param {{new (memory: ArrayBuffer, address: number, count: number): Numbers,
   *   BYTES_PER_ELEMENT: number}} kind
   * @param {number} count
   */
  constructor(module, kind, count) {
    this.module = module;
    this.kind = kind;
    this.count = count;
    this.address = module.calls.memory_new(Math.max(1, count) * kind.BYTES_PER_ELEMENT);
    if (this.address === 0) throw new Error(`no memory for ${count} numbers`);
  }

  /** The numbers, where they lie; only until the next call, which may let the memory grow. */
  get numbers() {
    return new this.kind(this.module.calls.memory.buffer, this.address, this.count);
  }

  /** Copies `values` in from the start. @param {ArrayLike<number>} values */
  put(values) {
    this.numbers.set(values);
    return this;
  }

  /** A copy of the first numbers. @param {number} [count] all @returns {Numbers} */
  copy(count = this.count) { return /** @type {any} */ (this.numbers.slice(0, count)); }

  free() { this.module.calls.memory_free(this.address); }
}

/** The module: its functions under `calls`. */
export class PageModule {
  /** @param {any} calls the exports of the WebAssembly instance */
  constructor(calls) { this.calls = calls; }

  /** @param {BufferSource} bytes the compiled code */
  static async load(bytes) {
    const { instance } = await WebAssembly.instantiate(bytes, { env: mathematics });
    return new PageModule(instance.exports);
  }

  /** Memory for `count` floats. @param {number} count */
  floats(count) { return new Piece(this, Float32Array, count); }

  /** Memory for `count` 32-bit numbers. @param {number} count */
  integers(count) { return new Piece(this, Int32Array, count); }

  /** Memory for `count` numbers of double precision. @param {number} count */
  doubles(count) { return new Piece(this, Float64Array, count); }

  /** Memory for `count` bytes. @param {number} count */
  bytes(count) { return new Piece(this, Uint8Array, count); }

  /**
   * Gives `work` pieces of memory that hold `lists`, and frees them.
   * @template T
   * @param {Piece<any>[]} pieces
   * @param {(...pieces: Piece<any>[]) => T} work
   * @returns {T}
   */
  with(pieces, work) {
    try {
      return work(...pieces);
    } finally {
      for (const piece of pieces) piece.free();
    }
  }
}
