import AEData
import CCairo
import Foundation

/// The pictures of a PDF (ISO 32000-1, 8.9.5), packed on other threads while its pages are drawn.
///
/// Cairo would pack them on the thread that draws, which takes as long as everything else there.
/// So it is given a stand-in for each, an empty image whose size is the picture's number. In the
/// file that it writes the stand-ins are known by their sizes, and replaced.
///
/// `@unchecked Sendable`: what several threads touch, ``packed``, is touched under the lock; the
/// count only by the one that draws.
package final class PDFPictures: @unchecked Sendable {
  /// One image of the file, which may be the mask of another.
  private struct Picture {
    var width: Int
    var height: Int
    var isGrey: Bool
    var isSmooth: Bool
    /// As a zlib stream.
    var bytes: Data

    /// Of its dictionary. A small image that a viewer may not smooth has enlarged pixels instead.
    var entries: String {
      "/Type /XObject /Subtype /Image /Width \(width) /Height \(height)"
        + " /ColorSpace \(isGrey ? "/DeviceGray" : "/DeviceRGB") /BitsPerComponent 8"
        + " /Interpolate \(isSmooth) /Filter /FlateDecode"
    }
  }

  /// How much zlib tries: a file is a fifteenth larger than with the usual 6, in half of the time.
  private static let level: Int32 = 3

  private let lock = NSLock()
  private let group = DispatchGroup()
  private var count = 0
  /// The colours and the opacity of each picture that is done; of an opaque one only colours.
  private var packed: [Int: (colors: Picture, opacity: Picture?)] = [:]

  /// For one document.
  package init() {}

  /// What is to be drawn instead of `raster`, with every pixel `across` times in a row and every
  /// row `down` times.
  func standIn(
    for raster: Raster, across: Int, down: Int, isSmooth: Bool
  ) throws -> CairoImage {
    let number = count
    count += 1
    let isOpaque = raster.isOpaque
    DispatchQueue.global().async(group: group) {
      func picture(_ channels: Range<Int>) -> Picture {
        Picture(
          width: raster.width * across, height: raster.height * down,
          isGrey: channels.count == 1, isSmooth: isSmooth,
          bytes: raster.bytes(of: channels, across: across, down: down).packed(level: Self.level))
      }
      let colors = picture(raster.isGrey ? 0..<1 : 0..<3)
      let opacity = isOpaque ? nil : picture(3..<4)
      self.lock.withLock { self.packed[number] = (colors, opacity) }
    }
    return try CairoImage(
      emptyOf: 1 + number % CairoImage.largestSide, 1 + number / CairoImage.largestSide,
      isOpaque: isOpaque)
  }

  /// Replaces the stand-ins among `objects`, when all are packed.
  /// - Returns: false where an image is not one of them.
  func replace(in objects: inout PDFObjects) -> Bool {
    group.wait()
    return lock.withLock {
      let images = objects.images
      let masks = Set(images.compactMap(\.mask))
      for image in images where !masks.contains(image.number) {
        let number = image.width - 1 + (image.height - 1) * CairoImage.largestSide
        guard let picture = packed[number], (picture.opacity == nil) == (image.mask == nil)
        else { return false }
        var entries = picture.colors.entries
        if let mask = image.mask, let opacity = picture.opacity {
          entries += " /SMask \(mask) 0 R"
          objects.replaceStream(mask, by: opacity.bytes, opacity.entries)
        }
        objects.replaceStream(image.number, by: picture.colors.bytes, entries)
      }
      return true
    }
  }
}

extension Raster {
  /// Whether no pixel has a colour.
  fileprivate var isGrey: Bool {
    rgba.withUnsafeBufferPointer { bytes in
      stride(from: 0, to: bytes.count, by: 4).allSatisfy {
        bytes[$0] == bytes[$0 + 1] && bytes[$0] == bytes[$0 + 2]
      }
    }
  }
}
