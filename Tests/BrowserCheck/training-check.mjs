// Holds the losses of a page's trainings to those of the program, for settings of every kind.
//
//   node training-check.mjs NATIVE.json
//
// NATIVE.json is written by the test PageFeatureTests. Exit code 1 when a loss differs.
import { readFileSync } from "node:fs";
import { Network } from "../../Sources/Page/Web/network.mjs";
import { PageModule } from "../../Sources/Page/Web/page-module.mjs";
import { Training } from "../../Sources/Page/Web/trainer.mjs";

const file = new URL("../../Sources/Page/Resources/page.wasm", import.meta.url);
const module = await PageModule.load(readFileSync(file));
const { pixels, shape, white, trainings } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = Uint8Array.from(pixels);

for (const { name, preset, latentSize, settings, losses } of trainings) {
  const network = Network.preset(module, preset, latentSize, shape);
  network.initialize(settings.seed);
  const training = new Training(network, settings, bytes, white);
  const count = bytes.length / network.pixels;
  let [sum, seen, worst] = [0, 0, 0];
  for (const expected of losses) {
    const batch = Math.min(settings.batchSize, count - seen);
    sum += batch * training.step();
    seen += batch;
    worst = Math.max(worst, Math.abs(sum / seen - expected) / Math.abs(expected));
    if (seen === count) [sum, seen] = [0, 0];
  }
  if (losses.length < 50 || !(worst < 1e-4)) {
    console.error(`${name}: ${losses.length} losses differ by ${worst} of themselves`);
    process.exitCode = 1;
  }
  console.log(`${name}: ${losses.length} losses differ by ${worst.toExponential(1)}`);
  training.free();
  network.free();
}
