import AECore

/// Runs held beside each other, each with a letter, a name and a colour that it keeps on every
/// page.
public struct Comparison: Sendable {
  /// How many runs can be told apart by colour, and still be read on a slide.
  public static let counts = 2...8

  /// The runs, in the order in which they were given.
  package let runs: [ComparedRun]

  /// A comparison of `runs`, whose names are all different.
  /// - Throws: `Failure` of kind `usage` when there are too few or too many.
  public init(_ runs: [(name: String, run: Run)]) throws(Failure) {
    guard Self.counts.contains(runs.count) else {
      throw Failure(
        .usage, nil, "\(runs.count.counted("run")) to compare",
        advice: "give from \(Self.counts.lowerBound) to \(Self.counts.upperBound)")
    }
    self.runs = runs.enumerated().map { ComparedRun(index: $0, name: $1.name, run: $1.run) }
  }

  /// The letters of the runs whose printed value is the least, as the subject of a sentence, and
  /// that value: `A`, `A and B`, `All`; nil when no run has one.
  package static func least(
    _ values: [(run: ComparedRun, value: Double)]
  ) -> (who: String, isOne: Bool, text: String, runs: [ComparedRun])? {
    guard let least = values.map(\.value).min() else { return nil }
    let text = NumberText.short(least)
    let runs = values.filter { NumberText.short($0.value) == text }.map(\.run)
    let who = runs.count == values.count && runs.count > 2 ? "All" : runs.map(\.letter).listed
    return (who, runs.count == 1, text, runs)
  }

  /// Whether all errors are of the same test images.
  package var hasOneData: Bool { Set(runs.map(\.dataIdentity)).count == 1 }
}

/// A run among others.
package struct ComparedRun: Sendable {
  /// From 0; decides the letter and the colour.
  package let index: Int
  /// Unlike the others'.
  package let name: String
  package let run: Run

  /// `A`, `B` …: what stands for the name where there is no room for it.
  package var letter: String { String(UnicodeScalar(UInt8(65 + index))) }

  /// The colour of the run on every page.
  package func color(_ theme: Theme) -> Color { theme.runColor(index) }

  /// Which images the errors are of: two runs with the same can be compared.
  package var dataIdentity: String {
    let data = run.dataset
    return "\(data.sha256 ?? data.name), \(data.imageShape), \(data.testCount)"
  }

  /// The mean squared error on the test images, when it is known and finite.
  package var mse: Double? { run.evaluation?.mse?.finite }

  /// Seconds that the epochs took together; nil when one is not known.
  package var seconds: Double? {
    guard let history = run.training?.history, !history.isEmpty else { return nil }
    let known = history.compactMap(\.seconds)
    return known.count == history.count ? known.reduce(0, +) : nil
  }

  /// Letter and name as a label, the middle of the name left out where `width` is too small.
  package func label(_ style: Style, width: Double) -> String {
    style.middleTruncated("\(letter) \(name)", width: width)
  }
}

extension [ComparedRun] {
  /// `A, B, C`.
  var letters: String { map(\.letter).joined(separator: ", ") }
}

extension Style {
  /// `string` if it fits into `room`, else its beginning and its end around an ellipsis: names of
  /// runs often differ in their last letters only.
  package func middleTruncated(
    _ string: String, _ font: Font? = nil, width room: Double
  ) -> String {
    guard width(string, font) > room else { return string }
    let letters = Array(string)
    func shortened(_ kept: Int) -> String {
      String(letters.prefix((kept + 1) / 2)) + "…" + String(letters.suffix(kept / 2))
    }
    // How many letters stay, by halving: a name may have hundreds.
    var (low, high) = (0, letters.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      let fits = width(shortened(middle), font) <= room
      (low, high) = fits ? (middle, high) : (low, middle - 1)
    }
    return width(shortened(low), font) <= room ? shortened(low) : ""
  }
}
