// A field to draw an image in, by pointer, by keys or from a file.
import { tick } from "./controls.mjs";
import { element } from "./dom.mjs";
import { drawImage, imageCanvas } from "./pictures.mjs";
import { setFrame } from "./tiles.mjs";

/** An image (C, H, W) that the reader draws. */
export class Pen {
  /**
   * @param {number[]} shape
   * @param {(image: Float32Array) => void} onChange
   */
  constructor(shape, onChange) {
    this.shape = shape;
    this.onChange = onChange;
    this.image = new Float32Array(shape[0] * shape[1] * shape[2]);
    this.canvas = imageCanvas(shape, "A field to draw in; the arrow keys move, Space draws",
      "image pen");
    this.canvas.setAttribute("role", "application");
    this.canvas.tabIndex = 0;
    this.frame = element("span", { class: "frame", hidden: true });
    this.node = element("span", { class: "framed" }, [this.canvas, this.frame]);
    this.erases = false;
    this.problem = element("p", { class: "problem", role: "alert" });
    let last = null;
    const draw = (event) => {
      const box = this.canvas.getBoundingClientRect();
      const point = [((event.clientX - box.left) / box.width) * shape[2],
        ((event.clientY - box.top) / box.height) * shape[1]];
      this.#line(last ?? point, point);
      last = point;
      this.#changed();
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      last = null;
      draw(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) draw(event);
    });
    this.canvas.addEventListener("drop", (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (file) this.open(file);
    });
    // A picture that falls beside the field would take the page's place.
    for (const kind of ["dragover", "drop"]) {
      addEventListener(kind, (event) => event.preventDefault());
    }
    this.#listenToKeys();
    const chooser = element("input", { type: "file", accept: "image/*", "aria-label": "Image file",
      onchange: () => chooser.files?.[0] && this.open(chooser.files[0]) });
    /** What stands beside the field. */
    this.tools = [
      element("button", { type: "button", text: "Clear", onclick: () => this.show(null) }),
      element("button", { type: "button", text: "Invert", onclick: () =>
        this.show(this.image.map((value) => 1 - value)) }),
      tick("Eraser", false, (isOn) => (this.erases = isOn)).node, chooser, this.problem,
    ];
    drawImage(this.canvas, this.image, shape);
  }

  /** The arrow keys move from cell to cell; Space draws there, and Shift all the way. */
  #listenToKeys() {
    const [, height, width] = this.shape;
    let [y, x] = [Math.floor(height / 2), Math.floor(width / 2)];
    this.canvas.addEventListener("keydown", (event) => {
      const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const move = moves[event.key];
      if (!move && event.key !== " ") return;
      event.preventDefault();
      if (move) {
        y = Math.max(0, Math.min(height - 1, y + move[0]));
        x = Math.max(0, Math.min(width - 1, x + move[1]));
      }
      setFrame(this.frame, { y: [y, y], x: [x, x] }, [height, width]);
      this.frame.hidden = false;
      if (move && !event.shiftKey) return;
      this.#dot(x + 0.5, y + 0.5);
      this.#changed();
    });
    this.canvas.addEventListener("blur", () => (this.frame.hidden = true));
  }

  /** Shows an image, or none. @param {ArrayLike<number>|null} image */
  show(image) {
    if (image) this.image.set(image);
    else this.image.fill(0);
    this.#changed();
  }

  /** Reads a picture, at the size of the images. @param {Blob} file */
  async open(file) {
    const [depth, height, width] = this.shape;
    try {
      const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height,
        resizeQuality: "high" });
      const canvas = element("canvas", { width, height });
      const context = canvas.getContext("2d");
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const cells = width * height;
      for (let i = 0; i < cells; i++) {
        const [r, g, b] = [data[4 * i] / 255, data[4 * i + 1] / 255, data[4 * i + 2] / 255];
        const gray = 0.299 * r + 0.587 * g + 0.114 * b;
        for (let c = 0; c < depth; c++) this.image[c * cells + i] = depth < 3 ? gray : [r, g, b][c];
      }
      this.problem.textContent = "";
      this.#changed();
    } catch {
      this.problem.textContent = "This file is no picture that the browser can read.";
    }
  }

  #line(from, to) {
    const length = Math.max(1, Math.ceil(2 * Math.hypot(to[0] - from[0], to[1] - from[1])));
    for (let i = 0; i <= length; i++) {
      const share = i / length;
      this.#dot(from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]));
    }
  }

  #dot(x, y) {
    const [depth, height, width] = this.shape;
    const radius = Math.max(0.75, width / 20);
    const from = (middle) => Math.max(0, Math.floor(middle - radius - 1));
    const [bottom, end] = [Math.min(height, y + radius + 1), Math.min(width, x + radius + 1)];
    for (let row = from(y); row < bottom; row++) {
      for (let column = from(x); column < end; column++) {
        const ink = Math.max(0, Math.min(1,
          radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y)));
        for (let c = 0; c < depth; c++) {
          const place = (c * height + row) * width + column;
          this.image[place] = this.erases ? this.image[place] * (1 - ink)
            : Math.max(this.image[place], ink);
        }
      }
    }
  }

  #changed() {
    drawImage(this.canvas, this.image, this.shape);
    this.onChange(this.image);
  }
}
