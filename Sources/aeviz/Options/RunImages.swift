import AECore
import Foundation

/// The images of a run: those that it was trained on, or others that the user names.
enum RunImages {
  /// - Parameters:
  ///   - run: the run, read from `path`.
  ///   - data: what `--data` says; nil for the images that the run names.
  ///   - images: how they are read, beside what the run says of it.
  /// - Throws: ``Failure`` when they are not there, or are of another shape or other images than
  ///   the run says.
  static func load(
    for run: Run, at path: String, data: String?, _ images: ImageArguments
  ) throws -> Dataset {
    let dataset: Dataset
    do {
      dataset = try images.load(data ?? place(of: run, at: path), over: run.dataset.reading)
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

  /// Where the run's images are: what it calls them, or, where there is nothing of that name, what
  /// its training was given.
  private static func place(of run: Run, at path: String) throws -> String {
    let name = run.dataset.name
    let isThere = DatasetCatalog.isNamed(name) || FileManager.default.fileExists(atPath: name)
    let folder = RunDirectory.runFile(at: try RunPath.url(path)).deletingLastPathComponent()
    return isThere || run.training?.dataset != nil
      ? name : TrainingSession.data(in: folder, of: run) ?? name
  }
}
