import AECore

/// One stage's output for one image: its title, its maps on one scale, and the scale's limits.
struct FeaturePanel: Hashable, Sendable {
  /// What is shown.
  enum Kind: Hashable, Sendable {
    /// An image `(C, H, W)` in [0, 1], as it is.
    case image
    /// Feature maps `(C, H, W)`.
    case maps
    /// The outputs of a fully connected layer, `(N)`.
    case vector
    /// Stages that there is no room for; without numbers.
    case omission
  }

  /// Whether it is a layer's: not the image, nor the code.
  var isLayer = false
  /// What the layer is, from long to short.
  let titles: [String]
  let kind: Kind
  let tensor: Tensor
  /// The maps of all the run's samples, (n, C, H, W), to tell dead maps from silent ones.
  var samples: Tensor?
  /// How it comes from the panel before it; nil where nothing is known of that.
  var join: FeatureJoin?

  /// The least and the greatest finite value.
  var range: ClosedRange<Double>? { Measure.limits(tensor.values) }

  private var isFlat: Bool { tensor.shape[1] * tensor.shape[2] > 1 }

  /// The maps that say nothing: 0 everywhere in every sample of the run. A map of a single cell is
  /// often 0; only many samples show it dead.
  var deadMaps: [Int] {
    stillMaps.filter { map in
      guard let samples, samples.shape[0] > 1 else { return isFlat }
      return (0..<samples.shape[0]).allSatisfy { samples[$0][map].isZero }
    }
  }

  /// Those that are 0 everywhere in this sample, and not in others.
  var silentMaps: [Int] {
    let dead = deadMaps
    return stillMaps.filter { isFlat && !dead.contains($0) }
  }

  private var stillMaps: [Int] {
    kind == .maps ? (0..<tensor.shape[0]).filter { tensor[$0].isZero } : []
  }

  /// A panel that names stages without room.
  static func omission(_ title: String) -> FeaturePanel {
    FeaturePanel(titles: [title], kind: .omission, tensor: Tensor([0]))
  }

  /// What stands behind its title: its maps and their sizes, or how many values it has.
  var sizeText: String { tensor.shape.rank == 3 ? tensor.shape.compact : "\(tensor.shape)" }

  /// Whether the scale of its colours goes through zero: of a layer's output always, whatever its
  /// signs are for this image, so that a colour means the same in every stage.
  func scale(_ theme: Theme) -> ColorScale {
    let range = range ?? 0...0
    return .diverging(max(abs(range.lowerBound), abs(range.upperBound)), theme)
  }

  /// How many maps, or pictures, it has.
  var mapCount: Int {
    switch kind {
    case .image: 1
    case .maps: tensor.shape[0]
    case .vector, .omission: 0
    }
  }

  /// So many maps that answer most; where each comes from its own, those that are shown of the
  /// panel before.
  func largeMaps(_ count: Int, after before: (panel: FeaturePanel, maps: [Int])?) -> [Int] {
    guard kind == .maps else { return kind == .image ? [0] : [] }
    if join?.isOneToOne == true, let before, before.panel.mapCount == mapCount {
      return before.maps
    }
    return tensor.liveliestMaps(count)
  }

  /// A map's width over its height, as it is drawn: a series of values is drawn as a band.
  var aspect: Double {
    guard kind == .image || kind == .maps else { return 1 }
    return min(max(Double(tensor.shape[2]) / Double(tensor.shape[1]), 0.45), 2.2)
  }
}
