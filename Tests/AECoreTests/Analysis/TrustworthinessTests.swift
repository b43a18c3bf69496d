import AECore
import Testing

@Suite struct TrustworthinessTests {
  @Test func isSklearns() throws {
    let fixture = try TSNETests.sklearn()
    let data = try #require(fixture["data"])
    let theirs = try #require(fixture["trust"])
    for (row, name) in ["random", "pca", "tsne"].enumerated() {
      let map = try #require(fixture["map.\(name)"])
      for (column, k) in [1, 5, 12].enumerated() {
        let ours = try #require(Trustworthiness.of(map, data: data, neighbours: k))
        #expect(abs(ours - Double(theirs.values[row * 3 + column])) < 1e-5, "\(name), \(k)")
        #expect(Trustworthiness.of(map, data: data, neighbours: k, threads: 1) == ours)
      }
    }
  }

  @Test func isOneForTheDataItselfAndUnknownForTooFewPoints() {
    var random = RandomSource(seed: 4)
    let data = Tensor(normal: [40, 3], using: &random)
    #expect(Trustworthiness.of(data, data: data) == 1)
    #expect(Trustworthiness.of(data, data: data, neighbours: 20) == nil)
    // Nobody is nearer than anybody else: the first points are everybody's neighbours, rightly.
    let same = Tensor([20, 2], repeating: 1)
    #expect(Trustworthiness.of(same, data: same) == 1)
    var broken = data
    broken.values[7] = .nan
    #expect(Trustworthiness.of(broken, data: data) == nil)
  }
}
