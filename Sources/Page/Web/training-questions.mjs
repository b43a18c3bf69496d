// What a student may try in training; the line of principal components is the chosen images' own.
import { question, questions } from "./dom.mjs";
import { shortNumber } from "./pictures.mjs";

/** @param {() => {floors: number[]}} images those that are chosen */
export function trainingQuestions(images) {
  return questions([
    question("Train with 2 values in the code and then with 16. Which one falls below the line of "
      + "principal components?", () => {
      const { floors } = images();
      const told = [2, 16].filter((count) => floors[count] !== undefined).map((count) =>
        `${shortNumber(floors[count])} with ${count} values`).join(" and ");
      return "A linear code cannot get below the line, which lies at a mean squared error of "
        + `${told} for these images. With few values the network’s bends pay most; with many, PCA `
        + "is hard to beat in a minute of training. The pale curve is the training before.";
    }),
    question("Choose denoising, and watch what becomes of the noisy images. Which kind of noise is "
      + "the easiest to take away, and why does a network without noise on its input not learn it?",
    "Masked pixels, and salt and pepper, leave the others as they are, so that their "
      + "neighbours tell what was there; Gaussian noise changes every pixel. With noise on "
      + "its input the network is paid for what is likely, not for copying. Without, a copy "
      + "is the best that it can do, and only the narrow code keeps noise from passing."),
  ]);
}
