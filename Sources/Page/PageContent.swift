import AECore
import Foundation
import PageModule

/// What a page's scripts are told: the run, and which of its numbers lie where. The property names
/// are the ones that `Web/content.mjs` reads.
struct PageContent: Encodable {
  /// What the run is called.
  var title: String
  /// `aeviz report run.json`, as text for the reader.
  var command: String
  /// Nil for the geometry alone.
  var run: RunContent?
  /// The corners of the classes' marks, each as large as the disc of radius 1: x, y, x, y …; none
  /// for the disc itself.
  var markers: [[Double]] = []
  /// The images to train on.
  var sets: [TrainingSet] = []

  /// The network and its test images.
  struct RunContent: Encodable {
    var dataset: String
    var classNames: [String]
    /// `[C, H, W]`.
    var shape: [Int]
    var latentSize: Int
    var model: String
    var encoderCount: Int
    /// Of all layers, encoder first, as `PageModule` takes them.
    var layerNumbers: [Double]
    /// One a layer: `encoder.0` and `Conv 3×3, stride 2`.
    var layers: [LayerContent]
    var isVariational: Bool
    var pixelMean: [Double]
    var pixelDeviation: [Double]
    /// Test images in the page, in the order of the data set.
    var imageCount: Int
    /// The pixel that stands for 1.
    var white: Int
    /// Codes in the page, of the first test images.
    var codeCount: Int
    var hasLabels: Bool
    /// The noise that the network was trained to take away, as `--noise` names it: `gaussian`,
    /// `mask` or `salt-pepper`.
    var noiseKind: String
    /// Its standard deviation, or the share of pixels that it changes; 0 for none.
    var noise: Double
    var seed: UInt64
  }

  /// A layer as text.
  struct LayerContent: Encodable {
    var name: String
    var title: String
    var type: String
  }

  /// Images that a page trains on.
  struct TrainingSet: Encodable {
    var name: String
    var title: String
    /// `[C, H, W]`.
    var shape: [Int]
    var count: Int
    var white: Int
    /// What chooses them on the command line: `--data fashion --limit 1000`.
    var options: String
    /// The mean squared error that principal components leave of these images, by how many there
    /// are, from 0.
    var floors: [Double]
  }

  /// As JSON that may stand in a script element.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return HTMLText.inScript(String(decoding: try encoder.encode(self), as: UTF8.self))
  }
}

extension PageContent.TrainingSet {
  /// The first `limit` training images of `dataset`.
  init(_ dataset: Dataset, limit: Int) {
    let images = dataset.train.prefix(limit)
    let most = min(64, images.shape.count, images.count - 1)
    let shares = PCA.fit(images, components: most).explainedVarianceRatio
    let variance = Self.meanVariance(images)
    var left = 1.0
    self.init(
      name: dataset.name,
      title: "\(dataset.name), \(images.count) images of \(images.shape)",
      shape: images.shape.shape.dimensions, count: images.count, white: Int(images.white),
      options: "--data \(ShellWords.quoted(dataset.name))"
        + (images.count < dataset.train.count ? " --limit \(images.count)" : ""),
      floors: [variance]
        + shares.map { share in
          left -= share
          return max(0, left) * variance
        })
  }

  /// The mean squared error of the mean image.
  private static func meanVariance(_ images: ImageSet) -> Double {
    let (count, values) = (images.count, images.shape.count)
    var (sums, squares) = ([Double](repeating: 0, count: values), 0.0)
    for (place, pixel) in images.pixels.enumerated() {
      let value = Double(pixel) / Double(images.white)
      sums[place % values] += value
      squares += value * value
    }
    let ofMeans = sums.reduce(0) { $0 + $1 * $1 / Double(count) }
    return (squares - ofMeans) / Double(count * values)
  }
}

/// A word of a command line.
enum ShellWords {
  static func quoted(_ word: String) -> String {
    word.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) } && !word.isEmpty
      ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
