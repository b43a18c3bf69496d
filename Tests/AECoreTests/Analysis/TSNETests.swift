import AECore
import Foundation
import Testing

/// t-SNE against its definition and against scikit-learn (Scripts/make_fixtures_sklearn_latent.py).
@Suite struct TSNETests {
  /// Tensors that scikit-learn gave.
  static func sklearn() throws -> [String: Tensor] {
    let url = try #require(
      Bundle.module.url(
        forResource: "sklearn-latent", withExtension: "safetensors", subdirectory: "Fixtures"))
    return try Safetensors.decode(Data(contentsOf: url), name: "sklearn-latent")
  }

  private func mapped(_ data: Tensor, threads: Int? = nil, seed: UInt64 = 1) -> TSNE.Map? {
    var random = RandomSource(seed: seed)
    return TSNE().fit(data, using: &random, threads: threads)
  }

  @Test func isAsTrustworthyAsSklearnsAndReachesItsDivergence() throws {
    let fixture = try Self.sklearn()
    let data = try #require(fixture["data"])
    let theirs = Double(try #require(fixture["trust"]).values[2 * 3 + 1])
    let divergence = Double(try #require(fixture["divergence"]).values[0])
    // One start may end in a poor minimum, and which one it is depends on the last bits of the
    // processor's arithmetic: the best of several is what the method reaches, and the middle one
    // is not far from it.
    let maps = try (1...7).map { try #require(mapped(data, seed: $0)) }
    for map in maps {
      let trust = try #require(Trustworthiness.of(map.points, data: data))
      #expect(trust > theirs - 0.02)
      #expect(map.perplexity == 30)
    }
    let found = maps.map(\.divergence).sorted()
    #expect(abs(found[0] - divergence) < 0.1 * divergence, "\(found)")
    #expect(abs(found[3] - divergence) < 0.2 * divergence, "\(found)")
  }

  @Test func isTheSameWithAnyNumberOfThreadsAndAnotherWithAnotherSeed() throws {
    let data = try #require(try Self.sklearn()["data"])
    let one = try #require(mapped(data, threads: 1))
    #expect(mapped(data, threads: 3) == one)
    #expect(mapped(data, threads: 1, seed: 2) != one)
  }

  @Test func affinitiesAreSklearns() throws {
    let fixture = try Self.sklearn()
    let data = try #require(fixture["data"])
    let theirs = try #require(fixture["affinities"])
    let affinities = TSNEAffinities(data, perplexity: 30, threads: 2)
    let n = data.shape[0]
    var ours = Tensor([n, n])
    for i in 0..<n {
      for entry in affinities.starts[i]..<affinities.starts[i + 1] {
        let place = i * n + Int(affinities.columns.values[entry])
        ours.values[place] = affinities.weights.values[entry] * Float(n * n)
      }
    }
    // Whole vectors of neighbours; what fills them up is the point itself, and does not draw.
    #expect(affinities.starts.allSatisfy { $0.isMultiple(of: 8) })
    #expect((0..<n).allSatisfy { ours.values[$0 * n + $0] == 0 })
    let worst = zip(ours.values, theirs.values).map { abs($0 - $1) / max(1, abs($1)) }.max()
    // The fixture has half precision.
    #expect(try #require(worst) < 2e-3)
    #expect(abs(affinities.weights.values.reduce(0, +) - 1) < 1e-4)
  }

  @Test func repulsionOfATreeThatIsOpenedToItsLeavesIsExact() throws {
    let fixture = try Self.sklearn()
    let position = try #require(fixture["map.tsne"])
    let force = try #require(fixture["repulsion"])
    let sum = Double(try #require(fixture["repulsion.sum"]).values[0])
    let (naive, naiveSum) = TSNERepulsion.naive(position.values)
    #expect(abs(naiveSum - sum) < 1e-5 * sum)
    #expect(zip(naive, force.values).allSatisfy { abs($0 - Double($1)) < 1e-5 })
    let exact = compute(position, angle: 0)
    #expect(abs(exact.sum - sum) < 1e-4 * sum)
    #expect(zip(exact.force, naive).allSatisfy { abs(Double($0) - $1) < 1e-4 })
  }

  /// What the cells leave out is small, over clusters, lines and points that are equal.
  @Test(arguments: [1, 7, 9, 40, 63, 65, 130, 500])
  func repulsionOfCellsIsClose(count: Int) {
    var random = RandomSource(seed: UInt64(count))
    for shape in 0..<4 {
      let values = (0..<2 * count).map { place -> Float in
        switch shape {
        case 0: 10 * random.normal()
        case 1: Float(place / 2 % 3) * 20 + random.normal()
        case 2: place % 2 == 0 ? Float(place) : 0
        default: place < count ? 1 : 2
        }
      }
      let position = Tensor([count, 2], values)
      let (force, sum) = TSNERepulsion.naive(values)
      let close = compute(position, angle: TSNE().angle)
      #expect(abs(close.sum - sum) <= 0.02 * sum, "shape \(shape)")
      let size = force.map { $0 * $0 }.reduce(0, +).squareRoot()
      let error = zip(close.force, force).map { (Double($0) - $1) * (Double($0) - $1) }
        .reduce(0, +).squareRoot()
      #expect(error <= 0.02 * size + 1e-6, "shape \(shape)")
    }
  }

  private func compute(_ position: Tensor, angle: Double) -> (force: [Float], sum: Double) {
    let buffer = FloatBuffer(count: position.count)
    buffer.assign(position.values)
    let repulsion = TSNERepulsion(count: position.shape[0], angle: angle)
    let sum = repulsion.compute(buffer, threads: 2)
    return (repulsion.force.values, sum)
  }

  @Test func fewPointsAndEqualPointsDoNoHarm() throws {
    var random = RandomSource(seed: 3)
    #expect(mapped(Tensor(normal: [11, 3], using: &random)) == nil)
    let few = try #require(mapped(Tensor(normal: [12, 3], using: &random)))
    #expect(few.perplexity == 11.0 / 3)
    #expect(few.points.values.allSatisfy { $0.isFinite })
    #expect(mapped(Tensor([50, 3], repeating: 2)) == nil)
    #expect(mapped(Tensor([50, 1], [Float](repeating: 2, count: 49) + [.nan])) == nil)
    // Two places only, and a line.
    let two = Tensor([60, 2], (0..<60).flatMap { [Float($0 % 2), 0] })
    #expect(try #require(mapped(two)).points.values.allSatisfy { $0.isFinite })
    let line = Tensor([60, 1], (0..<60).map(Float.init))
    #expect(try #require(mapped(line)).points.values.allSatisfy { $0.isFinite })
  }
}
