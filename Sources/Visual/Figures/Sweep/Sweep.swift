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
      latentSize = run.model.latentSize
      self.run = path
      parameters = run.model.parameterCount
      epochs = run.training?.epochs
      mse = run.evaluation?.mse?.finite
      psnrDB = run.psnrDB?.finite
      ssim = run.evaluation?.ssim?.finite
      pcaMSE = run.pcaBaseline?.mse?.finite
      probeAccuracy =
        run.evaluation?.classification?.results.first {
          $0.features == .code && $0.classifier == .logisticRegression
        }?.accuracy.finite
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

  /// The sweep of `runs`, each with the path of its file.
  /// - Throws: `Failure` when there is none.
  public init(_ runs: [(path: String, run: Run)]) throws(Failure) {
    guard let first = runs.first?.run else { throw Failure(.badData, nil, "a sweep without runs") }
    dataset = first.dataset.name
    testCount = first.dataset.testCount
    classCount = first.dataset.classNames?.count
    chance = runs.lazy.compactMap { $0.run.evaluation?.classification?.chance }.first
    model = first.model.name
    entries = runs.map { Entry($0.run, path: $0.path) }.sorted { $0.latentSize < $1.latentSize }
  }

  /// `sweep.json`.
  public func encode(to encoder: any Encoder) throws {
    let fields: Fields = [
      "format": "aeviz-sweep", "schemaVersion": 1, "dataset": dataset, "testCount": testCount,
      "classCount": classCount, "chance": chance, "model": model, "runs": entries,
    ]
    try fields.encode(to: encoder)
  }
}
