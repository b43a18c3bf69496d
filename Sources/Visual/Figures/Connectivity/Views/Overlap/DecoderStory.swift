import AECore

/// A decoder's overlap, and what becomes of it in an image: as the network gives it before its
/// training and after.
public struct DecoderStory: Sendable {
  /// The ways that lead to each cell, layer after layer.
  public let overlap: DecoderOverlap
  /// The network whose decoder it is.
  let model: ModelDescription
  /// Which of the run's samples the images are of, from 0.
  let sample: Int
  /// What the network gave before its training, `(C, H, W)`; nil where its first weights are not
  /// known.
  let before: Tensor?
  /// What it gives, `(C, H, W)`; nil where the run holds no samples.
  let after: Tensor?

  /// First weights are drawn again of networks with at most so many.
  private static let mostParameters = 1 << 24

  /// The story of `run`'s decoder on sample `sample`; nil when no layer of it is a convolution.
  /// - Throws: `Failure` when a map is too large to be drawn, or there is no such sample.
  init?(run: Run, steps: [LayerStep], sample: Int) throws(Failure) {
    guard let overlap = try DecoderOverlap(steps: steps) else { return nil }
    self.overlap = overlap
    self.sample = sample
    model = run.model
    let input = try run.sampleImage(sample)
    let outputs = try? run.examples(
      TensorName.sampleReconstruction, of: run.dataset.imageShape.shape)
    after = outputs.flatMap { sample < $0.shape[0] ? $0[sample] : nil }
    let parameters = steps.reduce(0) { $0 + $1.layer.parameterCount }
    if let input, parameters <= Self.mostParameters, let first = try? run.untrained() {
      let images = input.reshaped(Shape([1] + input.shape.dimensions))
      before = first.reconstructions(of: images)[0]
    } else {
      before = nil
    }
  }

  /// What there is of it, in the order of time.
  var images: [(name: String, image: Tensor)] {
    [("before training", before), ("after training", after)].compactMap { name, image in
      image.map { (name, $0) }
    }
  }

  /// The row of the image in which most is to be seen: of its middle half.
  var row: Int {
    guard let image = after ?? before else { return 0 }
    let (height, width) = (image.shape[1], image.shape[2])
    func spread(_ y: Int) -> Float {
      let row = image.values[y * width..<(y + 1) * width]
      let mean = row.reduce(0, +) / Float(max(1, width))
      return row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let middle = height / 4..<max(height / 4 + 1, 3 * height / 4)
    return middle.max { spread($0) < spread($1) } ?? height / 2
  }

  /// A count as it is, as far as digits go.
  static func number(_ ways: Double) -> String {
    ways < 1e6 && ways == ways.rounded()
      ? NumberText.count(Int(clamping: ways)) : NumberText.short(ways, digits: 4)
  }

  /// How many ways lead to a pixel, and what the rows of pixels show.
  var caption: String {
    [ways, rows].sentences
  }

  private var ways: String? {
    guard let last = overlap.stages.last else { return nil }
    let inner = last.innerLimits
    let limits = inner ?? last.limits
    let (low, high) = (limits.lowerBound, limits.upperBound)
    let place = inner == nil ? "Border included" : "Away from the border"
    guard low < high else {
      return "\(place), \(Self.number(low)) \(low == 1 ? "way leads" : "ways lead") to every "
        + "pixel: the overlap is even."
    }
    return "\(place), \(Self.number(low)) to \(Self.number(high)) ways lead to a pixel, those of "
      + "its column times those of its row: learned weights have to even that out."
  }

  private var rows: String? {
    switch (before != nil, after != nil) {
    case (true, true): "Below: a row of pixels before training and after."
    case (true, false): "Below: a row of pixels before training."
    case (false, true):
      "Below: a row of pixels after training; the first weights are not known."
    case (false, false): nil
    }
  }
}
