/// A test image that a section shows.
public struct TestImage: Hashable, Sendable, Codable {
  /// Its place among the test images.
  public var index: Int
  /// Its class; nil when there are no labels.
  public var label: Int?

  /// An image by its place.
  public init(index: Int, label: Int?) {
    self.index = index
    self.label = label
  }

  /// Place and label.
  func check(_ check: SectionCheck, _ field: String) throws {
    try check.whole(index, "\(field).index", in: 0...max(0, check.dataset.testCount - 1))
    try check.label(label, "\(field).label")
  }
}
