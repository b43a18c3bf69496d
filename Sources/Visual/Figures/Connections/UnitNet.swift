import AECore

/// Columns of units and the weights between them: the fully connected layers next to the code.
struct UnitNet: Sendable {
  /// Units of a column that are drawn at most.
  static let most = 10

  /// The units between two layers.
  struct Column: Sendable {
    /// What they are: `pixels`, `code`; empty for those of a hidden layer.
    var name: String
    /// How many there are.
    var count: Int
    /// Which of them are drawn, in their order.
    var shown: [Int]
    /// Those that are 0 for every sample of the run.
    var dead: Set<Int> = []
    /// What one sample gives each of ``shown``; nil when the run does not say.
    var values: [Float]?
  }

  /// A layer from one column to the next.
  struct Link: Sendable {
    /// `encoder.1`.
    var name: String
    /// Of the units that are drawn: for each one behind the layer a row with a weight for each one
    /// before it.
    var weights: [[Float]]
    /// The largest magnitude among them.
    var limit: Float
    /// How many weights the layer has.
    var count: Int
  }

  private(set) var columns: [Column] = []
  private(set) var links: [Link] = []
  /// Which column is the code.
  let codeIndex: Int
  /// Whether the columns reach from the image to the image.
  let isWhole: Bool
  /// How many samples tell dead units.
  let sampleCount: Int
  /// What goes in and what comes out, where the columns reach so far.
  let pictures: (input: Tensor, output: Tensor)?

  /// Lines that are drawn.
  var shownLines: Int { links.reduce(0) { $0 + $1.weights.joined().count } }
  /// Lines that there are.
  var allLines: Int { links.reduce(0) { $0 + $1.count } }
  var deadCount: Int { columns.reduce(0) { $0 + $1.dead.count } }
  var shownDead: Int { columns.reduce(0) { $0 + $1.dead.intersection($1.shown).count } }

  init(_ run: Run, sample: Int) throws(Failure) {
    let network = try NetworkStages(run)
    let before = network.encoder.reversed().prefix { $0.isFullyConnected || $0.isSampling }
      .reversed().filter(\.isFullyConnected)
    let behind = network.decoder.prefix(while: \.isFullyConnected)
    let stages = Array(before) + behind
    let layers = stages.compactMap { DenseLayer($0, run) }
    guard !stages.isEmpty, layers.count == stages.count else {
      throw Failure(
        .badData, at: "model", "no fully connected layer with weights meets the code",
        advice: "draw the figure connectivity of a convolution instead")
    }
    codeIndex = before.count
    let weighted = (network.encoder + network.decoder).filter { !$0.isSampling }
    isWhole = stages.count == weighted.count
    let pairs = isWhole ? run.samplePairs : nil
    pictures = pairs.flatMap { pairs in
      sample >= 0 && sample < pairs.input.shape[0]
        ? (pairs.input[sample], pairs.output[sample]) : nil
    }
    let outputs = stages.map { Self.outputs(of: $0, run) }
    sampleCount = outputs.compactMap { $0?.shape[0] }.max() ?? 0
    columns = Self.columns(layers, outputs, sample: sample)
    // The first column's values are pixels; the last one's come out as an image.
    if let pictures {
      columns[0].values = columns[0].shown.map { pictures.input.values[$0] }
      columns[columns.count - 1].values = columns[columns.count - 1].shown.map {
        pictures.output.values[$0]
      }
    }
    if isWhole {
      columns[0].name = "pixels"
      columns[columns.count - 1].name = "pixels"
    }
    if codeIndex < columns.count { columns[codeIndex].name = "code" }
    links = zip(layers.indices, layers).map { index, layer in
      let (inputs, units) = (columns[index].shown, columns[index + 1].shown)
      let weights = units.map { unit in inputs.map { layer.weight(unit, $0) } }
      let limit = weights.joined().reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
      return Link(name: stages[index].name, weights: weights, limit: limit, count: layer.count)
    }
  }

  /// A column before the first layer and one behind each.
  private static func columns(
    _ layers: [DenseLayer], _ outputs: [Tensor?], sample: Int
  ) -> [Column] {
    (0...layers.count).map { place in
      let count = place == 0 ? layers[0].inputs : layers[place - 1].outputs
      // How strong a unit is: the squares of the weights that lead to it and away from it.
      var strength = [Double](repeating: 0, count: count)
      if place > 0 { strength.add(layers[place - 1].norms.rows) }
      if place < layers.count { strength.add(layers[place].norms.columns) }
      var column = Column(name: "", count: count, shown: [])
      let output = place == 0 ? nil : outputs[place - 1]
      if let output, output.shape[0] > 1 { column.dead = Self.dead(output, count: count) }
      column.shown = Self.choice(strength, dead: column.dead)
      if let output, output.count == output.shape[0] * count, output.shape[0] > sample, sample >= 0
      {
        let values = output[sample].values
        column.values = column.shown.map { values[$0] }
      }
      return column
    }
  }

  /// All units of a small column, or the strongest, of which the last place is a dead one's where
  /// there are any.
  private static func choice(_ strength: [Double], dead: Set<Int>) -> [Int] {
    guard strength.count > most else { return Array(strength.indices) }
    let ranked = strength.indices.sorted {
      strength[$0] == strength[$1] ? $0 < $1 : strength[$0] > strength[$1]
    }
    var chosen = Array(ranked.prefix(most))
    if !chosen.contains(where: dead.contains), let first = ranked.first(where: dead.contains) {
      chosen[most - 1] = first
    }
    return chosen.sorted()
  }

  /// Units that are 0 for every sample; those whose outputs the run does not hold are not known to
  /// be.
  private static func dead(_ output: Tensor, count: Int) -> Set<Int> {
    guard output.count == output.shape[0] * count else { return [] }
    let sums = Measure.squaredNorms(output.values, rows: output.shape[0]).columns
    let isFinite = output.isFinite
    return Set(sums.indices.filter { isFinite && sums[$0] == 0 })
  }

  /// What the stage's last layer gave for the samples, `(n, …)`.
  private static func outputs(of stage: NetworkStage, _ run: Run) -> Tensor? {
    // Half of the outputs before a sampling are no code.
    guard !stage.givesMoments else { return nil }
    return stage.layers.reversed().lazy.compactMap { index in
      try? run.examples(TensorName.activation(stage.half, index), of: stage.output)
    }.first
  }
}

/// The weights of a fully connected stage; of one that gives means and log-variances the means'.
private struct DenseLayer {
  let inputs: Int
  let outputs: Int
  /// `(out, in)`.
  private let weights: Tensor
  /// The sums of the squares: for each output, for each input.
  let norms: (rows: [Double], columns: [Double])

  init?(_ stage: NetworkStage, _ run: Run) {
    guard case .dense(let spec) = stage.main,
      let all = run.tensors[TensorName.parameter(stage.half, stage.index, "weight")],
      all.shape == [spec.outFeatures, spec.inFeatures]
    else { return nil }
    outputs = stage.givesMoments ? spec.outFeatures / 2 : spec.outFeatures
    inputs = spec.inFeatures
    weights = all.rows(0..<outputs)
    norms = Measure.squaredNorms(weights.values, rows: outputs)
  }

  var count: Int { weights.count }

  func weight(_ output: Int, _ input: Int) -> Float { weights.values[output * inputs + input] }
}

extension NetworkStage {
  fileprivate var isFullyConnected: Bool {
    if case .dense = main { true } else { false }
  }

  fileprivate var isSampling: Bool { main == .gaussianSampling }
}

extension [Double] {
  /// Each number with the other list's at its place.
  fileprivate mutating func add(_ others: [Double]) {
    for index in indices.prefix(others.count) { self[index] += others[index] }
  }
}
