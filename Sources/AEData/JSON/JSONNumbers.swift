/// The types that a number of JSON is read into.
///
/// Each by its name: to ask of a type whether it conforms to `FixedWidthInteger` makes Swift's
/// runtime look through every conformance of the program, for every type anew, which took a
/// twentieth of a report's time.
enum JSONNumbers {
  /// `type`, where it holds whole numbers.
  static func whole(_ type: any Any.Type) -> (any FixedWidthInteger.Type)? {
    switch type {
    case is Int.Type: Int.self
    case is UInt64.Type: UInt64.self
    case is Int64.Type: Int64.self
    case is UInt.Type: UInt.self
    case is UInt32.Type: UInt32.self
    case is Int32.Type: Int32.self
    case is UInt16.Type: UInt16.self
    case is Int16.Type: Int16.self
    case is UInt8.Type: UInt8.self
    case is Int8.Type: Int8.self
    default: nil
    }
  }

  /// `type`, where it holds fractions.
  static func fraction(
    _ type: any Any.Type
  ) -> (any (BinaryFloatingPoint & LosslessStringConvertible).Type)? {
    switch type {
    case is Double.Type: Double.self
    case is Float.Type: Float.self
    default: nil
    }
  }
}
