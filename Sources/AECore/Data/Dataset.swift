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

  /// What a run says of this data set.
  public var summary: DatasetSummary {
    DatasetSummary(
      name: name, imageShape: imageShape, trainCount: train.count, testCount: test.count,
      classNames: classNames, source: source, license: license, sha256: sha256,
      heldOutClass: heldOutClass)
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

/// Images of one shape, kept in 8 bits a pixel; they become `Float` a batch at a time.
public struct ImageSet: Sendable {
  /// The shape of every image, `(C, H, W)`.
  public let shape: ImageShape
  /// How many there are.
  public let count: Int
  /// `count` images, each row-major `(C, H, W)`.
  public let pixels: [UInt8]
  /// The pixel that stands for 1; 255 in most sets, 16 in `digits`.
  public let white: UInt8
  /// A label for each image; nil when there are none.
  public let labels: [UInt8]?

  /// `pixels.count / shape.count` images.
  public init(shape: ImageShape, pixels: [UInt8], white: UInt8 = 255, labels: [UInt8]?) {
    precondition(white > 0 && pixels.count % shape.count == 0, "pixels do not fill whole images")
    precondition(labels.map { $0.count * shape.count == pixels.count } ?? true, "labels differ")
    self.shape = shape
    self.count = pixels.count / shape.count
    self.pixels = pixels
    self.white = white
    self.labels = labels
  }

  /// The images at `indices` as `(n, C, H, W)` in [0, 1].
  public func images(_ indices: some Collection<Int>) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(indices.count * shape.count)
    let scale = 1 / Float(white)
    for index in indices {
      for pixel in pixels[index * shape.count..<(index + 1) * shape.count] {
        values.append(Float(pixel) * scale)
      }
    }
    return Tensor([indices.count, shape.channels, shape.height, shape.width], values)
  }

  /// The images at `indices`, in their order; no copy when these are all.
  public func selecting(_ indices: [Int]) -> ImageSet {
    guard !indices.elementsEqual(0..<count) else { return self }
    var chosen: [UInt8] = []
    chosen.reserveCapacity(indices.count * shape.count)
    for index in indices { chosen += pixels[index * shape.count..<(index + 1) * shape.count] }
    return ImageSet(
      shape: shape, pixels: chosen, white: white,
      labels: labels.map { labels in indices.map { labels[$0] } })
  }

  /// The first `limit` images; all of them when there are fewer.
  public func prefix(_ limit: Int) -> ImageSet {
    guard limit < count else { return self }
    return ImageSet(
      shape: shape, pixels: Array(pixels.prefix(limit * shape.count)), white: white,
      labels: labels.map { Array($0.prefix(limit)) })
  }
}
