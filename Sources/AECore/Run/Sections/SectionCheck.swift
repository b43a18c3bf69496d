import AEData
import AENetwork

/// Holds a section that was read from a file against its run; every failure is one line that names
/// the field.
public struct SectionCheck {
  let file: JSONFile
  /// `evaluation.<key>`.
  let place: String
  /// The run's data.
  public let dataset: DatasetSummary
  /// The run's layers.
  public let model: ModelDescription

  /// No count in a run goes beyond this, be it images, values of a layer or trained numbers: more
  /// than any memory holds, and far below where sums of them would overflow.
  static let largestCount = Shape.largestCount

  /// A failure at `field` of the section.
  public func failure(_ field: String, _ problem: String) -> Failure {
    file.failure(at: "\(place).\(field)", problem)
  }

  /// That a whole number lies in `range`.
  /// - Throws: `Failure` that names the field and the range.
  public func whole(_ value: Int, _ field: String, in range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw failure(
        field, "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// That a count is not negative, and not beyond what any memory holds.
  /// - Throws: `Failure` that names the field and the range.
  public func count(_ value: Int, _ field: String, atLeast least: Int = 0) throws {
    try whole(value, field, in: least...Self.largestCount)
  }

  /// That a number lies in `range`; one that is unknown does.
  /// - Throws: `Failure` that names the field and the range.
  public func number(_ value: Double?, _ field: String, in range: ClosedRange<Double>) throws {
    guard let value, !range.contains(value) else { return }
    throw failure(field, "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
  }

  /// That a share or an accuracy lies in 0…1.
  /// - Throws: `Failure` that names the field.
  public func share(_ value: Double?, _ field: String) throws {
    try number(value, field, in: 0...1)
  }

  /// That an error is not negative.
  /// - Throws: `Failure` that names the field.
  public func error(_ value: Double?, _ field: String) throws {
    guard let value, value < 0 else { return }
    throw failure(field, "\(value) is below 0, and no error is")
  }

  /// That a label is one of the run's.
  /// - Throws: `Failure` that names the field.
  public func label(_ value: Int?, _ field: String) throws {
    guard let value else { return }
    if let names = dataset.classNames, value >= names.count {
      throw failure(field, "\(value), but class_names has \(names.count) names")
    }
    try whole(value, field, in: 0...(1 << 24))
  }

  /// That a list has `expected` entries.
  /// - Throws: `Failure` that names the field and both counts.
  public func length(_ list: some Collection, _ field: String, _ expected: Int) throws {
    guard list.count != expected else { return }
    throw failure(field, "has \(list.count) entries, expected \(expected)")
  }
}
