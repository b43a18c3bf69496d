import AECore
import Testing

struct PCATests {
  /// Data in a plane comes back from two components, and its spread is told in shares.
  @Test func dataInAPlaneComesBackFromTwoComponents() {
    var random = RandomSource(seed: 8)
    // 300 points 3·a·u + 1·b·v + centre in five dimensions; u and v orthonormal.
    let u: [Float] = [0.6, 0.8, 0, 0, 0]
    let v: [Float] = [0, 0, -1, 0, 0]
    let centre: [Float] = [5, -2, 1, 0, 3]
    var values: [Float] = []
    for _ in 0..<300 {
      let (a, b) = (3 * random.normal(), random.normal())
      values += (0..<5).map { a * u[$0] + b * v[$0] + centre[$0] }
    }
    let data = Tensor([300, 5], values)
    let pca = PCA.fit(data, components: 2)
    #expect(close(pca.inverseTransform(pca.transform(data)), data, 1e-4))
    #expect(close(pca.explainedVarianceRatio.reduce(0, +), 1, 1e-4))
    #expect(pca.explainedVarianceRatio[0] > 0.85)
    // The largest entry of each direction is positive, whatever LAPACK gave.
    #expect(pca.components.values[1] > 0.75 && pca.components.values[5 + 2] > 0.95)
    // One component alone loses the share of the other.
    let one = PCA.fit(data, components: 1)
    let rest = one.inverseTransform(one.transform(data))
    let lost = zip(data.values, rest.values).reduce(0.0) {
      $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
    }
    let centred = PCA.fit(data, components: 0).inverseTransform(Tensor([300, 0], []))
    let whole = zip(data.values, centred.values).reduce(0.0) {
      $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
    }
    #expect(close(lost / whole, pca.explainedVarianceRatio[1], 1e-3))
  }

  /// Directions are orthonormal on real images, and more of them lose less.
  @Test func directionsAreOrthonormalAndMoreLoseLess() throws {
    let digits = try DatasetCatalog.load("digits")
    let pca = PCA.fit(digits.train, components: 10)
    for i in 0..<10 {
      for j in i..<10 {
        let (a, b) = (pca.components[i], pca.components[j])
        #expect(abs(dot(a, b) - (i == j ? 1 : 0)) < 1e-4)
      }
    }
    #expect(pca.explainedVarianceRatio == pca.explainedVarianceRatio.sorted(by: >))
    let errors = [1, 4, 10, 64].map {
      PCA.fit(digits.train, components: $0).meanSquaredError(of: digits.test)
    }
    #expect(errors == errors.sorted(by: >))
    #expect(errors[3] < 1e-8)
  }

  /// Found from the products of examples, or in a small space, the directions are those of the
  /// covariance: on data where each way could be taken.
  @Test(arguments: [(PCAFit.Way.gram, 1e-4), (.krylov, 1e-3)])
  func everyWayFindsTheSameDirections(_ way: PCAFit.Way, _ tolerance: Double) throws {
    let digits = try DatasetCatalog.load("digits").train.prefix(300)
    let data = digits.images(0..<300).reshaped([300, 64])
    let exact = PCA.fit(data, components: 6, by: .covariance)
    let other = PCA.fit(data, components: 6, by: way)
    #expect(other.components.shape == [6, 64])
    for k in 0..<6 {
      let shares = (exact.explainedVarianceRatio[k], other.explainedVarianceRatio[k])
      #expect(abs(shares.0 - shares.1) < tolerance * shares.0)
      #expect(abs(dot(exact.components[k], other.components[k]) - 1) < 10 * tolerance)
    }
  }

  /// Six images of 4,096 pixels have five directions, and come back from them; a table of 4,096 ×
  /// 4,096 numbers is never made.
  @Test func fewLargeImagesHaveFewDirections() {
    var random = RandomSource(seed: 3)
    let data = Tensor(normal: [6, 4096], using: &random)
    let pca = PCA.fit(data, components: 8)
    #expect(pca.components.shape == [5, 4096])
    #expect(close(pca.explainedVarianceRatio.reduce(0, +), 1, 1e-6))
    #expect(close(pca.inverseTransform(pca.transform(data)), data, 1e-4))
    for i in 0..<5 {
      for j in i..<5 {
        #expect(abs(dot(pca.components[i], pca.components[j]) - (i == j ? 1 : 0)) < 1e-4)
      }
    }
    #expect(PCA.fit(data.rows(0..<1), components: 3).components.shape == [0, 4096])
  }

  /// Of many large images only the space of a few directions is looked at.
  @Test func manyLargeImagesAreLookedAtInASmallSpace() {
    var random = RandomSource(seed: 4)
    let (n, d) = (2100, 2200)
    let (u, v) = (Tensor(normal: [d], using: &random), Tensor(normal: [d], using: &random))
    var values: [Float] = []
    values.reserveCapacity(n * d)
    for _ in 0..<n {
      let (a, b) = (3 * random.normal(), random.normal())
      for j in 0..<d { values.append(a * u.values[j] + b * v.values[j]) }
    }
    let data = Tensor([n, d], values)
    let pca = PCA.fit(data, components: 2)
    #expect(pca.components.shape == [2, d])
    #expect(close(pca.explainedVarianceRatio.reduce(0, +), 1, 1e-4))
    #expect(close(pca.inverseTransform(pca.transform(data.rows(0..<9))), data.rows(0..<9), 1e-2))
  }

  /// Constant data, no data and more components than dimensions do no harm.
  @Test func dataWithoutSpreadDoesNoHarm() {
    let constant = PCA.fit(Tensor([4, 3], repeating: 2), components: 5)
    #expect(constant.components.shape == [3, 3])
    #expect(constant.explainedVarianceRatio == [0, 0, 0])
    #expect(constant.transform(Tensor([1, 3], repeating: 2)).values.allSatisfy { $0 == 0 })
    let empty = PCA.fit(Tensor([0, 3], []), components: 1)
    #expect(empty.mean.values.allSatisfy { $0.isFinite })
    let broken = PCA.fit(Tensor([2, 2], [1, .nan, 2, 3]), components: 1)
    #expect(broken.components.values == [0, 0])
  }
}
