import AENetwork
import Foundation

/// The data sets that a user can name: those that come with aeviz, the full Fashion-MNIST where
/// Debian puts it, and any folder or file with images (`ImagePlace`).
public enum DatasetCatalog {
  /// The sets that come with aeviz, each in a folder of its name.
  public static let embedded = ["digits", "fashion"]

  /// How many training images a set that has a name holds; nil for any other.
  package static func trainCount(_ name: String) -> Int? {
    ["digits": 1442, "fashion": 6000, fashionMNIST: 60_000][name]
  }

  /// Whether `name` is that of a data set.
  package static func isNamed(_ name: String) -> Bool { known(name) != nil }

  /// Whether there is something of that name, or in that place.
  package static func isThere(_ nameOrPath: String) -> Bool {
    isNamed(nameOrPath) || ImagePlace.isThere(nameOrPath)
  }

  /// One line of `aeviz data`.
  public struct Entry: Sendable {
    /// What `--data` takes.
    public var name: String
    /// What it is, in a few words.
    public var title: String
    /// The folder that holds it; nil when it is not there.
    public var location: URL?
    /// Under which terms, when that is known.
    public var license: String?
    /// Where the images come from, when that is known.
    public var source: String?
    /// Training images; nil when the set is not there or damaged.
    public var trainCount: Int?
    /// Test images; nil when the set is not there or damaged.
    public var testCount: Int?
    /// The shape of every image, `(C, H, W)`; nil when the set is not there or damaged.
    public var imageShape: ImageShape?
    /// A name for each label, in order.
    public var classNames: [String]?
    /// Why the set cannot be used, and what to do; nil when it can.
    public var problem: String?
  }

  /// The data set with this name, or in this place.
  ///
  /// - Parameters:
  ///   - nameOrPath: `digits`, `fashion`, `fashion-mnist`, or the path of a folder or a file.
  ///   - reading: what is made of the images.
  ///   - onProgress: called as pictures are read, from any thread.
  /// - Throws: ``Failure``: `noInput` when something is missing, `badData` when it is wrong.
  public static func load(
    _ nameOrPath: String, _ reading: ImageReading = ImageReading(),
    onProgress: ReadingProgress = { _, _ in }
  ) throws -> Dataset {
    if let known = known(nameOrPath) {
      let folder = DatasetFolder(folder: try location(of: known.name), known: known.description)
      return try Dataset(
        folder.images(reading, onProgress: onProgress), name: known.name, reading: reading,
        description: folder.description())
    }
    let place = try ImagePlace(nameOrPath, names: embedded + [fashionMNIST])
    let description =
      if let folder = place.source as? DatasetFolder {
        try folder.description()
      } else { try DatasetDescription.read(beside: nameOrPath) }
    var dataset = try Dataset(
      place.source.images(reading, onProgress: onProgress), name: place.name, reading: reading,
      description: description)
    dataset.path = URL(fileURLWithPath: nameOrPath).standardizedFileURL.path
    return dataset
  }

  /// The sets that have names, with their places and counts; reads only the files' first bytes.
  public static func available() -> [Entry] {
    (embedded + [fashionMNIST]).compactMap(known).map { set in
      var entry = Entry(name: set.name, title: set.description?.title ?? set.name)
      do {
        let folder = try location(of: set.name)
        entry.location = folder
        let description = try DatasetDescription.read(in: folder) ?? set.description
        entry.title = description?.title ?? set.name
        entry.license = description?.license
        entry.source = description?.source
        entry.classNames = description?.classNames
        let counts = try DatasetFolder(folder: folder).counts()
        entry.trainCount = counts.train
        entry.testCount = counts.test
        entry.imageShape = counts.shape
      } catch {
        entry.problem = "\(error)"
      }
      return entry
    }
  }

  // MARK: Named sets

  private static let fashionMNIST = "fashion-mnist"
  /// Where Debian's package `dataset-fashion-mnist` puts its files.
  private static let debianFolder = URL(
    fileURLWithPath: "/usr/share/datasets/fashion-mnist", isDirectory: true)

  /// A set's name, and what is known of it without its `dataset.json`.
  private static func known(_ name: String) -> (name: String, description: DatasetDescription?)? {
    if embedded.contains(name) { return (name, nil) }
    guard name == fashionMNIST else { return nil }
    return (
      name,
      DatasetDescription(
        name: name, title: "Fashion-MNIST, all of it, 28 × 28",
        source: "Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), "
          + "https://github.com/zalandoresearch/fashion-mnist",
        license: "MIT, copyright 2017 Zalando SE",
        classNames: [
          "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
          "Bag", "Ankle boot",
        ])
    )
  }

  private static func location(of name: String) throws -> URL {
    guard name == fashionMNIST else {
      let candidates = ResourceFolder.candidates()
      if let folder = ResourceFolder.find(name, in: candidates) { return folder }
      throw Failure(
        .noInput, name,
        "the embedded data is not in "
          + candidates.map(\.path).joined(separator: ", "),
        advice: "install aeviz again, or set AEVIZ_DATA to the folder that holds \(name)")
    }
    guard FileManager.default.fileExists(atPath: debianFolder.path) else {
      throw Failure(
        .noInput, debianFolder.path, "the full Fashion-MNIST is not there",
        advice: "run `apt-get install dataset-fashion-mnist`, or use the embedded `fashion`")
    }
    return debianFolder
  }
}
