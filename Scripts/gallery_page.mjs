// Takes the picture of a page that README shows: the decoder under a pointer that drags over the
// codes, in Chromium without a window (Debian's chromium and chromium-driver).
//
//   node Scripts/gallery_page.mjs PAGE.html PICTURE.png
import { resolve } from "node:path";
import { Browser } from "../Tests/BrowserCheck/webdriver.mjs";

const [page, picture] = process.argv.slice(2);
const browser = await Browser.open({ width: 1280, height: 760, still: true });
try {
  await browser.go(`file://${resolve(page)}#part=explorer`);
  await browser.until("() => document.querySelector('#explorer[data-open]') !== null");
  // With what every place decodes to behind the points, when there is a box to tick for it.
  await browser.run("() => document.querySelector('#explorer .tick input')?.click()");
  const map = await browser.box(".code-map");
  await browser.run("() => scrollTo(0, 0)");
  const { y } = await browser.run(
    "() => document.querySelector('.code-map').getBoundingClientRect().toJSON()");
  await browser.pointer(Array.from({ length: 8 }, (_, i) =>
    [map.x + map.width * (0.45 + 0.02 * i), y + map.height * (0.45 - 0.02 * i)]), true);
  // The plane is decoded a few pictures a frame.
  await new Promise((done) => setTimeout(done, 4000));
  await browser.screenshot(picture);
  await browser.release();
} finally {
  await browser.close();
}
