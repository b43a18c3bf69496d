import AEData
import Foundation

/// When a run is made, in ISO 8601 and UTC.
public enum CreationTime {
  /// Now, or the time that `SOURCE_DATE_EPOCH` gives (reproducible-builds.org): seconds since 1970.
  /// - Throws: `Failure` of kind `usage` when that is no whole number, or no time of four-digit
  ///   years.
  public static func text(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(Failure) -> String {
    guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else {
      return Date().formatted(.iso8601)
    }
    guard let seconds = Int64(text), (0...latest).contains(seconds) else {
      throw Failure(
        .usage, "SOURCE_DATE_EPOCH", "'\(text)' is not a number of seconds from 0 to \(latest)",
        advice: "set it to seconds since 1970, or unset it")
    }
    return Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  /// The end of the year 9999.
  private static let latest: Int64 = 253_402_300_799
}
