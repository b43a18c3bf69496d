import AENetwork

extension TrainingOptions {
  /// What a preset is trained with where nothing else is asked for; nil stands for a network of
  /// one's own.
  ///
  /// `Preset.linear` is there to show that it learns what PCA computes, which takes more steps
  /// than a look at a deep network needs: with these it comes within 2 % of PCA's error on the
  /// embedded images, for codes of 2 to 32 values.
  public init(preset: Preset?) {
    self.init()
    guard preset == .linear else { return }
    (epochs, batchSize, learningRate, schedule) = (80, 32, 0.01, .cosine)
  }
}
