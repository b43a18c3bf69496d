import AENetwork

extension WorkedExample {
  /// The most numbers of a map or of the weights that an example takes.
  public static let mostValues = 1 << 22

  /// Small whole numbers from a seed: maps from 0 to 3, kernels from 0 to 2, none of them all
  /// zeros: no signs to carry, and sums of one or two digits.
  ///
  /// - Parameters:
  ///   - pair: the geometry and the sizes.
  ///   - seed: of the numbers.
  ///   - inputValues: the large map's values in row-major order instead, repeated for each channel.
  ///   - kernelValues: the kernel's taps instead, repeated for each pair of channels.
  /// - Throws: ``Failure`` of kind `usage` when a list has another length than the map or the
  ///   kernel, or when the example is too large to be worked.
  public static func seeded(
    _ pair: ConvolutionPair, seed: UInt64, inputValues: [Float]? = nil,
    kernelValues: [Float]? = nil
  ) throws -> WorkedExample {
    let kernel = pair.geometry.kernel
    let perGroup = pair.largeShape.channels / pair.geometry.groups
    let counts =
      [pair.largeShape, pair.smallShape, pair.restoredShape].map {
        $0.shape.checkedCount
      } + [Int(product: [pair.smallShape.channels, perGroup, kernel.height, kernel.width])]
    for count in counts where count ?? Int.max > mostValues {
      throw Failure(
        .usage, "--view values",
        "an example of \(count.map(String.init) ?? "more than 2^63") values cannot be worked",
        advice: "use at most \(mostValues) values in each map and in the kernels")
    }
    let products = Int(product: [counts[1] ?? Int.max, perGroup, kernel.height, kernel.width])
    guard let products, products <= 1 << 26 else {
      throw Failure(
        .usage, "--view values",
        "an example of \(products.map(String.init) ?? "more than 2^63") products cannot be worked",
        advice: "use smaller maps, a smaller kernel or fewer channels")
    }
    var random = RandomSource(seed: seed)
    func numbers(_ count: Int, _ range: ClosedRange<Int>) -> [Float] {
      var values = (0..<count).map { _ in
        Float(range.lowerBound + Int(random.next() % UInt64(range.count)))
      }
      if values.allSatisfy({ $0 == 0 }), !values.isEmpty { values[0] = 1 }
      return values
    }
    func filled(
      _ given: [Float]?, _ each: Int, times: Int, _ range: ClosedRange<Int>, _ option: String,
      _ what: String
    ) throws -> [Float] {
      guard let given else { return numbers(each * times, range) }
      guard given.count == each else {
        throw Failure(
          .usage, option, "has \(given.count) values, but \(what) = \(each)",
          advice: "give \(each), row by row")
      }
      return Array(repeating: given, count: times).flatMap { $0 }
    }
    let size = pair.largeShape.size
    let large = try filled(
      inputValues, size.count, times: pair.largeShape.channels, 0...3, "--input-values",
      "the input has \(size.height)·\(size.width)")
    let small = numbers(pair.smallShape.shape.count, 0...3)
    let pairs = pair.smallShape.channels * perGroup
    let weights = try filled(
      kernelValues, kernel.count, times: pairs, 0...2, "--kernel-values",
      "the kernel has \(kernel.height)·\(kernel.width)")
    return try WorkedExample(
      pair, large: Tensor(pair.largeShape.shape, large),
      small: Tensor(pair.smallShape.shape, small),
      weights: Tensor([pair.smallShape.channels, perGroup, kernel.height, kernel.width], weights))
  }

  /// More values than this in a map are not worked for a picture, which could not show them.
  private static let mostPicturedValues = 1 << 18

  /// The same over the maps, or over their upper left part when there are too many products or
  /// values to be worked for a picture; nil when even that part is too large.
  public static func seeded(partOf pair: ConvolutionPair, seed: UInt64) -> WorkedExample? {
    for (cells, most) in [(Int.max, 1 << 20), (12, 1 << 22), (5, 1 << 22), (3, 1 << 22)] {
      guard let part = pair.part(cells),
        [part.largeShape, part.smallShape, part.restoredShape].allSatisfy({
          $0.shape.checkedCount.map { $0 <= mostPicturedValues } ?? false
        }),
        let count = part.geometry.connectionCount(large: part.largeShape, small: part.smallShape),
        count <= most, let example = try? seeded(part, seed: seed)
      else { continue }
      return example
    }
    return nil
  }
}
