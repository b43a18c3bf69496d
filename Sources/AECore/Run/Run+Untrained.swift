import AENetwork

extension Run {
  /// The network as it was before its training: its first weights follow from the seed, if this
  /// program drew them; nil where it did not, or in a way that this version does not know.
  /// - Throws: `Failure` when the model does not fit.
  package func untrained() throws -> Autoencoder? {
    guard generator.name == Generator.current.name, let training,
      let initialization = training.knownInitialization
    else { return nil }
    return try Autoencoder(
      model, imageShape: dataset.imageShape, seed: training.seed, initialization)
  }
}
