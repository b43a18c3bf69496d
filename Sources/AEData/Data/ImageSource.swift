import AENetwork

/// Called with how many pictures are read of how many, from any thread.
public typealias ReadingProgress = @Sendable (_ done: Int, _ count: Int) -> Void

/// One of the forms in which images lie on a disk.
protocol ImageSource {
  /// Reads all of it.
  /// - Parameter reading: what a source has to know of it; the rest is done to what it gives.
  /// - Throws: ``Failure``: `noInput` for what is missing, `badData` for what is wrong.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages
}

/// What a source holds.
struct SourceImages {
  /// Images to learn from, or all there are.
  var train: ImageSet
  /// Images to judge by; nil when the source holds none apart.
  var test: ImageSet?
  /// A name for each label; nil to call each by its number.
  var classNames: [String]?
  /// What it is, for `aeviz data`: `a NumPy archive, x_train and x_test`.
  var kind: String
  /// Whether size, colour and axes are already as they are asked for.
  var isFramed = false
  /// What users have to know whatever the command: pictures that were left out.
  var warnings: [String] = []
}

extension Dataset {
  /// The data set called `name` that a source gives, as `reading` asks for it.
  /// - Parameters:
  ///   - given: best held by nobody else, since it is split where it lies.
  ///   - name: the directory's or the file's; `description` may say another.
  ///   - reading: what is made of the images.
  ///   - description: what is known of it beside the images.
  /// - Throws: ``Failure`` of kind `badData` or `usage`.
  init(
    _ given: consuming SourceImages, name: String, reading: ImageReading,
    description: DatasetDescription? = nil
  ) throws {
    var (found, reading) = (consume given, reading)
    if !found.isFramed {
      found.train = try Self.framed(found.train, reading, name)
      found.test = try found.test.map { try Self.framed($0, reading, name) }
    }
    var kind = found.kind
    if found.test != nil {
      reading.testShare = nil
    } else {
      guard found.train.count > 1 else {
        throw Failure(
          .badData, name, "there is one image, and one has to be held out",
          advice: "give two images or more")
      }
      let share = reading.testShare ?? ImageReading.standardTestShare
      reading.testShare = share
      found.test = TrainTestSplit.takeTest(from: &found.train, share: share)
      kind += "; the test images are drawn by lot"
    }
    let (train, held) = (found.train, found.test ?? found.train)
    self.init(
      name: description?.name ?? name, train: train, test: held,
      classNames: try Self.names(
        description?.classNames ?? found.classNames, of: name, train: train, test: held),
      source: description?.source, license: description?.license,
      sha256: SHA256.hex([train.pixels, train.labels ?? [], held.pixels, held.labels ?? []]))
    self.reading = reading == ImageReading() ? nil : reading
    self.kind = kind
    warnings = found.warnings
  }

  private static func framed(
    _ images: ImageSet, _ reading: ImageReading, _ name: String
  ) throws -> ImageSet {
    var images = images
    if reading.transpose { images = images.transposed() }
    if reading.gray, ![1, 3].contains(images.shape.channels) {
      throw Failure(
        .usage, "--gray",
        "the images of \(name) have \(images.shape.channels) channels, and three make a grey",
        advice: "leave it out")
    }
    if reading.gray { images = images.madeGray() }
    if let size = reading.imageSize {
      try requireMemory(images.count, images.shape.channels, size, name)
      images = images.framed(
        ImageFraming(target: size, fit: reading.fit), background: reading.background)
    }
    return images
  }

  /// - Throws: ``Failure`` when there is no memory for `count` images of that size.
  static func requireMemory(
    _ count: Int, _ channels: Int, _ size: Size2D, _ name: String
  ) throws {
    let bytes = Double(count) * Double(channels) * Double(size.height) * Double(size.width)
    try AvailableMemory.require(bytes) { wanted, free in
      Failure(
        .inputOutput, name,
        "\(count) images of \(size.height) × \(size.width) take \(wanted) of memory, and \(free) "
          + "are free", advice: "give a smaller --image-size, or fewer images")
    }
  }

  /// The given names when every label has one; the labels' numbers when none are given.
  private static func names(
    _ given: [String]?, of name: String, train: ImageSet, test: ImageSet
  ) throws -> [String]? {
    guard let a = train.labels?.max(), let b = test.labels?.max() else { return nil }
    let largest = Int(max(a, b))
    guard let given else { return (0...largest).map(String.init) }
    guard largest < given.count else {
      throw Failure(
        .badData, name,
        "there is a label \(largest), and \(given.count) classes have names",
        advice: "give each class a name")
    }
    return given
  }
}
