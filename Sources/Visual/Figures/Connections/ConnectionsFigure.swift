import AECore

/// A fully connected network, or the fully connected layers around the code of another one, as
/// units and lines that carry the learned weights.
public struct ConnectionsFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// How many lines of how many are drawn, how they were chosen, and what is dead.
  public let caption: String

  let net: UnitNet

  /// The layers of `run`, with the activations of sample `sample` where it has them.
  /// - Throws: `Failure` when no fully connected layer with weights meets the code.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    net = try UnitNet(run, sample: sample)
    let sizes = net.columns.map { NumberText.count($0.count) }
    let way = (sizes.count > 9 ? Self.ends(sizes, code: net.codeIndex) : sizes)
      .joined(separator: "\u{A0}→ ")
    heading = (
      "connections", (net.isWhole ? "Fully connected: " : "Fully connected layers: ") + way
    )
    caption = Self.caption(net)
  }

  /// The first two, the code and the last two of very many.
  private static func ends(_ sizes: [String], code: Int) -> [String] {
    let middle = (2..<sizes.count - 2).contains(code) ? ["…", sizes[code], "…"] : ["…"]
    return sizes.prefix(2) + middle + sizes.suffix(2)
  }

  private static func caption(_ net: UnitNet) -> String {
    let (shown, all) = (net.shownLines, net.allLines)
    let chosen = net.columns.contains { $0.shown.count < $0.count }
    let lines =
      chosen
      ? "Drawn: \(NumberText.count(shown)) of \(all.counted("line")), between up to "
        + "\(UnitNet.most) units a column with the strongest weights."
      : "Drawn: every unit and \(all == 1 ? "the one line" : "all \(all.counted("line"))")."
    let dead = net.deadCount
    return [
      lines,
      net.links.contains { $0.limit > 0 }
        ? "Warm colours: a weight above 0, blue: below; wider: larger." : nil,
      dead == 0
        ? nil
        : "Dashed: dead, 0 for all \(net.sampleCount) images (\(dead.counted("unit"))).",
    ].sentences
  }

  /// The units that are drawn, and the lines between them.
  public var data: any Encodable & Sendable {
    let columns = net.columns.map { column in
      [
        "name": column.name, "units": column.count, "drawn": column.shown,
        "dead": column.dead.sorted(), "values": column.values?.map { Double($0).finite },
      ] as Fields
    }
    let layers = net.links.map { link in
      ["layer": link.name, "weights": link.weights.map { $0.map { Double($0).finite } }] as Fields
    }
    return [
      "columns": columns, "layers": layers, "linesDrawn": net.shownLines, "lines": net.allLines,
    ] as Fields
  }

  /// A column for each layer's units, the image before the first and behind the last one.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    var area = frame
    if !draw.style.page.isSlide { area.height = min(frame.height, 0.7 * frame.width) }
    let plan = UnitNetPlan(net, in: area, draw.style)
    draw.main { plan.draw(on: &$0) }
  }
}
