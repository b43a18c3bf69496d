import AENetwork

/// Images to learn from and images held out to judge by.
public struct Dataset: Sendable {
  /// `fashion`, `digits`, or the name of a folder.
  public var name: String
  /// Images to learn from.
  public var train: ImageSet
  /// Images held out; never trained on.
  public var test: ImageSet
  /// A name for each label, in order; nil when there are no labels.
  public var classNames: [String]?
  /// Where the images come from.
  public var source: String?
  /// Under which terms.
  public var license: String?
  /// Of the bytes, in hexadecimal: train pixels, train labels, test pixels, test labels.
  public var sha256: String?
  /// How they were read, where there was a choice; nil when they were taken as they are.
  public internal(set) var reading: ImageReading?
  /// Where they were found, an absolute path; nil for images that come with aeviz.
  public internal(set) var path: String?
  /// In which form they were found, in a few words: `IDX files`.
  public internal(set) var kind: String?
  /// What a user has to know, whatever the images are for; sentences without a full stop.
  public internal(set) var warnings: [String] = []
  /// The label that was taken out of the training images; nil when none was.
  public private(set) var heldOutClass: Int?

  /// A data set of two image sets of the same shape.
  public init(
    name: String, train: ImageSet, test: ImageSet, classNames: [String]?, source: String?,
    license: String?, sha256: String?
  ) {
    precondition(train.shape == test.shape, "\(train.shape) and \(test.shape) do not mix")
    self.name = name
    self.train = train
    self.test = test
    self.classNames = classNames
    self.source = source
    self.license = license
    self.sha256 = sha256
  }

  /// The shape of every image, `(C, H, W)`.
  public var imageShape: ImageShape { train.shape }

  /// What a run says of this data set, wherever it lies.
  public var summary: DatasetSummary {
    DatasetSummary(
      name: name, imageShape: imageShape, trainCount: train.count, testCount: test.count,
      classNames: classNames, source: source, license: license, sha256: sha256,
      heldOutClass: heldOutClass, reading: reading)
  }

  /// The label of the class that a user calls `text`: its name (in whatever case), else its number.
  /// - Throws: ``Failure``: `badData` when there are no labels, `usage` when there is no such
  ///   class.
  public func label(ofClass text: String) throws -> Int {
    guard let labels = train.labels else {
      throw Failure(.badData, name, "the images have no labels, so that no class can be left out")
    }
    let present = Set(labels).sorted().map(Int.init)
    let names = classNames ?? []
    let label =
      names.firstIndex(of: text)
      ?? names.firstIndex { $0.lowercased() == text.lowercased() } ?? Int(text)
    guard let label, present.contains(label) else {
      let known = present.map { names.indices.contains($0) ? names[$0] : "\($0)" }
      throw Failure(
        .usage, name, "no training image is of a class '\(text)'",
        advice: "choose from \(known.joined(separator: ", "))")
    }
    return label
  }

  /// The same without the training images of class `label`; the test images keep theirs.
  /// - Throws: ``Failure`` of kind `badData` when there are no labels, or no images are left.
  public func holdingOut(_ label: Int) throws -> Dataset {
    guard let labels = train.labels else {
      throw Failure(.badData, name, "the images have no labels, so that no class can be left out")
    }
    let kept = labels.indices.filter { Int(labels[$0]) != label }
    guard !kept.isEmpty else {
      throw Failure(
        .badData, name, "all training images are of class \(label): nothing is left",
        advice: "leave another class out")
    }
    var rest = self
    rest.train = train.selecting(kept)
    rest.heldOutClass = label
    return rest
  }
}
