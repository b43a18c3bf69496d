import AENetwork
import Foundation

/// A folder of pictures. Its sub-folders are classes, their names in the order of their bytes; a
/// folder of pictures alone has no classes. Where there are folders `train` and `test` (or `val`),
/// each is such a folder.
///
/// Pictures of several classes come in turn, the first of each and then the second: any number of
/// the first ones has all classes.
struct PictureFolder: ImageSource {
  private let folder: URL
  private let train: PictureList
  private let test: PictureList?
  private let classNames: [String]?

  /// Names of folders with the images to judge by; the first that is there is taken.
  private static let testNames = ["test", "testing", "val", "valid", "validation"]
  private static let trainNames = ["train", "training"]

  /// Nil when there is no picture in the folder.
  /// - Throws: ``Failure`` when it cannot be told which class a picture is of.
  init?(_ folder: URL) throws {
    self.folder = folder
    let top = try PictureListing(folder)
    let train = top.folders.first { Self.trainNames.contains($0.lowercased()) }
    let test = Self.testNames.lazy.compactMap { name in
      top.folders.first { $0.lowercased() == name }
    }.first
    guard let train, let test, top.pictures.isEmpty else {
      guard let (list, names) = try PictureList.read(folder) else { return nil }
      (self.train, self.test, classNames) = (list, nil, names)
      return
    }
    func part(_ name: String) throws -> (list: PictureList, classNames: [String]?) {
      let part = folder.appendingPathComponent(name, isDirectory: true)
      guard let found = try PictureList.read(part) else {
        throw Failure(
          .noInput, part.relativePath, "holds no pictures", advice: "put some in, or remove it")
      }
      return found
    }
    let (first, second) = (try part(train), try part(test))
    guard (first.classNames == nil) == (second.classNames == nil) else {
      throw Failure(
        .badData, folder.relativePath,
        "one of \(train) and \(test) has folders of classes, the other has none",
        advice: "give both the same folders")
    }
    let names = first.classNames.map { names in
      Array(Set(names).union(second.classNames ?? [])).sortedBytewise
    }
    if let names { try PictureList.check(classes: names.count, in: folder) }
    classNames = names
    self.train = first.list.renumbered(names)
    self.test = second.list.renumbered(names)
  }

  /// Whether pictures lie in the folder itself.
  var hasLoosePictures: Bool { classNames == nil && test == nil }

  /// The pictures, each as `reading` asks for it.
  /// - Throws: ``Failure`` of kind `badData` for a picture that cannot be read, and for pictures of
  ///   several sizes where none is asked for.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages {
    let lists = [train, test].compactMap { $0 }
    let readers = lists.map { PictureReader($0.files, reading) }
    let surveys = try readers.map { try $0.survey() }
    let headers = surveys.flatMap { $0.compactMap { $0 } }
    let shape = try shape(headers, reading)
    try Dataset.requireMemory(headers.count, shape.channels, shape.size, folder.relativePath)
    var done = 0
    var leftOut: [String] = []
    let sets = try zip(zip(lists, readers), surveys).map { part, survey in
      let before = done
      let (pixels, kept) = try part.1.pixels(survey, shape: shape) { ended, _ in
        onProgress(before + ended, headers.count)
      }
      done += survey.count { $0 != nil }
      let files = part.0.files
      let isKept = Set(kept)
      leftOut += files.indices.filter { !isKept.contains($0) }.map { files[$0].path }
      guard !kept.isEmpty else {
        throw Failure(
          .badData, folder.relativePath, "no picture of a part of it can be read",
          advice: "give PNG, JPEG or WebP")
      }
      return ImageSet(
        shape: shape, pixels: pixels,
        labels: classNames == nil ? nil : kept.map { files[$0].label })
    }
    var found = SourceImages(
      train: sets[0], test: sets.count > 1 ? sets[1] : nil, classNames: classNames,
      kind: kind(headers))
    found.isFramed = true
    found.warnings = [
      Self.warning(leftOut, "cannot be read"),
      Self.warning(lists.flatMap(\.others), "no PNG, JPEG or WebP"),
    ].compactMap { $0 }
    return found
  }

  /// `left out, no PNG, JPEG or WebP: a.gif and 3 more`; nil for nothing.
  private static func warning(_ paths: [String], _ why: String) -> String? {
    paths.first.map {
      "left out, \(why): \($0)" + (paths.count > 1 ? " and \(paths.count - 1) more" : "")
    }
  }

  /// The shape that all pictures are brought to.
  private func shape(
    _ headers: [PictureDecoder.Header], _ reading: ImageReading
  ) throws -> ImageShape {
    let channels = headers.contains { $0.channels == 3 } ? 3 : 1
    let sizes = Dictionary(grouping: headers) { upright($0, reading) }.mapValues(\.count).sorted {
      ($1.value, $0.key.height, $0.key.width) < ($0.value, $1.key.height, $1.key.width)
    }
    guard let common = sizes.first else {
      throw Failure(
        .badData, folder.relativePath, "none of the pictures can be read",
        advice: "give PNG, JPEG or WebP")
    }
    if let size = reading.imageSize {
      return ImageShape(channels: channels, height: size.height, width: size.width)
    }
    guard sizes.count == 1 else {
      let commonest = sizes.prefix(3).map { "\($0.key.height) × \($0.key.width) (\($0.value))" }
      throw Failure(
        .badData, folder.relativePath,
        "the pictures have \(sizes.count) sizes, "
          + (sizes.count > 3 ? "most often " : "") + commonest.joined(separator: ", "),
        advice: "bring all to one by --image-size, 64 or \(common.key.height)x\(common.key.width) "
          + "say")
    }
    let size = common.key
    guard ImageReading.sizes.contains(size.height), ImageReading.sizes.contains(size.width) else {
      throw Failure(
        .badData, folder.relativePath, "the pictures are \(size.height) × \(size.width)",
        advice: "bring them to a size that a network takes by --image-size, 64 say")
    }
    return ImageShape(channels: channels, height: size.height, width: size.width)
  }

  private func upright(_ header: PictureDecoder.Header, _ reading: ImageReading) -> Size2D {
    let size = header.size
    return reading.transpose ? Size2D(height: size.width, width: size.height) : size
  }

  /// `a folder of JPEG pictures, its sub-folders are classes`.
  private func kind(_ headers: [PictureDecoder.Header]) -> String {
    let formats = Set(headers.map(\.format.rawValue)).sorted()
    let classes = classNames == nil ? "without classes" : "its sub-folders are classes"
    return "a folder of \(formats.joined(separator: " and ")) pictures, \(classes)"
  }
}
