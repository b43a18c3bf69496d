// Firefox driven over its own Marionette protocol: Debian has no geckodriver. The commands are
// those of WebDriver, so that whatever drives Chromium drives this one, too.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser, patience } from "./webdriver.mjs";

/** WebDriver's requests by what Marionette calls them. */
const names = {
  "POST /url": "WebDriver:Navigate", "POST /execute/sync": "WebDriver:ExecuteScript",
  "POST /actions": "WebDriver:PerformActions", "DELETE /actions": "WebDriver:ReleaseActions",
  "POST /timeouts": "WebDriver:SetTimeouts",
  "POST /window/rect": "WebDriver:SetWindowRect", "POST /print": "WebDriver:Print",
};

/** Notes, in Firefox's own realm, every address that a page asks for; Firefox asks some itself. */
const noteRequests = `
  globalThis.asked = [];
  Services.obs.addObserver({ observe(subject) {
    const channel = subject.QueryInterface(Ci.nsIChannel);
    if (!channel.loadInfo.triggeringPrincipal.isSystemPrincipal) asked.push(channel.URI.spec);
  } }, "http-on-opening-request");`;

const problemsOfPages = `
  return Services.console.getMessageArray()
    .filter((message) => message instanceof Ci.nsIScriptError)
    .filter((message) => /^(file|data|blob):/.test(message.sourceName))
    .map((message) => message.errorMessage + " (" + message.sourceName.slice(-40) + ":"
      + message.lineNumber + ")");`;

/** A Firefox without a window. */
export class Firefox extends Browser {
  /** @param {{width?: number, height?: number, dark?: boolean, still?: boolean}} options */
  static async open({ width = 1280, height = 800, dark = false, still = false } = {}) {
    const browser = new Firefox();
    browser.profile = mkdtempSync(join(tmpdir(), "firefox-"));
    const preferences = { "marionette.port": 0, "ui.systemUsesDarkTheme": dark ? 1 : 0,
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      "ui.prefersReducedMotion": still ? 1 : 0, "browser.shell.checkDefaultBrowser": false,
      // What Firefox asks of its makers comes no further than this.
      "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9 };
    writeFileSync(join(browser.profile, "user.js"), Object.entries(preferences)
      .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(""));
    browser.driver = spawn("firefox-esr", ["--headless", "--no-remote", "--marionette",
      "--remote-allow-system-access", "--profile", browser.profile], { stdio: "ignore",
      env: { ...process.env, MOZ_HEADLESS_WIDTH: String(width),
        MOZ_HEADLESS_HEIGHT: String(height) } });
    await browser.connect();
    await browser.send("WebDriver:NewSession", {});
    await browser.command("POST", "/timeouts", { script: patience, pageLoad: patience });
    await browser.inChrome(noteRequests);
    await browser.resize(width, height);
    return browser;
  }

  /** Waits until the browser says where it listens, and greets. */
  async connect() {
    const end = Date.now() + patience;
    let port = 0;
    while (!port) {
      if (Date.now() > end) throw new Error("firefox-esr does not listen");
      await new Promise((resolve) => setTimeout(resolve, 100));
      try {
        port = Number(readFileSync(join(this.profile, "MarionetteActivePort"), "utf8"));
      } catch { /* not yet */ }
    }
    /** @type {Map<number, (answer: any[]) => void>} */
    this.waiting = new Map();
    this.socket = connect(port, "127.0.0.1");
    let bytes = Buffer.alloc(0);
    await new Promise((resolve, reject) => {
      this.socket.on("error", reject);
      this.socket.on("data", (data) => {
        bytes = Buffer.concat([bytes, data]);
        for (;;) {
          const colon = bytes.indexOf(":");
          const length = Number(bytes.subarray(0, Math.max(0, colon)));
          if (colon < 0 || bytes.length < colon + 1 + length) return;
          const message = JSON.parse(bytes.subarray(colon + 1, colon + 1 + length).toString());
          bytes = bytes.subarray(colon + 1 + length);
          if (Array.isArray(message)) this.waiting.get(message[1])?.(message);
          else resolve(message);
        }
      });
    });
  }

  /** A message and its answer, each as `length:JSON`. */
  async send(name, parameters) {
    const id = (this.last = (this.last ?? 0) + 1);
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    const text = Buffer.from(JSON.stringify([0, id, name, parameters]));
    this.socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    // Once in a while Firefox forgets a command: that is no answer about the page.
    const timer = setTimeout(() => {
      console.error(`firefox-esr does not answer ${name}`);
      this.driver.kill("SIGKILL");
      process.exit(75);
    }, 90_000);
    const [, , error, result] = await answer;
    clearTimeout(timer);
    this.waiting.delete(id);
    if (error) throw new Error(`${name}: ${error.message}`);
    return result && "value" in result ? result.value : result;
  }

  command(method, path, body) {
    const name = names[`${method} ${path}`];
    if (!name) throw new Error(`Firefox is not told how to ${method} ${path}`);
    return this.send(name, body ?? {});
  }

  /** Of the window, not of the whole document. */
  async screenshot(file) {
    const picture = await this.send("WebDriver:TakeScreenshot", { full: false });
    writeFileSync(file, Buffer.from(picture, "base64"));
  }

  /** Runs a script in the browser's own realm instead of the page's. */
  async inChrome(script) {
    await this.send("Marionette:SetContext", { value: "chrome" });
    try {
      return await this.send("WebDriver:ExecuteScript", { script, args: [],
        sandbox: "check", newSandbox: false });
    } finally {
      await this.send("Marionette:SetContext", { value: "content" });
    }
  }

  /** What a window has beside the page is added to it. */
  async resize(width, height) {
    await this.command("POST", "/window/rect", { width, height });
    const [inner, outer] = await this.run(
      "() => [[innerWidth, innerHeight], [outerWidth, outerHeight]]");
    await this.command("POST", "/window/rect", { width: width + outer[0] - inner[0],
      height: height + outer[1] - inner[1] });
  }

  problems() { return this.inChrome(problemsOfPages); }

  requests() { return this.inChrome("return globalThis.asked;"); }

  async close() {
    const ended = new Promise((resolve) => this.driver.on("exit", resolve));
    await this.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
    await ended;
    this.socket.destroy();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
