import AECore
import Foundation
import Testing

/// What scikit-learn computes (`Scripts/make_fixtures_sklearn_classifiers.py`).
struct ClassifierFixtures: Decodable {
  struct Logistic: Decodable {
    var name: String
    var l2: Double
    var train: [[Float]]
    var labels: [Int]
    var test: [[Float]]
    /// Of the standardised features, `(K, D)`.
    var coefficients: [[Double]]
    var intercepts: [Double]
    var predicted: [Int]
    var trainAccuracy: Double
  }

  struct Neighbours: Decodable {
    var name: String
    var k: Int
    var train: [[Float]]
    var labels: [Int]
    var test: [[Float]]
    var indices: [[Int]]
    var distances: [[Double]]
    var predicted: [Int]
  }

  struct Curve: Decodable {
    var name: String
    var scores: [Double]
    var isPositive: [Bool]
    var area: Double
    var falsePositiveRates: [Double]
    var truePositiveRates: [Double]
  }

  var generator: String
  var logisticRegression: [Logistic]
  var nearestNeighbours: [Neighbours]
  var roc: [Curve]

  static func read() throws -> ClassifierFixtures {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/sklearn-classifiers", withExtension: "json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ClassifierFixtures.self, from: Data(contentsOf: url))
  }

  static func tensor(_ rows: [[Float]]) -> Tensor {
    Tensor([rows.count, rows.first?.count ?? 0], rows.flatMap { $0 })
  }
}
