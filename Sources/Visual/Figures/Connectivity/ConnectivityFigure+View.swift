import AECore

extension ConnectivityFigure {
  /// A kind of view: what the command line and the figure have to know before one is drawn.
  public struct View: RawRepresentable, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// Every view, in the order of the command line's help.
    public static let allCases: [Self] = [
      .pair, .convolution, .transposed, .maps, .planes, .matrix, .values, .products, .threeWays,
      .overlap, .sizes, .sides, .steps,
    ]

    /// Whether a view shows the numbers in the cells.
    public enum Numbers: Sendable {
      /// It shows which cells are joined, not what is in them.
      case none
      /// Those of a run's sample, where the run has them.
      case optional
      /// Always: those of a run's sample, or of an example made for the geometry.
      case required
    }

    /// Its name on the command line.
    public let rawValue: String
    /// What it shows, in a few words; views with the same words stand together in the help.
    public let summary: String
    /// Whether it shows the numbers in the cells.
    public internal(set) var numbers = Numbers.none
    /// Whether its data lists every connection, so that there may be too many.
    public internal(set) var listsConnections = false
    /// Where its window slides to; nil for a view that does not move.
    public internal(set) var order: StepOrder?
    /// Whether, of a run without a layer, it shows the whole decoder.
    public internal(set) var showsDecoder = false
    /// Whether it prints the sizes' formulas when it is asked to.
    public internal(set) var hasFormula = false
    /// How many maps each layer has in a geometry for which nobody has said it.
    public internal(set) var standardMaps = 1
    /// The side of the input of a geometry for which nobody has said it.
    public internal(set) var standardSize = 5
    /// A map of more cells a side than this, padding included, is shown from a corner.
    var wholeMap: @Sendable (ConvolutionPair, WorkedExample?) -> Int = { _, _ in
      ConnectivityFocus.wholeMap
    }
    /// The view of a figure.
    let make: @Sendable (ConnectivityFigure) -> any ConnectivityView

    /// Whether the view can move: something in it follows the focus, and the rest stays.
    public var moves: Bool { order != nil }
    /// Its name.
    public var description: String { rawValue }
  }
}

extension ConnectivityFigure.View {
  /// The view called `rawValue`; nil when there is none.
  public init?(rawValue: String) {
    guard let view = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = view
  }
}
