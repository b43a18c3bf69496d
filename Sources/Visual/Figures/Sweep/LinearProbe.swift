import AECore

/// What a run knows of a logistic regression that tells the classes from the code.
enum LinearProbe {
  /// The share of test images that it puts into the right class; nil when nobody has measured it.
  static func accuracy(_ run: Run) -> Double? {
    run.evaluation?.classification?.results.first {
      $0.features == .code && $0.classifier == .logisticRegression
    }?.accuracy
  }

  /// What naming the most frequent class reaches; nil when nobody has measured it.
  static func chance(_ run: Run) -> Double? { run.evaluation?.classification?.chance }
}
