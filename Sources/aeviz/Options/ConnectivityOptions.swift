import AECore
import ArgumentParser
import Visual

/// What `stride-demo` and `figure connectivity` have in common.
struct ConnectivityOptions: ParsableArguments {
  @Option(help: ArgumentHelp(stringLiteral: ConnectivityFigure.View.guide))
  var view: ConnectivityFigure.View = .pair

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The convolution's output cell that the eye is led to, from 0; in one dimension its column.",
      valueName: "y,x"))
  var focus: CellArgument?

  @Option(
    help: ArgumentHelp(
      "The input's and the output's map that are shown where there is room for one, from 0.",
      valueName: "C:O"))
  var map: ChannelsArgument?

  @Option(help: ArgumentHelp("Which layer of the run, such as decoder.3.", valueName: "name"))
  var layer: LayerArgument?

  @Flag(help: "Print the sizes' formulas under the maps (--view pair, convolution, transposed).")
  var formula = false

  func validate() throws {
    guard formula, !view.hasFormula else { return }
    throw ValidationError(
      "--view \(view.rawValue) has no formula to show or hide; "
        + "\(ConnectivityFigure.View.names(where: \.hasFormula)) have.")
  }

  /// Whether any of them was given.
  var isUsed: Bool { view != .pair || focus != nil || map != nil || layer != nil || formula }

  /// The name of a file nobody has named: `base` with the layer and the view, so that the diagrams
  /// of a lecture do not replace each other.
  func fileName(after base: String) -> String {
    ([base] + (layer.map { ["\($0.half.rawValue)-\($0.index)"] } ?? [])
      + (view == .pair ? [] : [view.rawValue])).joined(separator: "-")
  }

  /// The same as a value.
  func choice(sample: Int) -> ConnectivityChoice {
    ConnectivityChoice(
      view: view, focus: focus.map { ($0.y, $0.x) }, maps: map.map { ($0.large, $0.small) },
      layer: layer?.description, sample: sample, showsFormula: formula)
  }
}

extension ConnectivityFigure.View: NamedChoice {
  /// What each view shows: `pair: both directions; …`, views with the same words together.
  static var guide: String {
    let all = allCases.reduce(into: [(names: [String], summary: String)]()) { all, view in
      if let last = all.last, last.summary == view.summary {
        all[all.count - 1].names.append(view.rawValue)
      } else {
        all.append(([view.rawValue], view.summary))
      }
    }
    return all.map { "\($0.names.joined(separator: ", ")): \($0.summary)" }
      .joined(separator: "; ") + "."
  }

  /// The names of the views that `isMeant` picks, as in a sentence: `values and products`.
  static func names(where isMeant: (Self) -> Bool) -> String {
    allCases.filter(isMeant).map(\.rawValue).listed
  }
}

/// `y,x`, or `x` alone for row 0.
struct CellArgument: ExpressibleByArgument, Equatable {
  var y: Int
  var x: Int

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, (1...2).contains(numbers.count) else { return nil }
    self.y = numbers.count == 2 ? numbers[0] : 0
    self.x = numbers[numbers.count - 1]
  }
}

/// `1,0,-1,2`: numbers in row-major order.
struct NumbersArgument: ExpressibleByArgument, Equatable {
  var values: [Float]

  init?(argument: String) {
    let parts = argument.split(omittingEmptySubsequences: true) { ",; ".contains($0) }
    let values = parts.compactMap { Float($0) }
    guard !values.isEmpty, values.count == parts.count,
      values.allSatisfy({ $0.isFinite && abs($0) <= 1e6 })
    else { return nil }
    self.values = values
  }
}

/// A list of connections that nobody can read, and that would fill the memory, is refused.
enum ConnectionLimit {
  static let most = 5_000_000

  /// - Throws: ``Failure`` of kind `usage` with the number of connections.
  static func check(_ figure: ConnectivityFigure) throws(Failure) {
    guard figure.view.listsConnections else { return }
    let pair = figure.pair
    for large in [pair.largeShape, pair.restoredShape] {
      let count = pair.geometry.connectionCount(large: large, small: pair.smallShape)
      guard let count, count <= most else {
        throw Failure(
          .usage, "--format json",
          "there are \(count.map(String.init) ?? "more than 2^63") connections, more than \(most)",
          advice: "use smaller maps or fewer channels")
      }
    }
  }
}
