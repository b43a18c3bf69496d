import AECore

extension VerdictRow {
  /// The best plain classifier on the code beside the best one on the pixels or on PCA's code.
  static func classification(_ run: Run) -> VerdictRow? {
    let results = run.evaluation?.classification?.results ?? []
    func best(_ isOurs: Bool) -> Classification.Result? {
      results.filter { ($0.features == .code) == isOurs && $0.accuracy.isFinite }
        .max { $0.accuracy < $1.accuracy }
    }
    guard let code = best(true), let other = best(false) else { return nil }
    let features = other.features == .pixels ? "pixels" : "PCA"
    return VerdictRow(
      quantity: ["test images put in their class", "test accuracy", "accuracy"], measure: .accuracy,
      autoencoder: code.accuracy, means: ["code, \(name(code.classifier))", name(code.classifier)],
      baseline: other.accuracy, rival: ["\(features), \(name(other.classifier))", features])
  }

  private static func name(_ classifier: Classification.Classifier) -> String {
    switch classifier {
    case .logisticRegression: "linear"
    case .nearestNeighbours: "nearest neighbours"
    }
  }
}
