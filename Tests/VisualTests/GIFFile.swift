import Foundation

/// A GIF read by the letter of its specification (GIF89a, CompuServe 1990), without giflib: the
/// tests' own reader.
struct GIFFile {
  struct Frame {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
    /// In hundredths of a second.
    var delay: Int
    /// What becomes of it: 1 is to stay.
    var disposal: Int
    var transparent: Int?
    var hasPalette: Bool
    var indices: [Int]
  }

  struct Malformed: Error {
    var what: String
  }

  var version = ""
  var width = 0
  var height = 0
  /// The palette that all frames share, 0xRRGGBB.
  var palette: [UInt32] = []
  /// How often it plays, 0 for ever; nil when it does not say.
  var loops: Int?
  var frames: [Frame] = []

  init(_ data: Data) throws {
    var reader = Reader(bytes: Array(data))
    version = String(decoding: try reader.take(6), as: UTF8.self)
    (width, height) = (try reader.word(), try reader.word())
    let packed = try reader.byte()
    _ = try reader.take(2)
    guard packed & 0x80 != 0 else { throw Malformed(what: "no palette") }
    let colors = try reader.take(3 << (packed & 7 + 1))
    palette = (0..<colors.count / 3).map { (i: Int) -> UInt32 in Self.color(colors, at: 3 * i) }
    var control: [UInt8] = []
    while true {
      switch try reader.byte() {
      case 0x21:
        let label = try reader.byte()
        let blocks = try reader.blocks()
        if label == 0xF9 { control = blocks.first ?? [] }
        if label == 0xFF, blocks.first == Array("NETSCAPE2.0".utf8), blocks.count == 2,
          blocks[1].count == 3, blocks[1][0] == 1
        {
          loops = Int(blocks[1][1]) | Int(blocks[1][2]) << 8
        }
      case 0x2C:
        let (x, y) = (try reader.word(), try reader.word())
        let (width, height) = (try reader.word(), try reader.word())
        let packed = try reader.byte()
        guard packed & 0x40 == 0 else { throw Malformed(what: "interlaced") }
        let size = try reader.byte()
        let indices = try Self.unpack(reader.blocks().flatMap { $0 }, size, width * height)
        guard control.count == 4 else { throw Malformed(what: "no delay") }
        frames.append(
          Frame(
            x: x, y: y, width: width, height: height,
            delay: Int(control[1]) | Int(control[2]) << 8, disposal: Int(control[0] >> 2 & 7),
            transparent: control[0] & 1 == 1 ? Int(control[3]) : nil,
            hasPalette: packed & 0x80 != 0,
            indices: indices))
        control = []
      case 0x3B:
        guard reader.isAtEnd else { throw Malformed(what: "bytes after the end") }
        return
      case let other: throw Malformed(what: "block \(other)")
      }
    }
  }

  /// 0xRRGGBB of the three bytes at `start`.
  static func color(_ bytes: [UInt8], at start: Int) -> UInt32 {
    let (red, green, blue) = (bytes[start], bytes[start + 1], bytes[start + 2])
    return UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// What is seen after each frame, 0xRRGGBB row by row; nil where nothing was ever painted.
  var pictures: [[UInt32?]] {
    var canvas = [UInt32?](repeating: nil, count: width * height)
    return frames.map { frame in
      for (i, index) in frame.indices.enumerated() where index != frame.transparent {
        canvas[(frame.y + i / frame.width) * width + frame.x + i % frame.width] = palette[index]
      }
      return canvas
    }
  }

  /// Appendix F: codes of growing width, the lowest bit first.
  private static func unpack(_ bytes: [UInt8], _ size: UInt8, _ count: Int) throws -> [Int] {
    let (clear, end) = (1 << Int(size), 1 << Int(size) + 1)
    var table: [[Int]] = []
    func reset() { table = (0..<clear).map { [$0] } + [[], []] }
    var (width, before) = (Int(size) + 1, -1)
    var (bits, held, next) = (0, 0, 0)
    var result: [Int] = []
    reset()
    while true {
      while held < width {
        guard next < bytes.count else { throw Malformed(what: "an image without an end") }
        bits |= Int(bytes[next]) << held
        (held, next) = (held + 8, next + 1)
      }
      let code = bits & (1 << width - 1)
      (bits, held) = (bits >> width, held - width)
      if code == clear {
        reset()
        (width, before) = (Int(size) + 1, -1)
        continue
      }
      if code == end { break }
      guard code < table.count || code == table.count && before >= 0 else {
        throw Malformed(what: "code \(code) of \(table.count)")
      }
      let entry = code < table.count ? table[code] : table[before] + [table[before][0]]
      result += entry
      if before >= 0, table.count < 4096 { table.append(table[before] + [entry[0]]) }
      if table.count == 1 << width, width < 12 { width += 1 }
      before = code
    }
    guard result.count == count else { throw Malformed(what: "\(result.count) of \(count) pixels") }
    return result
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ count: Int) throws -> [UInt8] {
      guard position + count <= bytes.count else { throw Malformed(what: "cut off") }
      defer { position += count }
      return Array(bytes[position..<position + count])
    }

    mutating func byte() throws -> UInt8 { try take(1)[0] }
    mutating func word() throws -> Int { Int(try byte()) | Int(try byte()) << 8 }

    mutating func blocks() throws -> [[UInt8]] {
      var blocks: [[UInt8]] = []
      while true {
        let count = Int(try byte())
        guard count > 0 else { return blocks }
        blocks.append(try take(count))
      }
    }
  }
}
