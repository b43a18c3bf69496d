// What a student may try with the codes, and what is to be seen: the numbers are this run's.
import { question, questions } from "./dom.mjs";
import { meanSquare, shortNumber } from "./pictures.mjs";
import { valueName } from "./plane.mjs";

/**
 * @param {import("./run-data.mjs").RunData} run
 * @param {{ends: number[]}} walk
 */
export function explorerQuestions(run, walk) {
  return questions([
    question("Drag slowly from one class to another. Is there a code between them that decodes "
      + "to nothing sensible?", () => gapsText(run)),
    question("Walk between two images of different classes. Where does the walk through the code "
      + "leave the blend of pixels behind, and where is it no better?", () => walkText(run, walk)),
    run.about.isVariational ? question("Draw codes from the prior. Why do they decode to images at "
      + "all, and which values of the code does the network leave unused?",
    () => priorText(run)) : null,
  ]);
}

/** How far an image is from the nearest test image: a measure of how likely it is. */
function distance(run, image) {
  let least = Infinity;
  for (let i = 0; i < run.count; i++) least = Math.min(least, meanSquare(image, run.image(i)));
  return least;
}

/** The mean over the test images that are in the page, at most a hundred of them. */
function meanDistance(run) {
  const count = Math.min(100, run.count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += distance(run, run.network.decode(run.code(i))) / count;
  return sum;
}

const between = (a, b, share) => Float32Array.from(a, (x, i) => (1 - share) * x + share * b[i]);

/** Of the ways between two classes the one whose middle is farthest from any image. */
function widestGap(run) {
  const size = run.about.latentSize;
  /** @type {Map<number, {sum: Float64Array, count: number, index: number}>} */
  const classes = new Map();
  for (let i = 0; i < run.codes.length / size && i < run.labels.length; i++) {
    const label = run.labels[i];
    if (!classes.has(label)) {
      classes.set(label, { sum: new Float64Array(size), count: 0, index: i });
    }
    const one = classes.get(label);
    one.count += 1;
    run.code(i).forEach((value, k) => (one.sum[k] += value));
  }
  const means = [...classes.values()].slice(0, 20).map(({ sum, count, index }) =>
    ({ code: sum.map((x) => x / count), name: run.className(index) }));
  let gap = null;
  means.forEach((a, i) => means.slice(0, i).forEach((b) => {
    const far = distance(run, run.network.decode(between(a.code, b.code, 0.5)));
    if (!gap || far > gap.far) gap = { far, names: [b.name, a.name] };
  }));
  return gap;
}

/** Where between the classes there is nothing. @param {import("./run-data.mjs").RunData} run */
export function gapsText(run) {
  const gap = widestGap(run);
  const found = gap ? `In this run the emptiest place between two classes is halfway from the mean `
    + `code of ${gap.names[0]} to that of ${gap.names[1]}: what it decodes to differs from the `
    + `nearest test image by an MSE of ${shortNumber(gap.far)}, a reconstruction on average by ${
      shortNumber(meanDistance(run))}. ` : "";
  return found + (run.about.isVariational
    ? "The divergence in this network’s loss pulls all codes into one cloud and blurs each, so "
      + "that codes between images are met in training, too."
    : "Nothing in a plain autoencoder’s loss asks that codes without an image mean something. "
      + "The divergence of a variational one does.");
}

/**
 * The middle of the walk that is chosen, through the code and by pixels.
 * @param {import("./run-data.mjs").RunData} run
 * @param {{ends: number[]}} walk
 */
export function walkText(run, walk) {
  const [a, b] = walk.ends;
  const code = distance(run, run.network.decode(between(run.code(a), run.code(b), 0.5)));
  const blend = distance(run, between(run.image(a), run.image(b), 0.5));
  const name = (index) => run.className(index) || `image ${index}`;
  return "A blend shows both images at once; the decoder rather changes shapes, since it has "
    + `learned to draw only what its images are like. Halfway between ${name(a)} and ${name(b)}, `
    + `which are chosen now, the decoded image differs from the nearest test image by an MSE of ${
      shortNumber(code)}, the blend by ${shortNumber(blend)}: ${code < blend
      ? "the way through the code stays nearer to images" : "here the code is no better"}. Where `
    + "codes between the two were never met in training, it draws a blur as well.";
}

/** A value is in use when the images' means of it vary. */
export function priorText(run) {
  const { deviation } = run.spread();
  const unused = [...deviation.keys()].filter((place) => deviation[place] < 0.1)
    .map(valueName);
  const count = run.about.latentSize;
  return "Training draws each code around its image’s own mean and pays for the divergence from "
    + "the standard normal distribution, so that together the codes come to lie about as its draws "
    + "do. "
    + (unused.length === 0
      ? `Here ${count === 1 ? "the one value is" : `all ${count} values are`} in use: ${count === 1
        ? "its mean varies" : "their means vary"} from image to image.`
      : `Here ${unused.length} of ${count} ${count === 1 ? "value" : "values"} (${
        unused.join(", ")}) ${unused.length === 1 ? "is" : "are"} hardly used: the mean stays the `
        + "same for all images, which costs no divergence and tells the decoder nothing.");
}
