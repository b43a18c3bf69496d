import AECore

/// The codes of the test images, coloured by class: how the network orders what it has seen. Two
/// values are shown as they are; more by PCA and, when the run has it, by t-SNE.
public struct LatentFigure: Figure {
  /// `latent`.
  public let name = "latent"
  /// The heading on the page.
  public let title = "Codes of the test images"
  /// How the codes became a plane, and what to look for.
  public let caption: String

  package let maps: [LatentMap]
  private let groupNames: [Int: String]

  /// The test codes of `run`.
  /// - Throws: `Failure` when the run holds none, or none that is finite.
  public init(run: Run) throws(Failure) {
    let latents = try run.examples(TensorName.testLatents, of: [run.model.latentSize])
    let kept = (0..<latents.shape[0]).filter { latents[$0].values.allSatisfy(\.isFinite) }
    guard !kept.isEmpty else {
      throw Failure(
        .badData, at: TensorName.testLatents, "no code is finite",
        advice: "train with a smaller learning rate")
    }
    let finite = latents.rows(kept)
    let all = run.labels(TensorName.testLatentLabels, count: latents.shape[0])
    let labels = all.map { all in kept.map { all[$0] } }
    let projection = LatentProjection(finite)
    let trust = run.evaluation?.latentSpace?.trustworthiness
    func headings(_ name: String, _ value: Double?) -> [String] {
      guard let value else { return [name] }
      let text = NumberText.fixed(value, decimals: 2)
      return ["\(name), trustworthiness \(text)", "\(name), trust \(text)", name]
    }
    let map = run.model.latentSize > 2 ? run.tsneMap : nil
    if let map {
      maps = [
        LatentMap(
          id: "latent/pca", headings: headings("PCA", trust?.pca), projection.points,
          axisNames: projection.axisNames, labels: labels),
        LatentMap(
          id: "latent/tsne", headings: headings("t-SNE", trust?.tsne), map.points,
          axisNames: ["", ""], labels: map.labels, hasTicks: false),
      ]
    } else {
      maps = [
        LatentMap(
          id: "latent", projection.points, axisNames: projection.axisNames, labels: labels,
          ellipses: run.posteriorEllipses)
      ]
    }
    groupNames = Dictionary(
      uniqueKeysWithValues: Set((labels ?? []) + (map?.labels ?? [])).map {
        ($0, run.className($0))
      })
    let trusted = map == nil ? nil : trust?.neighbours
    let (ellipses, others) = (maps[0].ellipses.count, latents.shape[0] - kept.count)
    let reach = "\(NumberText.setting(LatentMap.reach))\u{A0}σ"
    caption =
      [
        map.map { Self.method(projection, $0.record, count: kept.count, size: latents.shape[1]) }
          ?? "\(projection.method): \(NumberText.count(kept.count)) test images.",
        trusted.map {
          "Trustworthiness is 1 when a point's \($0) neighbours on the map are true ones."
        },
        ellipses == 0
          ? nil
          : "Each of the \(ellipses) ellipses is where one image's code is drawn from, \(reach).",
        labels == nil
          ? "No labels are known; close points are images that the network codes alike."
          : "Close points are images that the network codes alike; it never saw the class names.",
        others == 0 ? nil : "\(NumberText.count(others)) codes are not finite.",
      ].sentences
  }

  private static func method(
    _ pca: LatentProjection, _ map: LatentSpace.TSNEMap, count: Int, size: Int
  ) -> String {
    let shares = pca.axisNames.count == 2 ? pca.shares.reduce(0, +) : 0
    let part =
      map.points < count
      ? ", \(NumberText.count(map.points)) of the \(NumberText.count(count)) images" : ""
    return "\(NumberText.count(count)) codes of \(size) values: PCA shows "
      + "\(NumberText.percent(shares)) of their variance; \(map.method), perplexity "
      + "\(NumberText.setting(map.perplexity)), seed \(map.seed)\(part), keeps neighbours only."
  }

  /// Every map's points with their labels.
  public var data: any Encodable & Sendable {
    let names = groupNames.map { ("\($0.key)", $0.value) }
    return [
      "maps": maps.map { map in
        [
          "axes": map.axisNames, "name": map.headings.last,
          "points": map.points.map { map.axisNames.count > 1 ? [$0.x, $0.y] : [$0.x] },
          "label": map.points.contains { $0.group == nil } ? nil : map.points.compactMap(\.group),
          // Mean and deviation along both axes.
          "ellipses": map.ellipses.map { [$0.x, $0.y, $0.deviationX, $0.deviationY] },
        ] as Fields
      }, "classNames": names.isEmpty ? nil : Dictionary(uniqueKeysWithValues: names),
    ] as Fields
  }

  /// The maps beside each other (below each other on paper) with the legend at the right; codes of
  /// one value become histograms.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    guard maps[0].axisNames.count > 1 else {
      return LatentHistogram(map: maps[0], groupNames: groupNames).draw(in: frame, on: &draw)
    }
    let theme = style.theme
    let legend = Legend(
      groupNames.sorted { $0.key < $1.key }.map { key, name in
        (name, theme.classColor(key), Marker(class: key, colors: theme.classes.count))
      }, style: style)
    let isStacked = maps.count > 1 && frame.height > frame.width
    let across = isStacked ? 1 : Double(maps.count)
    let tall = isStacked ? frame.height : min(frame.height, frame.width * 1.05)
    let share = across > 1 ? 0.2 : 0.36
    let legendWidth = legend.width(height: tall, atMost: frame.width * share)
    let room = legendWidth > 0 ? legendWidth + 2 * style.gap : 0
    let gap = 2 * style.gap
    let plots = maps.map { ScatterPlot(map: $0, groupNames: groupNames) }
    let high = isStacked ? (tall - gap) / Double(maps.count) : tall
    let heading = maps.count > 1 ? style.lineHeight(style.font(.heading)) + style.gap / 2 : 0
    let widest = (frame.width - room - gap * (across - 1)) / across
    // A slide has the width: a high cloud still gets a plot that is wider than high.
    let aspect = maps.count > 1 ? 1.15 : max(plots[0].aspect, style.page.isSlide ? 1.35 : 0)
    let width = min(widest, (high - heading) * aspect)
    // Two maps as high as they are wide; there may be less width than height.
    let height = maps.count > 1 ? min(high, width * 1.05 + heading) : high
    let left = frame.x + (frame.width - width * across - gap * (across - 1) - room) / 2
    let labelHeight = style.measurer.measure("0", font: style.font(.label)).height
    for (index, plot) in plots.enumerated() {
      let place = Double(index)
      let box = Rect(
        x: left + (isStacked ? 0 : place * (width + gap)),
        y: frame.y + (isStacked ? place * (height + gap) : 0), width: width, height: height)
      if heading > 0 {
        draw.text(
          plot.map.headings, style.font(.heading), width: width, at: Point(box.x, box.y),
          id: "\(plot.map.id)/heading")
      }
      // A map without values at its axes is as large as the one beside it.
      let foot = maps.count > 1 && !plot.map.hasTicks ? 2.5 * labelHeight : 0
      plot.draw(in: box.inset(top: heading, bottom: foot), on: &draw)
    }
    let x = left + width * across + gap * (across - 1) + 2 * style.gap
    let side = Rect(x: x, y: frame.y + heading, width: legendWidth, height: tall - heading)
    draw.add(legend.marks(in: side))
  }
}
