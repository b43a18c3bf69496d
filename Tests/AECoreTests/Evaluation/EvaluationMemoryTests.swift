import AECore
import Testing

/// What measuring takes, told before anything is trained. `Benchmarks/memory.py` holds the numbers
/// against what the program really takes.
@Suite struct EvaluationMemoryTests {
  private static func dataset(_ shape: ImageShape, count: Int) -> Dataset {
    let images = ImageSet(
      shape: shape, pixels: [UInt8](repeating: 7, count: count * shape.count),
      labels: (0..<count).map { UInt8($0 % 10) })
    return Dataset(
      name: "plain", train: images, test: images, classNames: nil, source: nil, license: nil,
      sha256: nil)
  }

  private static func bytes(
    _ shape: ImageShape, count: Int, latent: Int = 4, threads: Int = 1,
    steps: [any EvaluationStep] = Evaluator.steps
  ) throws -> Double {
    try EvaluationMemory(
      Preset.linear.model(imageShape: shape, latentSize: latent),
      dataset: dataset(shape, count: count), steps: steps, threads: threads
    ).bytes
  }

  private static let small = ImageShape(channels: 1, height: 8, width: 8)
  private static let large = ImageShape(channels: 3, height: 128, width: 128)

  /// At least what has to be there at any time, and not many times that.
  @Test func isOfTheOrderOfWhatIsMeasured() throws {
    let pixels = Double(2 * 200 * Self.large.count)
    let weights = 8 * Double(Self.large.count)
    let bytes = try Self.bytes(Self.large, count: 200)
    #expect(bytes > pixels + 4 * weights)
    #expect(bytes < 1e9)
    #expect(try Self.bytes(Self.small, count: 200) < 1e8)
  }

  @Test func growsWithImagesCodesAndThreads() throws {
    let one = try Self.bytes(Self.large, count: 40)
    #expect(try Self.bytes(Self.large, count: 400) > 1.5 * one)
    #expect(try Self.bytes(Self.large, count: 40, latent: 64) > one)
    let two = try Self.bytes(Self.large, count: 40, threads: 2)
    let all = try Self.bytes(Self.large, count: 40, threads: 64)
    #expect(two > one && all > two)
    // No more than ten steps are side by side.
    #expect(try Self.bytes(Self.large, count: 40, threads: 10) == all)
  }

  @Test func aStepAloneTakesLess() throws {
    let all = try Self.bytes(Self.large, count: 40, threads: 64)
    for step in Evaluator.steps {
      let own = try Self.bytes(Self.large, count: 40, threads: 64, steps: [step])
      #expect(own > 0 && own < all, "\(step.name)")
    }
  }

  /// A normal distribution of a million values has 10¹² covariances.
  @Test func whatDoesNotFitIsRefusedWithTheNumber() throws {
    let memory = try EvaluationMemory(
      Preset.linear.model(imageShape: Self.small, latentSize: 1_000_000),
      dataset: Self.dataset(Self.small, count: 40), threads: 2)
    #expect(memory.bytes > 1e13 && memory.bytes < 1e14)
    expectFailure(.usage, "measuring this network would take about", "GB of memory", "free") {
      try memory.check()
    }
    try EvaluationMemory(
      Preset.linear.model(imageShape: Self.small, latentSize: 4),
      dataset: Self.dataset(Self.small, count: 40), threads: 2
    ).check()
  }

  /// The estimate of PCA knows the three ways: none takes the square of what is many.
  @Test func imagesByTheThousandDoNotTakeTheirSquare() throws {
    let wide = ImageShape(channels: 3, height: 256, width: 256)
    let square = 4 * Double(wide.count) * Double(wide.count)
    #expect(try Self.bytes(wide, count: 20) < square / 50)
  }
}
