import AECore

/// One layer's weights as pictures: the kernels of a convolution, or what each unit of a fully
/// connected layer at the image looks at.
struct FilterBank: Hashable, Sendable {
  /// What one picture shows.
  enum Kind: Hashable, Sendable {
    /// Kernels by output map (rows) and input map (columns).
    case kernels
    /// One colour picture for each output map of the first convolution.
    case colorKernels
    /// For each unit of the encoder's first layer the pixels that it weighs.
    case readingUnits
    /// For each unit before the decoder's last layer the pixels that it paints.
    case paintingUnits
  }

  /// `encoder.0`.
  let name: String
  /// What a sentence calls it: `convolution 1 of the encoder`.
  let words: String
  /// From long to short.
  let titles: [String]
  let kind: Kind
  /// `(rows, columns, C, H, W)`: rows are output maps or units, columns input maps. C is 3 for
  /// pictures in colour, else 1.
  let pictures: Tensor
  /// The greatest finite magnitude of all the layer's weights.
  let limit: Double
  /// The pictures whose every weight is zero, by `row · columns + column`.
  let dead: [Int]
  /// The rows whose map, or unit, is 0 behind its ReLU for every sample of the run.
  let silent: Set<Int>

  var rows: Int { pictures.shape[0] }
  var columns: Int { pictures.shape[1] }
  var channels: Int { pictures.shape[2] }
  var height: Int { pictures.shape[3] }
  var width: Int { pictures.shape[4] }

  /// The banks of `run`: every convolution with weights, and the fully connected layers that meet
  /// the image.
  static func all(of run: Run) throws(Failure) -> [FilterBank] {
    let steps = try run.model.steps(imageShape: run.dataset.imageShape)
    // What meets the image: nothing computes with neighbours before the first one or behind the
    // last.
    let weighted = steps.filter { $0.isFullyConnected || $0.layer.parameterShapes.count > 0 }
    let ends = [weighted.first, weighted.last]
    return steps.compactMap { step in
      run.tensors[TensorName.parameter(step.half, step.index, "weight")].flatMap {
        FilterBank(
          step, weight: $0, image: run.dataset.imageShape, meetsImage: ends.contains(step), run)
      }
    }
  }

  /// The weights of `step` as pictures; nil for a layer whose weights form none.
  private init?(
    _ step: LayerStep, weight: Tensor, image: ImageShape, meetsImage: Bool, _ run: Run
  ) {
    guard let expected = step.layer.parameterShapes.first?.shape, weight.shape == expected else {
      return nil
    }
    let s = weight.shape
    switch step.layer {
    case .conv2d where step.half == .encoder && meetsImage && s[1] == 3:
      kind = .colorKernels
      pictures = weight.reshaped([s[0], 1, 3, s[2], s[3]])
    case .conv2d:
      kind = .kernels
      pictures = weight.reshaped([s[0], s[1], 1, s[2], s[3]])
    case .convTranspose2d:
      // Stored (C, O/groups, KH, KW); shown by output map, as every other layer is.
      kind = .kernels
      pictures = Self.swapped(weight.reshaped([s[0], s[1], s[2] * s[3]]))
        .reshaped([s[1], s[0], 1, s[2], s[3]])
    case .dense(let spec)
    where step.half == .encoder && meetsImage && spec.inFeatures == image.count:
      kind = .readingUnits
      pictures = Self.pictures(weight, image)
    case .dense(let spec)
    where step.half == .decoder && meetsImage && spec.outFeatures == image.count:
      kind = .paintingUnits
      pictures = Self.pictures(
        Self.swapped(weight.reshaped([s[0], s[1], 1])).reshaped([s[1], s[0]]), image)
    default: return nil
    }
    name = step.name
    let half = step.half.rawValue
    words = run.model.words(forLayer: step.name).long + " of the \(half)"
    let short = step.layer.title.replacing("ConvTranspose", with: "ConvT")
    titles = [
      "\(half), \(step.layer.title)".capitalizedFirst, step.layer.title, short,
      String(short.prefix { $0 != "," }), half.capitalizedFirst,
    ]
    let magnitudes = Measure.magnitudes(weight.values)
    limit = magnitudes?.upperBound ?? 0
    let size = pictures.shape[2] * pictures.shape[3] * pictures.shape[4]
    let zeros = Measure.zeroParts(pictures.values, size: size)
    dead = zeros.indices.filter { zeros[$0] }
    // What a unit paints is multiplied by its own answer; every other row is what answers.
    silent = Self.silentMaps(
      in: run, kind == .paintingUnits ? step.index - 1 : step.index + 1, of: step.half,
      count: pictures.shape[0])
  }

  /// The maps, or units, that are 0 for every sample behind layer `index`, if that is a ReLU.
  private static func silentMaps(
    in run: Run, _ index: Int, of half: TensorName.Half, count: Int
  ) -> Set<Int> {
    let layers = half == .encoder ? run.model.encoder : run.model.decoder
    guard layers.indices.contains(index), layers[index] == .relu,
      let answers = run.tensors[TensorName.activation(half, index)],
      answers.shape.rank >= 2, answers.shape[0] > 0, answers.shape[1] == count
    else { return [] }
    let size = answers.count / (answers.shape[0] * count)
    let zeros = Measure.zeroParts(answers.values, size: size)
    let loud = zeros.indices.filter { !zeros[$0] }
    return Set(0..<count).subtracting(loud.map { $0 % count })
  }

  /// `(n, C·H·W)` as pictures; in colour when the image is, the first channel otherwise.
  private static func pictures(_ units: Tensor, _ image: ImageShape) -> Tensor {
    let n = units.shape[0]
    let all = units.reshaped([n, image.channels, image.height, image.width])
    guard image.channels != 1, image.channels != 3 else {
      return all.reshaped([n, 1, image.channels, image.height, image.width])
    }
    let values = (0..<n).flatMap { all[$0][0].values }
    return Tensor([n, 1, 1, image.height, image.width], values)
  }

  /// `(a, b, c)` with the first two axes swapped.
  private static func swapped(_ x: Tensor) -> Tensor {
    let (a, b, c) = (x.shape[0], x.shape[1], x.shape[2])
    let starts = (0..<b).flatMap { j in (0..<a).map { i in (i * b + j) * c } }
    return Tensor([b, a, c], starts.flatMap { x.values[$0..<$0 + c] })
  }

  /// The weights of picture `index`, `(C, H, W)`.
  func picture(_ index: Int) -> Tensor { pictures[index / columns][index % columns] }

  /// Whether a picture is what a unit of a fully connected layer weighs or paints.
  var isUnits: Bool { kind == .readingUnits || kind == .paintingUnits }

  /// Whether picture `index` does nothing: it is zero, or belongs to a silent row.
  func isCrossedOut(_ index: Int) -> Bool {
    silent.contains(index / max(1, columns)) || dead.contains(index)
  }

  /// How many there are, in words: `32 × 16 kernels of 3 × 3`.
  var counts: [String] {
    let all = rows * columns
    let count = rows > 1 && columns > 1 ? "\(rows) × \(columns)" : "\(all)"
    let things = (isUnits ? "unit" : "kernel") + (all == 1 ? "" : "s")
    return ["\(count) \(things) of \(height) × \(width)", "\(count) \(things)"]
  }
}
