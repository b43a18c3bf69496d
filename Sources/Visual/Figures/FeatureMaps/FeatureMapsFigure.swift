import AECore

/// What every stage of the network makes of one real image: its feature maps, on one colour scale
/// for each stage.
public struct FeatureMapsFigure: Figure {
  /// `feature-maps`.
  public let name: String
  /// The heading on the page.
  public let title: String
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
    name = halves.count == 1 ? "feature-maps-\(halves[0].rawValue)" : "feature-maps"
    title =
      switch halves {
      case [.encoder]: "Feature maps of the encoder"
      case [.decoder]: "Feature maps of the decoder"
      default: "Feature maps"
      }
    caption = Self.caption(
      run, seen.shape[0], sample, lines.joined().reduce(0) { $0 + $1.deadMaps.count },
      lines.joined().reduce(0) { $0 + $1.silentMaps.count },
      lines.joined().lazy.flatMap(\.tensor.values).beyondScales, halves)
  }

  private static func caption(
    _ run: Run, _ samples: Int, _ sample: Int, _ dead: Int, _ silent: Int,
    _ odd: String?, _ halves: [TensorName.Half]
  ) -> String {
    let label = run.labels(TensorName.sampleLabel, count: samples)?[sample]
    let name = label.map { run.className($0) }.flatMap { $0.count <= 24 ? " (\($0))" : nil } ?? ""
    var text = "What each stage makes of test image \(sample + 1)\(name)."
    // On a slide the first sentences stay: what is marked needs its key.
    if let odd { text += " \(odd)" }
    if dead > 0 {
      let images = samples > 1 ? " in all \(samples) images" : ""
      text += " Crossed out: \(dead) dead \(dead == 1 ? "map" : "maps"), 0 everywhere\(images)."
    }
    if silent > 0 {
      text += " One stroke: \(silent) \(silent == 1 ? "map is" : "maps are") 0 for this image."
    }
    if halves == [.encoder] {
      text += " Maps shrink while their number may grow, down to a code of \(run.model.latentSize)."
    } else if halves == [.decoder] {
      text += " From \(run.model.latentSize) numbers the maps grow back to the image."
    } else {
      text +=
        " The encoder shrinks them to \(run.model.latentSize) numbers, the decoder grows them again."
    }
    return text + " Each stage has its own colour scale, printed below it."
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
    if isOutput, values.count == image.count {
      return FeaturePanel(titles: ["Output"], kind: .image, tensor: values.reshaped(image.shape))
    }
    let kind: FeaturePanel.Kind = values.shape.rank == 3 ? .maps : .vector
    if isCode { return FeaturePanel(titles: ["Code"], kind: kind, tensor: values, samples: tensor) }
    return FeaturePanel(
      layer: stage.name, titles: stage.titles, kind: kind, tensor: values, samples: tensor)
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
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    var draw = Canvas(style)
    let shown = lines.filter { !$0.isEmpty }
    var area = frame
    area.height = min(frame.height, frame.width * 0.62 * Double(shown.count))
    let rows = Stack(.down, equal: shown.count, gap: 2 * style.gap).pieces(of: area)
    for (panels, row) in zip(shown, rows) { line(panels, in: row, &draw) }
    return draw.marks
  }

  private func line(_ panels: [FeaturePanel], in frame: Rect, _ draw: inout Canvas) {
    let style = draw.style
    let least = style.width("32×14×14") * 1.1
    let gap = 1.6 * style.gap
    let room = max(2, Int(clamping: (frame.width + gap) / (least + gap)))
    var shown = panels
    if panels.count > room {
      // The ends stay: what goes in and what comes out.
      let head = (room - 1) / 2
      let tail = room - 1 - head
      let middle = FeaturePanel.omission("\(panels.count - room + 1) more")
      shown = panels.prefix(head) + [middle] + panels.suffix(tail)
    }
    let columns = Stack(.across, shown.map { .flexible($0.weight) }, gap: gap).pieces(of: frame)
    // Two stages of a kind say the same of themselves, whatever room each has.
    let titles = style.firstFitting(
      alike: zip(shown, columns).map { (NetworkStage.kind(of: $0.titles), $0.headings, $1.width) },
      style.font(.label, isBold: true))
    for (panel, (column, title)) in zip(shown, zip(columns, titles)) {
      panel.draw(in: column, title: title, on: &draw)
    }
  }
}
