// A browser driven over the WebDriver protocol (W3C), by Debian's chromium-driver: no package of
// npm is needed.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";

/** How long anything may take before the check gives up: far longer than any machine needs. */
export const patience = Number(process.env.PATIENCE ?? 300) * 1000;

/** The keys that have no letter. */
export const Key = { tab: "\uE004", enter: "\uE007", shift: "\uE008", control: "\uE009",
  left: "\uE012", up: "\uE013", right: "\uE014", down: "\uE015" };

/** A Chromium without a window, and its driver. */
export class Browser {
  /** @param {{width?: number, height?: number, dark?: boolean, still?: boolean}} options */
  static async open({ width = 1280, height = 800, dark = false, still = false } = {}) {
    const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
    const port = await new Promise((resolve, reject) => {
      let text = "";
      driver.stdout.on("data", (data) => {
        text += data;
        const found = /on port (\d+)\./.exec(text);
        if (found) resolve(found[1]);
      });
      driver.on("exit", () => reject(new Error(`chromedriver has ended: ${text}`)));
    });
    const browser = new Browser();
    browser.driver = driver;
    browser.base = `http://127.0.0.1:${port}`;
    const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
      "--force-device-scale-factor=1", "--disable-dev-shm-usage",
      `--window-size=${width},${height}`];
    if (dark) args.push("--force-dark-mode", "--blink-settings=preferredColorScheme=0");
    if (still) args.push("--force-prefers-reduced-motion");
    const { sessionId } = await browser.call("POST", "/session", { capabilities: { alwaysMatch: {
      "goog:chromeOptions": { args }, "goog:loggingPrefs": { browser: "ALL", performance: "ALL" },
    } } });
    browser.session = `/session/${sessionId}`;
    await browser.command("POST", "/timeouts", { script: patience, pageLoad: patience });
    await browser.resize(width, height);
    await browser.devTools("Emulation.setEmulatedMedia", { features: [
      { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: still ? "reduce" : "no-preference" }] });
    return browser;
  }

  async call(method, path, body) {
    const response = await fetch(this.base + path,
      { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${path}: ${value.message}`);
    return value;
  }

  command(method, path, body) { return this.call(method, this.session + path, body); }

  devTools(cmd, params) { return this.command("POST", "/goog/cdp/execute", { cmd, params }); }

  /** Makes the page's window so large; below 500 it is a phone's. */
  resize(width, height) {
    return this.devTools("Emulation.setDeviceMetricsOverride",
      { width, height, deviceScaleFactor: 1, mobile: width < 500 });
  }

  go(url) { return this.command("POST", "/url", { url }); }

  /** What a function gives in the page; its arguments are sent along. */
  run(body, ...args) {
    return this.command("POST", "/execute/sync",
      { script: `return (${body}).apply(null, arguments)`, args });
  }

  /** Waits until a function in the page gives something true, and gives it. */
  async until(body, ...args) {
    const end = Date.now() + patience;
    for (;;) {
      const value = await this.run(body, ...args);
      if (value) return value;
      if (Date.now() > end) throw new Error(`waited in vain for ${body}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Moves a pointer over points of the window, pressed from the second one on when `drags`. */
  async pointer(points, drags = false) {
    const moves = points.map(([x, y]) => ({ type: "pointerMove", duration: 20,
      x: Math.round(x), y: Math.round(y) }));
    const actions = drags
      ? [moves[0], { type: "pointerDown", button: 0 }, ...moves.slice(1)] : moves;
    await this.command("POST", "/actions", { actions: [{ type: "pointer", id: "mouse",
      parameters: { pointerType: "mouse" }, actions }] });
  }

  release() { return this.command("DELETE", "/actions"); }

  async click(selector) {
    const place = await this.run(`(selector) => {
      const node = document.querySelector(selector);
      node.scrollIntoView({ block: "center", behavior: "instant" });
      const box = node.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    }`, selector);
    await this.pointer([place, place], true);
    await this.release();
  }

  async keys(text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value },
      { type: "keyUp", value }]);
    await this.command("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] });
  }

  /** Types while a key is held. */
  async hold(key, text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value },
      { type: "keyUp", value }]);
    await this.command("POST", "/actions", { actions: [{ type: "key", id: "keys", actions: [
      { type: "keyDown", value: key }, ...actions, { type: "keyUp", value: key }] }] });
  }

  /** Where the middle of an element is, scrolled into view. */
  box(selector) {
    return this.run(`(selector) => {
      const node = document.querySelector(selector);
      node.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    }`, selector);
  }

  async screenshot(file) {
    writeFileSync(file, Buffer.from(await this.command("GET", "/screenshot"), "base64"));
  }

  /** What the console was told at the level of errors and warnings. */
  async problems() {
    const entries = await this.command("POST", "/se/log", { type: "browser" });
    return entries.filter(({ level }) => level === "SEVERE" || level === "WARNING")
      .map(({ message }) => message);
  }

  /** The addresses that were asked for beside the page's own file and what it made itself. */
  async requests() {
    const entries = await this.command("POST", "/se/log", { type: "performance" });
    return entries.map(({ message }) => JSON.parse(message).message)
      .filter(({ method }) => method === "Network.requestWillBeSent")
      .map(({ params }) => params.request.url)
      .filter((url) => !/^(file|data|blob|about|chrome):/.test(url));
  }

  async close() {
    await this.command("DELETE", "").catch(() => {});
    this.driver.kill();
  }
}
