import AECore

/// What every stage of the network makes of one real image: the three maps that answer most, and
/// the sum of kernels that one of them comes from.
public struct FeatureMapsFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// Which image, how many maps, and how many of them are dead.
  public let caption: String

  /// One line of panels for each half that is shown.
  let lines: [[FeaturePanel]]

  /// The feature maps of `run` for sample `sample`.
  /// - Parameters:
  ///   - run: with activations of its samples.
  ///   - sample: which of the run's samples, from 0.
  ///   - halves: encoder, decoder or both, each in a line of its own.
  /// - Throws: `Failure` when the run has no such sample or no activations.
  public init(
    run: Run, sample: Int = 0, halves: [TensorName.Half] = TensorName.Half.allCases
  ) throws(Failure) {
    let network = try NetworkStages(run)
    let seen = try run.examples(run.encoderInput, of: run.dataset.imageShape.shape)
    guard sample >= 0, sample < seen.shape[0] else {
      throw Failure(
        .usage, nil, "there is no sample \(sample)",
        advice: "the run holds \(seen.shape[0]), counted from 0")
    }
    let image: FeaturePanel? = FeaturePanel(
      titles: [run.hasCorruptedSamples ? "Corrupted input" : "Input"], kind: .image,
      tensor: seen[sample])

    var lines: [[FeaturePanel]] = []
    var found = 0
    for half in halves {
      let stages = half == .encoder ? network.encoder : network.decoder
      let last = stages.count - 1
      let panels = stages.enumerated().compactMap { index, stage in
        Self.panel(
          stage, run, sample, isCode: half == .encoder && index == last,
          isOutput: half == .decoder && index == last)
      }
      found += panels.count
      let first =
        half == .encoder ? image : Self.panel(network.encoder.last, run, sample, isCode: true)
      lines.append((first.map { [$0] } ?? []) + panels)
    }
    guard found > 0 else {
      throw Failure(
        .badData, at: "tensors", "the run holds no activations",
        advice: "train again with this version, or export them")
    }
    self.lines = lines
    let half = halves.count == 1 ? halves[0].rawValue : nil
    heading =
      half.map { ("feature-maps-\($0)", "Feature maps of the \($0)") }
      ?? ("feature-maps", "Feature maps")
    caption = Self.caption(run, seen.shape[0], sample, lines, halves)
  }

  private static func caption(
    _ run: Run, _ samples: Int, _ sample: Int, _ lines: [[FeaturePanel]],
    _ halves: [TensorName.Half]
  ) -> String {
    // The code stands at the end of one line and at the beginning of the other.
    let panels = Array((lines.prefix(1) + lines.dropFirst().map { Array($0.dropFirst()) }).joined())
    let dead = panels.reduce(0) { $0 + $1.deadMaps.count }
    let maps = panels.filter { $0.kind == .maps }.reduce(0) { $0 + $1.mapCount }
    let label = run.labels(TensorName.sampleLabel, count: samples)?[sample]
    let name = label.map { run.className($0) }.flatMap { $0.count <= 24 ? " (\($0))" : nil } ?? ""
    let images = samples > 1 ? " in all \(samples) images" : ""
    let size = run.model.latentSize
    let way =
      switch halves {
      case [.encoder] where maps > 0:
        "Maps shrink while their number may grow, down to a code of \(size)."
      case [.encoder]: "The encoder ends in a code of \(size.counted("value"))."
      case [.decoder]: "The decoder makes the image from \(size.counted("number"))."
      default:
        "The encoder makes \(size.counted("number")) of the image, the decoder an image of these."
      }
    // On a slide the first sentences stay: what is marked needs its key.
    return [
      "What each stage makes of test image \(sample + 1)\(name).",
      panels.map(\.tensor).beyondScales,
      marks(lines), sums(panels),
      dead > 0
        ? "Of all \(NumberText.count(maps)) maps \(NumberText.count(dead)) \(dead == 1 ? "is" : "are") "
          + "dead: 0 everywhere\(images)." : nil,
      way, "Each stage has its own colour scale.",
    ].sentences
  }

  /// What the signs between the maps are, where there are any.
  private static func sums(_ panels: [FeaturePanel]) -> String? {
    let inputs = panels.compactMap(\.join).filter { $0.weights != nil }.map(\.inputCount)
    guard let most = inputs.max() else { return nil }
    return most > FeatureLine.mostRows
      ? "One map of each convolution is wired: a + adds what the kernels make of all maps before it, "
        + "of which those shown have lines."
      : "One map of each convolution is wired: a + adds what the kernels make of the maps before it."
  }

  /// What the strokes are over the maps that answer least, where they are drawn at all.
  private static func marks(_ lines: [[FeaturePanel]]) -> String? {
    var (dead, silent) = (false, false)
    for panels in lines {
      var before: (panel: FeaturePanel, maps: [Int])?
      for panel in panels {
        let maps = panel.largeMaps(FeatureLine.mostRows, after: before)
        dead = dead || maps.contains(where: panel.deadMaps.contains)
        silent = silent || maps.contains(where: panel.silentMaps.contains)
        before = (panel, maps)
      }
    }
    let texts = [
      dead ? "crossed out: a dead map" : nil, silent ? "one stroke: 0 for this image" : nil,
    ].compactMap { $0 }
    return texts.isEmpty ? nil : texts.joined(separator: "; ").capitalizedFirst + "."
  }

  /// The panel of one stage; nil when the run holds none of its layers' outputs.
  private static func panel(
    _ stage: NetworkStage?, _ run: Run, _ sample: Int, isCode: Bool = false, isOutput: Bool = false
  ) -> FeaturePanel? {
    guard let stage else { return nil }
    let tensor = stage.layers.reversed().lazy.compactMap { index in
      try? run.examples(TensorName.activation(stage.half, index), of: stage.output)
    }.first
    guard let tensor, tensor.shape[0] > sample else { return nil }
    let values = tensor[sample]
    let image = run.dataset.imageShape
    let join = FeatureJoin(stage, run)
    if isOutput, values.count == image.count {
      return FeaturePanel(
        titles: ["Output"], kind: .image, tensor: values.reshaped(image.shape), join: join)
    }
    let kind: FeaturePanel.Kind = values.shape.rank == 3 ? .maps : .vector
    if isCode {
      return FeaturePanel(
        titles: ["Code"], kind: kind, tensor: values, samples: tensor, join: join)
    }
    return FeaturePanel(
      isLayer: true, titles: stage.titles, kind: kind, tensor: values, samples: tensor,
      join: join)
  }

  /// The limits and the dead maps of each stage.
  public var data: any Encodable & Sendable {
    lines.joined().map { panel in
      [
        "stage": panel.titles[0], "shape": panel.tensor.shape.dimensions,
        "minimum": panel.range?.lowerBound, "maximum": panel.range?.upperBound,
        "deadMaps": panel.deadMaps, "silentMaps": panel.silentMaps,
      ] as Fields
    }
  }

  /// The panels beside each other in the order in which the data flows, a line for each half.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let shown = lines.filter { !$0.isEmpty }
    var area = frame
    area.height = min(frame.height, frame.width * 0.62 * Double(shown.count))
    let rows = Stack(.down, equal: shown.count, gap: 2 * style.gap).pieces(of: area)
    draw.main { draw in
      for (panels, row) in zip(shown, rows) {
        FeatureLine(panels: panels, style: style).draw(in: row, on: &draw)
      }
    }
  }
}
