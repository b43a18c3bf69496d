import AECore
import Foundation
import Testing

/// The images in `Fixtures/images`, and what Pillow and NumPy make of them
/// (`Scripts/make_fixtures_images.py`).
struct ImageFixtures: Decodable {
  struct Picture: Decodable {
    /// Rows, columns, channels.
    var shape: [Int]
    /// Hexadecimal.
    var pixels: String
  }

  /// The mean over areas, in double precision.
  struct Framed: Decodable {
    var size: [Int]
    /// Rows, columns, channels.
    var values: [Double]
  }

  var pictures: [String: Picture]
  var framed: [String: Framed]

  static func read() throws -> ImageFixtures {
    try JSONDecoder().decode(ImageFixtures.self, from: Data(contentsOf: url("expected.json")))
  }

  static func url(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures/images", withExtension: nil))
      .appendingPathComponent(name)
  }

  static func path(_ name: String) throws -> String { try url(name).path }

  /// `(H, W, C)` as the images are kept, `(C, H, W)`.
  static func planes<Value>(_ values: [Value], channels: Int) -> [Value] {
    (0..<channels).flatMap { channel in
      stride(from: channel, to: values.count, by: channels).map { values[$0] }
    }
  }
}

extension ImageFixtures.Picture {
  var shapeOfImage: ImageShape {
    ImageShape(channels: shape[2], height: shape[0], width: shape[1])
  }

  /// `(C, H, W)`.
  var planes: [UInt8] {
    let digits = Array(pixels)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return ImageFixtures.planes(bytes, channels: shape[2])
  }
}

extension TemporaryFolder {
  /// Copies fixtures to where they are wanted, folders made.
  func copy(_ files: [String: String]) throws {
    for (target, name) in files {
      let url = self[target]
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: ImageFixtures.url(name), to: url)
    }
  }
}

/// Reading options, changed where a test says so.
func reading(_ change: (inout ImageReading) -> Void) -> ImageReading {
  var reading = ImageReading()
  change(&reading)
  return reading
}
