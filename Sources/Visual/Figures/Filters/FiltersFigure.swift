import AECore

/// The trained weights as pictures: every convolution's kernels, and what the fully connected units
/// at the image look at or paint.
public struct FiltersFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "filters", title: "Filters: the weights that were learned")

  let banks: [FilterBank]

  /// The filters of `run`.
  /// - Throws: `Failure` when the run holds no weights that form a picture.
  public init(run: Run) throws(Failure) {
    banks = try FilterBank.all(of: run)
    guard !banks.isEmpty else {
      throw Failure(
        .badData, at: "tensors",
        "the run holds no weights of a convolution or of a layer at the image",
        advice: "export encoder.0.weight and so on")
    }
  }

  /// How to read them, and how many are dead.
  public var caption: String {
    let colored = banks.filter { $0.channels == 3 }
    let inColor = "a bright colour adds to the sum, its complement takes away"
    var text =
      colored.count == banks.count
      ? "Each picture is a filter: \(inColor)."
      : "Each picture is a filter: warm colours add to the sum, blue takes away."
    if !colored.isEmpty, colored.count < banks.count {
      text +=
        " In \(colored.map(\.words).joined(separator: " and ")), at the image's colours, \(inColor)."
    }
    // What is marked needs its key before all else.
    let odd = banks.map(\.pictures).beyondScales
    if let odd { text += " \(odd)" }
    let dead = banks.reduce(0) { $0 + $1.dead.count }
    let crossed = [dead > 0 ? dead.counted("filter") + " of zeros" : nil, silent].compactMap { $0 }
    if !crossed.isEmpty { text += " Crossed out: \(crossed.joined(separator: "; "))." }
    let kinds = Set(banks.map(\.kind))
    if kinds.contains(.readingUnits) {
      text += " A unit of the encoder answers most to an image that looks like its filter."
    } else if kinds.contains(.kernels) || kinds.contains(.colorKernels) {
      text += " A kernel answers most where the map below it looks like itself."
    }
    return text
      + (banks.count == 1
        ? " The scale is printed below it." : " Each layer has its own scale, printed below it.")
  }

  /// `the filters of 2 maps and 1 unit that are 0 for every sample`; nil where each answers at
  /// times.
  private var silent: String? {
    func count(_ isUnit: Bool) -> Int {
      banks.filter { [.readingUnits, .paintingUnits].contains($0.kind) == isUnit }
        .reduce(0) { $0 + $1.silent.count }
    }
    let (maps, units) = (count(false), count(true))
    guard maps + units > 0 else { return nil }
    let whose = [
      maps > 0 ? maps.counted("map") : nil, units > 0 ? units.counted("unit") : nil,
    ].compactMap { $0 }.joined(separator: " and ")
    return
      "the filters of \(whose) that \(maps + units == 1 ? "is" : "are") 0 for every sample, dead "
      + "behind the ReLU"
  }

  /// Each layer's name, number of pictures and scale.
  public var data: any Encodable & Sendable {
    banks.map { bank in
      // The shape is rows, columns, channels, height, width.
      [
        "layer": bank.name, "shape": bank.pictures.shape.dimensions, "limit": bank.limit,
        "dead": bank.dead, "silent": bank.silent.sorted(),
        "weights": bank.pictures.values.map { $0.isFinite ? $0 : nil },
      ] as Fields
    }
  }

  /// A panel for each layer, in as many columns as the page has room for.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let grid = PanelGrid(
      banks.count, leastWidth: 9 * style.font(.label).size, atMost: style.page.isSlide ? 4 : 6,
      in: frame, style)
    draw.main { draw in
      draw.panels(grid, names: banks.map(\.words)) { draw, index, box in
        FilterPanel(bank: banks[index], style: style).draw(in: box, on: &draw)
      }
    }
  }
}
