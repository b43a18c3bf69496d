import AEData
import AENetwork

/// A training to be watched again: what the network made of a few test images after each epoch, and
/// where the codes of some more lay. The run of a training that was filmed holds it in its tensors;
/// who does not know them keeps them as they are.
///
/// Tensors: `film.epoch`, `(f)`, 0 being the network before its first step; `film.input`,
/// `(n, C, H, W)`, as the encoder saw them; `film.reconstruction`, `(f, n, C, H, W)`; `film.code`,
/// `(f, m, L)`; with labels `film.label`, `(m)`.
public struct TrainingFilm: Hashable, Sendable {
  /// The epoch of each frame, in order.
  public private(set) var epochs: [Int] = []
  /// A few test images, `(n, C, H, W)`, as the encoder is given them.
  public let input: Tensor
  /// What the network makes of them, `(n, C, H, W)`, in each frame.
  public private(set) var reconstructions: [Tensor] = []
  /// The codes of test images, `(m, L)`, in each frame.
  public private(set) var codes: [Tensor] = []
  /// The classes of these images; nil without labels.
  public let labels: [Int]?
  /// Every how many epochs there is a frame.
  package private(set) var every = 1

  /// A film without a frame.
  package init(input: Tensor, labels: [Int]?) {
    self.input = input
    self.labels = labels
  }

  /// Frames that are kept at most; fewer of large images, so that a run stays small.
  package var mostFrames: Int { max(8, min(60, (1 << 22) / max(1, input.count))) }

  /// Adds what the network makes of the images after `epoch`, where that is due; of too many frames
  /// every second one is given up.
  package mutating func add(
    epoch: Int, _ reconstructions: Tensor, codes: Tensor, isLast: Bool
  ) {
    guard epoch > epochs.last ?? -1, isLast || epoch.isMultiple(of: every) else { return }
    epochs.append(epoch)
    self.reconstructions.append(reconstructions)
    self.codes.append(codes)
    while epochs.count > mostFrames { thin(keeping: isLast ? epoch : nil) }
  }

  private mutating func thin(keeping last: Int?) {
    every *= 2
    let every = every
    keep { $0.isMultiple(of: every) || $0 == last }
  }

  /// Without what comes after `epoch`: a training goes on from there.
  package func upTo(_ epoch: Int) -> TrainingFilm {
    var film = self
    let every = every
    film.keep { $0 <= epoch && $0.isMultiple(of: every) }
    return film
  }

  private mutating func keep(_ isKept: (Int) -> Bool) {
    let kept = epochs.indices.filter { isKept(epochs[$0]) }
    (epochs, reconstructions, codes) = (
      kept.map { epochs[$0] }, kept.map { reconstructions[$0] }, kept.map { codes[$0] }
    )
  }

  // MARK: In a run

  private static let prefix = "film."

  /// By their names in a run; nothing of a film without frames.
  package var tensors: [String: Tensor] {
    guard let first = reconstructions.first, let code = codes.first else { return [:] }
    let count = epochs.count
    var result = [
      "epoch": Tensor([count], epochs.map(Float.init)), "input": input,
      "reconstruction": Tensor(
        Shape([count] + first.shape.dimensions), reconstructions.flatMap(\.values)),
      "code": Tensor(Shape([count] + code.shape.dimensions), codes.flatMap(\.values)),
    ]
    if let labels { result["label"] = Tensor([labels.count], labels.map(Float.init)) }
    return Dictionary(uniqueKeysWithValues: result.map { (Self.prefix + $0.key, $0.value) })
  }

  /// The film that `run` holds; nil for none.
  /// - Throws: `Failure` of kind `badData` when its parts do not fit each other or the run.
  public init?(of run: Run) throws(Failure) {
    func tensor(_ name: String) -> Tensor? { run.tensors[Self.prefix + name] }
    guard let epochs = tensor("epoch") else { return nil }
    func failure(_ name: String, _ problem: String) -> Failure {
      Failure(
        .badData, at: Self.prefix + name, problem, advice: "film the training again: --film")
    }
    let image = run.dataset.imageShape.shape.dimensions
    let count = epochs.count
    guard let input = tensor("input"), input.shape.rank == 4, input.shape[0] > 0,
      Array(input.shape.dimensions.dropFirst()) == image
    else { throw failure("input", "it does not hold images of the run's shape") }
    guard let made = tensor("reconstruction"),
      made.shape.dimensions == [count] + input.shape.dimensions
    else { throw failure("reconstruction", "it does not hold an image for each epoch and input") }
    guard let codes = tensor("code"), codes.shape.rank == 3, codes.shape[0] == count,
      codes.shape[1] > 0, codes.shape[2] == run.model.latentSize
    else { throw failure("code", "it does not hold codes of \(run.model.latentSize) values") }
    let numbers = epochs.values.map { $0.isFinite ? Int(clamping: Double($0)) : -1 }
    guard count > 0, numbers[0] >= 0,
      zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw failure("epoch", "the epochs do not follow each other") }
    let labels = tensor("label")?.values.map {
      $0.isFinite && $0 >= 0 && $0 < 65536 ? Int(clamping: Double($0)) : -1
    }
    guard labels.map({ $0.count == codes.shape[1] && !$0.contains(-1) }) ?? true else {
      throw failure("label", "it does not hold a class for each code")
    }
    self.init(input: input, labels: labels)
    self.epochs = numbers
    reconstructions = (0..<count).map { made[$0] }
    self.codes = (0..<count).map { codes[$0] }
    // As far apart as the first two are.
    every = count > 1 ? max(1, numbers[1] - numbers[0]) : 1
  }
}
