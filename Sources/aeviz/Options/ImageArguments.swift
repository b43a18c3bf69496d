import AECore
import ArgumentParser
import Foundation

/// How images are made of what a user has: what every command takes that reads some. All are
/// optional, so that what was given can be told from what a run has kept.
package struct ImageArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Bring every image to this size, N or HxW, by the mean over areas.", valueName: "size"))
  var imageSize: Size2D?
  @Option(
    help: ArgumentHelp(
      "Where the proportions differ: crop, pad or stretch. (default: crop)", valueName: "way"))
  var fit: ImageReading.Fit?
  @Flag(help: "Make colours grey.")
  var gray = false
  @Option(
    help: ArgumentHelp(
      "What shows where pictures are transparent or padded, as #rrggbb. (default: white)",
      valueName: "colour"))
  var background: RGBColor?
  @Option(
    help: ArgumentHelp(
      "The share of every class that is held out where there is no test set. (default: 0.15)",
      valueName: "share"))
  var testShare: Double?
  @Option(
    help: ArgumentHelp(
      "Which axis of an array has the colours, where sizes do not tell: nchw or nhwc.",
      valueName: "axes"))
  var layout: ImageReading.Layout?
  @Flag(help: "Let rows and columns change places, as EMNIST's images need it.")
  var transpose = false
  @Flag(help: "Leave out pictures that cannot be read, and say how many.")
  var skipBroken = false

  package init() {}

  package func validate() throws {
    if let size = imageSize {
      for extent in [size.height, size.width] where !ImageReading.sizes.contains(extent) {
        throw ValidationError(
          "--image-size \(extent): an image has 1 to \(ImageReading.sizes.upperBound) rows and columns."
        )
      }
    }
    if let testShare, !(testShare > 0 && testShare < 1) {
      throw ValidationError("--test-share \(testShare): give a share between 0 and 1.")
    }
    if fit != nil && imageSize == nil {
      throw ValidationError("--fit means nothing without --image-size.")
    }
  }

  /// The options that were given, as one types them.
  var given: [String] { reading().arguments.filter { $0.hasPrefix("--") } }

  /// What was given, over what `kept` says, which is a run's.
  package func reading(over kept: ImageReading? = nil) -> ImageReading {
    var reading = kept ?? ImageReading()
    if let imageSize { reading.imageSize = imageSize }
    if let fit { reading.fit = fit }
    if gray { reading.gray = true }
    if let background { reading.background = background }
    if let testShare { reading.testShare = testShare }
    if let layout { reading.layout = layout }
    if transpose { reading.transpose = true }
    if skipBroken { reading.skipBroken = true }
    return reading
  }

  /// The images of the data set or at the path `data`, with a bar while many pictures are read;
  /// what a user has to know of them goes to stderr.
  /// - Parameters:
  ///   - kept: how a run has read them.
  ///   - isShown: whether there is a bar.
  /// - Throws: ``Failure``.
  func load(
    _ data: String, over kept: ImageReading? = nil, isShown: Bool = true
  ) throws -> Dataset {
    let dataset = try Self.load(data, reading(over: kept), isShown: isShown)
    guard testShare == nil || dataset.reading?.testShare != nil else {
      throw Failure(
        .usage, "--test-share", "\(dataset.name) has a test set of its own",
        advice: "leave it out")
    }
    return dataset
  }

  /// The same for options that are known.
  static func load(
    _ data: String, _ reading: ImageReading, isShown: Bool = true
  ) throws -> Dataset {
    let progress = isShown ? WorkProgress("reading") : nil
    defer { progress?.clear() }
    let dataset = try DatasetCatalog.load(data, reading) { done, count in
      progress?.show(min(done + 1, count), of: count)
    }
    progress?.clear()
    for warning in dataset.warnings { StandardError.line("aeviz: \(data): \(warning)") }
    return dataset
  }
}

extension ImageReading.Fit: NamedChoice {}
extension ImageReading.Layout: NamedChoice {}

extension RGBColor: ExpressibleByArgument {
  /// Nil for what is no colour.
  public init?(argument: String) { self.init(argument) }
  /// As one would type it.
  public var defaultValueDescription: String { hexadecimal }
}
