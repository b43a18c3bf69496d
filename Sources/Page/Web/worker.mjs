// The training's own thread: it steps as long as nobody stops it, and tells some ten times a second
// how far it is.
import { Network } from "./network.mjs";
import { PageModule } from "./page-module.mjs";
import { Training } from "./trainer.mjs";

/** Answers the page's messages. @param {any} scope the worker's global object */
export function runWorker(scope) {
  /** @type {PageModule|null} */
  let module = null;
  /** @type {Network|null} */
  let network = null;
  /** @type {Training|null} */
  let training = null;
  let shown = null;
  let runs = false;
  let generation = 0;

  let reported = 0;
  const reports = () => {
    reported = performance.now();
    training.show();
    const codes = network.encodeAll(shown.codeImages);
    const outputs = network.reconstruct(shown.images);
    const filters = network.parameters(shown.filterCount);
    // Given away, not copied.
    scope.postMessage({ kind: "state", generation, ...training.standing(), codes, outputs,
      filters }, [codes.buffer, outputs.buffer, filters.buffer]);
  };

  const work = (most, begun = generation) => {
    if (begun !== generation) return;
    const losses = [];
    const end = performance.now() + 60;
    do {
      losses.push(training.step());
    } while (losses.length < most && Number.isFinite(losses.at(-1)) && performance.now() < end);
    if (!Number.isFinite(losses.at(-1))) runs = false;
    scope.postMessage({ kind: "losses", generation, losses });
    // What is shown takes time from what is learned: it is made anew a few times a second.
    if (!runs || performance.now() - reported > 200) reports();
    if (runs) setTimeout(() => runs && work(Infinity, begun), 0);
  };

  const answer = async (data) => {
    try {
      if (data.kind === "start") {
        generation = data.generation;
        module ??= await PageModule.load(data.module);
        training?.free();
        network?.free();
        [training, network] = [null, null];
        network = Network.preset(module, data.preset, data.latentSize, data.shape);
        network.initialize(data.settings.seed);
        training = new Training(network, data.settings, data.pixels, data.white);
        shown = data.shown;
        const layers = network.layers();
        scope.postMessage({ kind: "network", generation, parameterCount: network.parameterCount,
          layers: layers.map((layer) => layer.shape) });
        reports();
      } else if (data.kind === "run") {
        if (!runs && training) {
          runs = true;
          work(Infinity);
        }
      } else if (data.kind === "pause") {
        if (runs) reports();
        runs = false;
      } else if (data.kind === "step" && training && !runs) {
        work(data.count ?? 1);
      }
    } catch (error) {
      scope.postMessage({ kind: "problem", generation, text: String(error.message ?? error) });
    }
  };

  // One after the other: a training is asked to run while it is still being made.
  let last = Promise.resolve();
  scope.onmessage = ({ data }) => (last = last.then(() => answer(data)));
}
