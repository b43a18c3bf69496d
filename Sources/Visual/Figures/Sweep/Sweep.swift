import AECore

/// What runs that differ only in the size of the code have reached.
public struct Sweep: Sendable, Encodable {
  /// One run.
  public struct Entry: Hashable, Sendable, Encodable {
    /// Values in the code.
    public var latentSize: Int
    /// Where its run.json is, from the sweep's folder.
    public var run: String
    /// Weights.
    public var parameters: Int
    /// Epochs that were trained.
    public var epochs: Int?
    /// On the test images; nil when it is not finite.
    public var mse: Double?
    /// In decibels.
    public var psnrDB: Double?
    /// Mean structural similarity.
    public var ssim: Double?
    /// Of PCA with as many components as the code has values.
    public var pcaMSE: Double?
    /// The share of test images whose class a logistic regression tells from the code.
    public var probeAccuracy: Double?

    /// What `run`, in the file `path`, says.
    public init(_ run: Run, path: String) {
      func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
      latentSize = run.model.latentSize
      self.run = path
      parameters = run.model.parameterCount
      epochs = run.training?.epochs
      mse = finite(run.evaluation?.mse)
      psnrDB = finite(run.psnrDB)
      ssim = finite(run.evaluation?.ssim)
      pcaMSE = finite(run.pcaBaseline?.mse)
      probeAccuracy = finite(LinearProbe.accuracy(run))
    }
  }

  /// The images' name.
  public var dataset: String
  /// How many images the errors are of.
  public var testCount: Int
  /// How many classes the images have; nil without labels.
  public var classCount: Int?
  /// What share of the test images is put into the right class by naming the most frequent one; nil
  /// when nobody has measured it.
  public var chance: Double?
  /// The network's name.
  public var model: String
  /// In the order of the sizes, each of which is there once.
  public var entries: [Entry]

  enum CodingKeys: String, CodingKey {
    case format, schemaVersion, dataset, testCount, classCount, chance, model
    case entries = "runs"
  }

  /// The sweep of `runs`, each with the path of its file.
  /// - Throws: `Failure` when there is none.
  public init(_ runs: [(path: String, run: Run)]) throws(Failure) {
    guard let first = runs.first?.run else { throw Failure(.badData, nil, "a sweep without runs") }
    dataset = first.dataset.name
    testCount = first.dataset.testCount
    classCount = first.dataset.classNames?.count
    chance = runs.lazy.compactMap { LinearProbe.chance($0.run) }.first
    model = first.model.name
    entries = runs.map { Entry($0.run, path: $0.path) }.sorted { $0.latentSize < $1.latentSize }
  }

  /// `sweep.json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("aeviz-sweep", forKey: .format)
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(dataset, forKey: .dataset)
    try container.encode(testCount, forKey: .testCount)
    try container.encodeIfPresent(classCount, forKey: .classCount)
    try container.encodeIfPresent(chance, forKey: .chance)
    try container.encode(model, forKey: .model)
    try container.encode(entries, forKey: .entries)
  }
}
