import AEData
import AENetwork

/// Looks at the same test images after each epoch of a training.
struct FilmRecorder {
  private(set) var film: TrainingFilm
  /// As the encoder is given them, `(n, C, H, W)`.
  private let images: Tensor
  /// Those whose codes are kept.
  private let coded: ImageSet
  private let corruption: Corruption?
  private let noise: Noise

  /// Images that are shown.
  private static let imageCount = 8
  /// Images whose codes are kept.
  private static let codeCount = 400

  /// A film of a training on `dataset`, from `film` on; nil without test images.
  init?(_ dataset: Dataset, _ options: TrainingOptions, after film: TrainingFilm?) {
    let test = dataset.test
    guard test.count > 0 else { return nil }
    let byClass = EvaluationSubject.classesInTurn(of: test, limit: Self.codeCount)
    let shown = Array(byClass.prefix(Self.imageCount))
    corruption = options.corruption
    noise = .ofImages(seed: options.seed, epoch: 0)
    coded = test.selecting(byClass)
    let clean = test.images(shown)
    let images = options.corruption?.corrupted(clean, indices: shown, noise: noise) ?? clean
    let labels = coded.labels.map { $0.map(Int.init) }
    self.images = images
    self.film =
      film.flatMap { $0.input == images && $0.labels == labels ? $0 : nil }
      ?? TrainingFilm(input: images, labels: labels)
  }

  /// Takes a frame of `network` as it is after `epoch`, where one is due.
  mutating func take(_ network: Autoencoder, epoch: Int, isLast: Bool = false) {
    film.add(
      epoch: epoch, network.reconstructions(of: images),
      codes: network.codesAndErrors(of: coded, corruption: corruption, noise: noise).codes,
      isLast: isLast)
  }
}
