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
    } catch let failure as Failure where data == nil && failure.kind == .noInput {
      throw Failure(
        .noInput, path, at: "dataset.path",
        "the run's images are no longer where they were: \(failure)",
        advice: "name them with --data")
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

  /// Where the run's images are: where it says, else what its training was given, else where
  /// something is called as they are, here or beside the run.
  private static func place(of run: Run, at path: String) throws -> String {
    let name = run.dataset.name
    if DatasetCatalog.isNamed(name) { return name }
    let folder = RunDirectory.runFile(at: try RunPath.url(path)).deletingLastPathComponent()
    let given = run.training?.dataset == nil ? TrainingSession.data(in: folder, of: run) : nil
    let places = [
      run.dataset.path, given, given.map { RelativePath.absolute($0, from: folder) }, name,
      RelativePath.absolute(name, from: folder),
    ].compactMap { $0 }
    return places.first(where: DatasetCatalog.isThere) ?? places.first ?? name
  }
}
