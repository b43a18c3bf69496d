import AENetwork
import CExif

/// How a camera was held: which way the rows of a picture run (Exif 2.3, tag 274).
enum ImageOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored, halfTurn, flipped
  case transposed, quarterTurnRight, transverse, quarterTurnLeft

  /// By what a camera has noted beside a picture of another format: Exif data, with or without
  /// the word before them that a JPEG has.
  init(notes: some Collection<UInt8>) {
    let word = Array("Exif".utf8) + [0, 0]
    let bytes = notes.starts(with: word) ? Array(notes) : word + notes
    self = bytes.withUnsafeBytes { ImageOrientation($0) }
  }

  /// Of a JPEG, by the Exif data in it; upright where there is none, or it says nothing.
  init(_ jpeg: UnsafeRawBufferPointer) {
    self = .upright
    // Notes stand before the picture; whatever is longer than a segment may be, they are not.
    guard let start = jpeg.bindMemory(to: UInt8.self).baseAddress,
      let data = exif_data_new()
    else { return }
    defer { exif_data_unref(data) }
    // Nothing is mended, and nothing but this is of interest.
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
    exif_data_load_data(data, start, UInt32(clamping: jpeg.count))
    guard let entry = exif_content_get_entry(data.pointee.ifd.0, EXIF_TAG_ORIENTATION),
      entry.pointee.format == EXIF_FORMAT_SHORT, entry.pointee.size >= 2
    else { return }
    let value = exif_get_short(entry.pointee.data, exif_data_get_byte_order(data))
    self = ImageOrientation(rawValue: Int(value)) ?? .upright
  }

  /// Whether rows become columns.
  private var isTurned: Bool { rawValue >= 5 }

  /// The size of a picture of `size` once it is upright.
  func size(of size: Size2D) -> Size2D {
    isTurned ? Size2D(height: size.width, width: size.height) : size
  }

  /// Where the pixel at `y`, `x` of the upright picture lies in one of `height` and `width`.
  func source(y: Int, x: Int, height: Int, width: Int) -> (row: Int, column: Int) {
    switch self {
    case .upright: (y, x)
    case .mirrored: (y, width - 1 - x)
    case .halfTurn: (height - 1 - y, width - 1 - x)
    case .flipped: (height - 1 - y, x)
    case .transposed: (x, y)
    case .quarterTurnRight: (height - 1 - x, y)
    case .transverse: (height - 1 - x, width - 1 - y)
    case .quarterTurnLeft: (x, width - 1 - y)
    }
  }
}
