import AECore

/// The spectra of a decoder's outputs before training and after, and of real images: where a
/// pattern of the decoder's would show. What ``CheckerboardFigure`` says in one number, for the
/// appendix.
public struct SpectraFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "spectra", title: "Spectra: where a pattern would show")

  private let sides: [CheckerboardSide]

  /// The spectra of `run`, and of a second run on images of the same shape.
  /// - Throws: `Failure` when they were not measured, or the images differ.
  public init(run: Run, twin: Run? = nil) throws(Failure) {
    sides = try CheckerboardFigure.sides(run, twin: twin)
  }

  /// How to read a spectrum.
  public var caption: String {
    let section = sides[0].section
    return "Slow changes lie in the middle of a spectrum, the finest at its edges; framed: the "
      + "frequencies of what repeats every \(section.period) pixels. Means over "
      + "\(section.testCount.counted("test image")); bold: what such a tile explains of an image's "
      + "variation."
  }

  /// The section of each run.
  public var data: any Encodable & Sendable {
    sides.map { ["name": $0.name, "checkerboard": $0.section] as Fields }
  }

  /// A row of spectra for each run.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    CheckerboardTable(sides: sides, showsSpectra: true, style: draw.style)
      .draw(in: frame, on: &draw)
  }
}
