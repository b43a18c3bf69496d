import AECore

/// The codes of the test images, coloured by class: how the network orders what it has seen. Two
/// values are shown as they are; more by t-SNE when the run has such a map, else by PCA.
public struct LatentFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "latent", title: "Codes of the test images")
  /// How the codes became a plane, and what to look for.
  public let caption: String

  /// The one that the figure is about, and one that stands below it on paper.
  package let maps: [LatentMap]
  let groupNames: [Int: String]
  private let thumbnails: Int?
  /// The class that the others stand back for, in a picture that moves.
  var focus: Int?

  /// The test codes of `run`.
  /// - Throws: `Failure` when the run holds none, or none that is finite, or not the map that is
  ///   asked for.
  public init(run: Run, _ choice: LatentChoice = LatentChoice()) throws(Failure) {
    let size = run.model.latentSize
    let latents = try run.examples(TensorName.testLatents, of: [size])
    let kept = latents.finiteRows
    guard !kept.isEmpty else {
      throw Failure(
        .badData, at: TensorName.testLatents, "no code is finite",
        advice: "train with a smaller learning rate")
    }
    let map = size > 2 ? run.tsneMap : nil
    try Self.check(choice, size: size, hasMap: map != nil)

    let codes = kept.count == latents.shape[0] ? latents : latents.rows(kept)
    let all = run.labels(TensorName.testLatentLabels, count: latents.shape[0])
    let labels = all.map { all in kept.count == all.count ? all : kept.map { all[$0] } }
    let errors = run.testErrors(count: latents.shape[0])
    let samples = run.codedSamples(among: codes)
    let inputs = try? run.images(TensorName.sampleInput)
    func complete(_ map: LatentMap, images: [Int]?) -> LatentMap {
      var map = map
      let rows = samples.map(\.row)
      let points = images.map { Measure.firstPlaces(of: rows.map { kept[$0] }, in: $0) } ?? rows
      map.pictures = zip(samples, points).compactMap { sample, point in
        guard let point, let inputs else { return nil }
        return LatentMap.Picture(image: inputs[sample.sample], point: point)
      }
      map.errors = errors.flatMap { errors in
        let shown = images ?? kept
        return shown.count == map.count ? Measure.picked(shown, of: errors) : nil
      }
      return map
    }

    let projection = ProjectedCodes(codes)
    let trust = run.evaluation?.latentSpace?.trustworthiness
    let isProjected = size > 2
    let flat = complete(
      LatentMap(
        id: map == nil ? "latent" : "latent/pca",
        headings: isProjected ? Self.headings("PCA", trust?.pca) : [], projection.points,
        axisNames: projection.axisNames, labels: labels,
        ellipses: isProjected ? [] : run.posteriorEllipses), images: nil)
    let tsne = map.map { map in
      // Without places among the test images, points cannot be led to images.
      var shown = LatentMap(
        id: "latent/tsne", headings: Self.headings("t-SNE", trust?.tsne), map.points,
        axisNames: ["", ""], labels: map.labels, hasTicks: false)
      if let images = run.tsneImages(count: map.points.shape[0]) {
        shown = complete(shown, images: images)
      }
      return shown
    }
    switch choice.projection {
    case .pca: maps = [flat]
    case .tsne: maps = [tsne ?? flat]
    case nil: maps = tsne.map { [$0, flat] } ?? [flat]
    }
    groupNames = run.classNames((labels ?? []) + (map?.labels ?? []))
    thumbnails = choice.thumbnails
    let facts = Facts(
      codes: kept.count, missing: latents.shape[0] - kept.count, size: size,
      shares: projection.shares, record: map?.record, trust: trust)
    caption = Self.caption(maps[0], facts, thumbnails: thumbnails, classes: groupNames.count)
  }

  /// What a caption tells beside what is on the map.
  private struct Facts {
    var codes: Int
    var missing: Int
    var size: Int
    var shares: [Double]
    var record: LatentSpace.TSNEMap?
    var trust: LatentSpace.Trust?
  }

  private static func check(
    _ choice: LatentChoice, size: Int, hasMap: Bool
  ) throws(Failure) {
    guard let projection = choice.projection else { return }
    guard size > 2 else {
      throw Failure(
        .usage, "--projection \(projection.rawValue)",
        "a code of \(size.counted("value")) is shown as it is", advice: "leave --projection out")
    }
    guard projection == .pca || hasMap else {
      throw Failure.unmeasured("evaluation.latent_space.tsne", "there is no map by t-SNE")
    }
  }

  private static func headings(_ name: String, _ trust: Double?) -> [String] {
    guard let trust else { return [name] }
    let text = NumberText.fixed(trust, decimals: 2)
    return ["\(name), trustworthiness \(text)", "\(name), trust \(text)", name]
  }

  private static func caption(
    _ map: LatentMap, _ facts: Facts, thumbnails: Int?, classes: Int
  ) -> String {
    let isMap = !map.hasTicks
    let hasLabels = !map.members.isEmpty
    let isPlane = facts.size <= 2
    let trust = isMap ? facts.trust?.tsne : facts.trust?.pca
    let reach = "\(NumberText.setting(LatentMap.reach))\u{A0}σ"
    let sentences: [String?] = [
      placing(map, facts),
      !isPlane && !isMap
        ? "Codes that lie apart here differ; close ones need not be alike."
        : "Close points are images that the network codes alike"
          + (hasLabels ? "; it never saw the class names." : "."),
      // A slide has room for the key to what is drawn, if it is short.
      map.ellipses.isEmpty
        ? nil
        : map.ellipses.count == 1
          ? "Ellipse: where one image's code is drawn from, \(reach)."
          : "Ellipses: where \(map.ellipses.count) images' codes are drawn from, \(reach).",
      map.pictures.isEmpty || thumbnails == 0 || map.axisNames.count < 2
        ? nil : "The images are test images, each at its own point.",
      hasLabels && classes > LatentCallouts.most
        ? "Of the \(classes) classes the largest are named." : nil,
      !hasLabels && map.errors != nil && map.axisNames.count > 1
        ? "The colour is the error of an image's reconstruction." : nil,
      map.hasOwnScales && map.axisNames.count > 1 ? "The axes have scales of their own." : nil,
      isPlane
        ? nil
        : trust.map {
          "Trustworthiness \(NumberText.fixed($0, decimals: 2)): it is 1 when a point's "
            + "\(facts.trust?.neighbours ?? 0) neighbours on the map are true ones."
        },
      isMap
        ? facts.record.map {
          "\($0.method), perplexity \(NumberText.setting($0.perplexity)), seed \($0.seed)."
        } : nil,
      facts.missing == 0
        ? nil
        : facts.missing.counted("code is", "codes are") + " not finite and left out.",
    ]
    return sentences.sentences
  }

  /// Whose codes are shown, and how they came onto the page.
  private static func placing(_ map: LatentMap, _ facts: Facts) -> String {
    let count = NumberText.count(map.count)
    if facts.size <= 2 {
      let codes =
        map.count == 1 ? "the code of 1 test image" : "the codes of \(count) test images"
      return facts.size == 1
        ? "The one value of \(codes)." : "The two values of \(codes), as they are."
    }
    let part =
      map.count < facts.codes ? "\(count) of \(NumberText.count(facts.codes))" : count
    let codes =
      (part == "1" ? "1 code" : "\(part) codes") + " of \(facts.size) values"
    guard map.hasTicks else {
      return
        "\(codes), laid out by t-SNE: it keeps neighbours; gaps, sizes and directions mean nothing."
    }
    guard map.axisNames.count == 2 else { return "\(codes) on their first principal component." }
    let share = NumberText.percent(facts.shares.reduce(0, +))
    return "\(codes) on their first two principal components, with \(share) of their variance."
  }

  /// Every map's points with their labels.
  public var data: any Encodable & Sendable {
    let names = groupNames.map { ("\($0.key)", $0.value) }
    return [
      "maps": maps.map { map in
        [
          "axes": map.axisNames, "name": map.headings.last,
          "points": map.cloud.points.map { map.axisNames.count > 1 ? [$0.x, $0.y] : [$0.x] },
          "label": map.members.isEmpty ? nil : map.groups.compactMap { $0 },
          "error": map.errors,
          // Mean and deviation along both axes.
          "ellipses": map.ellipses.map { [$0.x, $0.y, $0.deviationX, $0.deviationY] },
        ] as Fields
      }, "classNames": names.isEmpty ? nil : Dictionary(uniqueKeysWithValues: names),
    ] as Fields
  }

  /// The map over the whole frame, on paper with the second one below it; codes of one value become
  /// histograms.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    guard maps[0].axisNames.count > 1 else {
      return draw.main {
        LatentHistogram(map: maps[0], groupNames: groupNames).draw(in: frame, on: &$0)
      }
    }
    func plot(_ map: LatentMap, images: Int?) -> ScatterPlot {
      ScatterPlot(map: map, groupNames: groupNames, thumbnails: images, focus: focus)
    }
    let first = plot(maps[0], images: thumbnails)
    var area = frame
    // Paper is high: a map is not drawn out to a tower.
    if !style.page.isSlide {
      area.height = min(frame.height, first.height(width: frame.width, style: style))
    }
    guard maps.count > 1, !style.page.isSlide else { return first.draw(in: area, on: &draw) }
    let line = style.lineHeight(style.font(.heading)) + style.gap / 2
    let second = plot(maps[1], images: 0).height(width: frame.width, style: style) + line
    guard frame.height >= area.height + line + 2 * style.gap + second else {
      return first.draw(in: area, on: &draw)
    }
    area.height += line
    let below = Rect(
      x: frame.x, y: area.maxY + 2 * style.gap, width: frame.width, height: second)
    // The images stand in the first one.
    for (map, box, images) in [(maps[0], area, thumbnails), (maps[1], below, 0)] {
      draw.text(
        map.headings, style.font(.heading), width: box.width, at: Point(box.x, box.y),
        id: "\(map.id)/heading")
      plot(map, images: images).draw(in: box.inset(top: line), on: &draw)
    }
  }
}
