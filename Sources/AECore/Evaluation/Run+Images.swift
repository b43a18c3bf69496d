import AEData
import AENetwork

/// Which images a run speaks of, once it is measured on some.
extension Run {
  /// What is known of the images that it was trained on.
  package var trainingDataset: DatasetSummary {
    guard let images = training?.dataset else { return dataset }
    return DatasetSummary(
      name: images.name, imageShape: dataset.imageShape, trainCount: images.trainCount,
      testCount: 0, classNames: nil, source: nil, license: nil, sha256: images.sha256,
      heldOutClass: images.heldOutClass, reading: images.reading)
  }

  /// The images of `images` as the training had them: without the class that it left out, and of
  /// its own set only as many as it took.
  /// - Throws: `Failure` when no images are left.
  public func asTrained(on images: Dataset) throws -> Dataset {
    var images = images
    let trained = trainingDataset
    if let label = trained.heldOutClass { images = try images.holdingOut(label) }
    // `train --limit` takes the first ones. Of another set all are taken.
    let isOther =
      trained.sha256 != nil && images.sha256 != nil && trained.sha256 != images.sha256
    if trained.trainCount > 0, !isOther {
      images.train = images.train.prefix(trained.trainCount)
    }
    return images
  }

  /// The run as one that is about to be measured on `images`: it has their counts, name and digest,
  /// and nothing that was measured on others.
  ///
  /// What it was trained on stays known (``TrainingRecord/dataset``). Of a run whose images have no
  /// digest, from another program say, samples stay as they are: nothing says that they are others.
  func measured(on images: Dataset) -> Run {
    let found = images.summary
    // Without test images nothing is measured.
    var same = dataset
    (same.pixelRange, same.path) = (nil, nil)
    var run = self
    if images.test.count > 0 { run.dataset.path = images.path }
    guard found != same, images.test.count > 0 else { return run }
    let trained = TrainingImages(trainingDataset)
    let areSame =
      dataset.sha256.flatMap { own in found.sha256.map { own == $0 } }
      ?? (dataset.trainCount == found.trainCount)
    run.dataset = found
    (run.dataset.pixelRange, run.dataset.path) = (dataset.pixelRange, images.path)
    if areSame {
      // Words about them that the folder does not know.
      run.dataset.name = dataset.sha256 == nil ? found.name : dataset.name
      run.dataset.classNames = found.classNames ?? dataset.classNames
      run.dataset.source = found.source ?? dataset.source
      run.dataset.license = found.license ?? dataset.license
    }
    let isTraining = trained.sha256.flatMap { own in found.sha256.map { own == $0 } } ?? areSame
    run.training?.dataset =
      isTraining && trained.trainCount == found.trainCount ? nil : trained
    guard !areSame || dataset.testCount != found.testCount else { return run }
    run.evaluation = nil
    let isKnownToDiffer = dataset.sha256 != nil
    run.tensors = run.tensors.filter { name, tensor in
      if name.hasPrefix("evaluation.") || name.hasPrefix("latents.") { return false }
      return !isKnownToDiffer || !(name.hasPrefix("samples.") || name.hasPrefix("activations."))
    }
    return run
  }
}
