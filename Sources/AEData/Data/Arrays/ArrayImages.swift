import AENetwork

/// Arrays of images and labels, which become image sets of 8 bits.
struct ArrayImages {
  /// Images, and a label for each.
  struct Part {
    var images: NumPyArray
    var labels: NumPyArray?
  }

  /// Images to learn from, or all there are.
  var train: Part
  /// Images to judge by.
  var test: Part?

  /// - Throws: ``Failure`` of kind `badData` when shapes, counts or numbers are no images'.
  func images(_ reading: ImageReading, kind: String) throws -> SourceImages {
    let parts = [train, test].compactMap { $0 }
    let scale = try PixelScale(parts.map(\.images))
    let sets = try parts.map { try set($0, reading, scale) }
    if sets.count > 1, sets[0].shape != sets[1].shape {
      throw Failure(
        .badData, parts[1].images.name,
        "the images are \(sets[1].shape), but the training images \(sets[0].shape)",
        advice: "give both parts the same shape")
    }
    if sets.count > 1, (sets[0].labels == nil) != (sets[1].labels == nil) {
      throw Failure(
        .noInput, parts[sets[0].labels == nil ? 0 : 1].images.name,
        "has no labels, while the other part has some",
        advice: "give both parts labels, or neither")
    }
    return SourceImages(
      train: sets[0], test: sets.count > 1 ? sets[1] : nil, classNames: nil,
      kind: kind + ", \(scale.text)")
  }

  private func set(
    _ part: Part, _ reading: ImageReading, _ scale: PixelScale
  ) throws -> ImageSet {
    let order = try AxisOrder(part.images.shape, layout: reading.layout, name: part.images.name)
    let labels = try part.labels?.labels()
    if let labels, labels.count != order.count {
      throw Failure(
        .badData, part.labels?.name, "\(labels.count) labels, but there are \(order.count) images",
        advice: "give each image one label")
    }
    try Dataset.requireMemory(
      order.count, order.image.channels, order.image.size, part.images.name)
    return ImageSet(
      shape: order.image, pixels: part.images.pixels(order, scale: scale.factor),
      white: scale.white, labels: labels)
  }
}

/// How numbers become pixels, which their range tells: of all parts together, so that a dark test
/// set stays dark.
struct PixelScale: Hashable {
  /// What a number is multiplied by.
  let factor: Double
  /// The pixel that stands for 1.
  let white: UInt8
  /// `values from 0 to 1`.
  let text: String

  /// - Throws: ``Failure`` of kind `badData` for a range that is none of images'.
  init(_ arrays: [NumPyArray]) throws {
    let ranges = try arrays.map { try $0.range() }
    let low = ranges.map(\.values.lowerBound).min() ?? 0
    let high = ranges.map(\.values.upperBound).max() ?? 0
    try self.init(
      low...max(low, high), areWhole: ranges.allSatisfy(\.areWhole),
      areIntegers: arrays.allSatisfy { if case .float = $0.header.element { false } else { true } },
      name: arrays.first?.name ?? "images")
  }

  /// - Parameters:
  ///   - values: the least and the greatest.
  ///   - areWhole: whether no value has a fraction.
  ///   - areIntegers: whether none could have one.
  ///   - name: of the file or array, for failures.
  init(_ values: ClosedRange<Double>, areWhole: Bool, areIntegers: Bool, name: String) throws {
    let (low, high) = (values.lowerBound, values.upperBound)
    func number(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e9
        ? "\(Int(clamping: value))" : "\(Float(value))"
    }
    let range = "values from \(number(low)) to \(number(high))"
    text = range
    guard low >= 0 else {
      throw Failure(
        .badData, name, "the \(range) are no pixels",
        advice:
          "bring them to [0, 1] before they are saved: x = (x + 1) / 2 where they are from -1 "
          + "to 1; x * std + mean where they are standardised")
    }
    // A last digit that is rounded up is none too much.
    switch high {
    case ...1.001 where !areIntegers: (factor, white) = (255, 255)
    case ...1: (factor, white) = (1, 1)
    // Scikit-learn's digits.
    case ...16 where areWhole: (factor, white) = (1, 16)
    case 16...255.5: (factor, white) = (1, 255)
    case 255...65535 where areIntegers: (factor, white) = (1 / 257, 255)
    default:
      throw Failure(
        .badData, name, "the \(range) are no pixels",
        advice: "bring them to [0, 1] or [0, 255] before they are saved: x / x.max()")
    }
  }
}
