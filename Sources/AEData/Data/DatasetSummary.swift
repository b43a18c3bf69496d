import AENetwork

/// What a run says of its data.
public struct DatasetSummary: Hashable, Sendable, Codable {
  /// `fashion`, `digits`, or the name of a folder.
  public var name: String
  /// `[C, H, W]`.
  public var imageShape: ImageShape
  /// Images trained on.
  public var trainCount: Int
  /// Images held out.
  public var testCount: Int
  /// A name for each label, in order; nil when there are no labels.
  public var classNames: [String]?
  /// Where the images come from.
  public var source: String?
  /// Under which terms.
  public var license: String?
  /// Of the pixels and labels, in hexadecimal.
  public var sha256: String?
  /// Where the images are, an absolute path; in a run's file it is seen from the run's folder. Nil
  /// for images that come with aeviz.
  public var path: String?
  /// The label whose images were left out of the training; they are not in ``trainCount``, and they
  /// are among the test images.
  public var heldOutClass: Int?
  /// How the images were read, where there was a choice; nil when they were taken as they are.
  public var reading: ImageReading?
  /// In which range the network has its pixels; nil for [0, 1], in which they are kept and shown.
  public var pixelRange: PixelRange?

  /// A summary of a data set.
  public init(
    name: String, imageShape: ImageShape, trainCount: Int, testCount: Int,
    classNames: [String]?, source: String?, license: String?, sha256: String?,
    heldOutClass: Int? = nil, reading: ImageReading? = nil
  ) {
    self.name = name
    self.imageShape = imageShape
    self.trainCount = trainCount
    self.testCount = testCount
    self.classNames = classNames
    self.source = source
    self.license = license
    self.sha256 = sha256
    self.heldOutClass = heldOutClass
    self.reading = reading
  }

  /// Writes the summary; no labels are written as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(imageShape, forKey: .imageShape)
    try container.encode(trainCount, forKey: .trainCount)
    try container.encode(testCount, forKey: .testCount)
    try container.encode(classNames, forKey: .classNames)
    try container.encodeIfPresent(source, forKey: .source)
    try container.encodeIfPresent(license, forKey: .license)
    try container.encodeIfPresent(sha256, forKey: .sha256)
    try container.encodeIfPresent(path, forKey: .path)
    try container.encodeIfPresent(heldOutClass, forKey: .heldOutClass)
    try container.encodeIfPresent(reading, forKey: .reading)
    try container.encodeIfPresent(pixelRange, forKey: .pixelRange)
  }
}
