import AECore
import Foundation

/// The images of a run: those that it was trained on, or others that the user names.
enum RunImages {
  /// - Parameters:
  ///   - run: the run, read from `path`.
  ///   - data: what `--data` says; nil for the images that the run names.
  /// - Throws: ``Failure`` when they are not there, or are of another shape or other images than
  ///   the run says.
  static func load(for run: Run, at path: String, data: String?) throws -> Dataset {
    let dataset: Dataset
    do {
      dataset = try DatasetCatalog.load(data ?? run.dataset.name)
    } catch var failure as Failure where data == nil && failure.kind == .noInput {
      failure.advice = "name the run's images with --data"
      throw failure
    }
    let (mine, its) = (dataset.imageShape, run.dataset.imageShape)
    guard mine == its else {
      throw Failure(
        .badData, data ?? path, "the images are \(mine), but the network takes \(its)",
        advice: "name the run's images with --data")
    }
    if data == nil, let stated = run.dataset.sha256, let found = dataset.sha256, stated != found {
      throw Failure(
        .badData, path, at: "dataset.sha256",
        "the run was trained on other images than \(dataset.name) holds now "
          + "(\(stated.prefix(16))…, found \(found.prefix(16))…)",
        advice: "name its images with --data")
    }
    return try run.asTrained(on: dataset)
  }
}
