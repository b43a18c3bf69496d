import AENetwork
import Foundation

/// An array of NumPy, its numbers still as they lie in the file.
struct NumPyArray {
  /// The first bytes of a file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let header: NumPyHeader
  /// The file, or the entry of an archive, for failures.
  let name: String
  /// What follows the header.
  private let values: [UInt8]

  /// Reads a `.npy` file to where its numbers stay: no second copy is made.
  /// - Parameters:
  ///   - size: the whole file's, in bytes.
  ///   - name: of the file or the array in it, for failures.
  ///   - fill: puts the next bytes of the file into the whole of a buffer.
  /// - Throws: ``Failure`` of kind `badData`, and what `fill` throws.
  init(
    size: Int, name: String, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    let start = try [UInt8](count: min(size, NumPyHeader.startSize), filledBy: fill)
    let end = try start.withUnsafeBytes { try NumPyHeader.end(of: $0, size: size, name: name) }
    let rest = try [UInt8](count: max(0, end - start.count), filledBy: fill)
    let header = try (start + rest).withUnsafeBytes { try NumPyHeader($0, name: name) }
    guard start.count <= end, size - end == header.byteCount else {
      throw Failure(
        .badData, name, at: "offset \(end)",
        "\(size - end) bytes follow the header, but \(header.shape) numbers of "
          + "'\(header.descr)' take \(header.byteCount)",
        advice: "the file is cut off or damaged; get it again")
    }
    values = try [UInt8](count: header.byteCount, filledBy: fill)
    (self.header, self.name) = (header, name)
  }

  /// The array in the `.npy` file at `url`.
  /// - Throws: ``Failure`` of kind `badData`, and as ``InputFile``.
  init(_ url: URL) throws {
    self = try InputFile.reading(url, limit: Self.largestFile) { file in
      try file.requireMemory()
      return try NumPyArray(size: file.size, name: file.name, file.fill)
    }
  }

  /// Whether the file at `url` is one array, or is called so without being an archive of them.
  /// - Throws: as ``InputFile``.
  static func isArray(_ url: URL) throws -> Bool {
    let start = try InputFile.start(of: url, count: magic.count)
    return start.starts(with: magic)
      || ImagePlace.ending(url.lastPathComponent) == "npy"
        && !start.starts(with: NumPyArchive.magic)
  }

  /// Bytes that a file of arrays has at most.
  static let largestFile = 1 << 36

  var shape: Shape { header.shape }

  /// How far apart the neighbours along each axis are, in numbers.
  private var strides: [Int] {
    var strides = [Int](repeating: 1, count: shape.rank)
    let axes = header.isFortran ? Array(0..<shape.rank) : Array((0..<shape.rank).reversed())
    var step = 1
    for axis in axes {
      strides[axis] = step
      step *= shape[axis]
    }
    return strides
  }

  /// The least and the greatest number, and whether all are whole.
  /// - Throws: ``Failure`` for what is not finite.
  func range() throws -> (values: ClosedRange<Double>, areWhole: Bool) {
    let count = shape.count
    var (low, high) = (Double.infinity, -Double.infinity)
    var areWhole = true
    try withNumbers { number in
      for index in 0..<count {
        let value = number(index)
        guard value.isFinite else {
          throw Failure(
            .badData, name, "there is a number that is not finite (\(value))",
            advice: "replace such numbers, by numpy.nan_to_num say")
        }
        low = min(low, value)
        high = max(high, value)
        if value != value.rounded(.down) { areWhole = false }
      }
    }
    return (low <= high ? low...high : 0...0, areWhole)
  }

  /// Images as 8 bits, `(N, C, H, W)`.
  /// - Parameters:
  ///   - order: what the axes are.
  ///   - scale: what each number is multiplied by before it is rounded.
  func pixels(_ order: AxisOrder, scale: Double) -> [UInt8] {
    let image = order.image
    if scale == 1, header.element == .unsigned(bytes: 1), !header.isFortran, !order.isChannelLast {
      return values
    }
    // By rows of the result: images, channels, rows, columns.
    let extents = [order.count, image.channels, image.height, image.width]
    let steps = steps(order)
    return [UInt8](unsafeUninitializedCapacity: order.count * image.count) { buffer, filled in
      withNumbers { number in
        var place = 0
        for n in 0..<extents[0] {
          for c in 0..<extents[1] {
            for y in 0..<extents[2] {
              var from = n * steps[0] + c * steps[1] + y * steps[2]
              for _ in 0..<extents[3] {
                buffer[place] = UInt8(clamping: number(from) * scale + 0.5)
                place += 1
                from += steps[3]
              }
            }
          }
        }
      }
      filled = order.count * image.count
    }
  }

  /// How far apart neighbours are along images, channels, rows, columns.
  private func steps(_ order: AxisOrder) -> [Int] {
    let (strides, image) = (strides, order.image)
    switch shape.rank {
    case 2:
      // A row of numbers holds the channels one behind the other, or side by side.
      let step = strides[1]
      return order.isChannelLast
        ? [strides[0], step, step * image.width * image.channels, step * image.channels]
        : [strides[0], step * image.size.count, step * image.width, step]
    case 3: return [strides[0], 0, strides[1], strides[2]]
    default:
      return order.isChannelLast
        ? [strides[0], strides[3], strides[1], strides[2]] : strides
    }
  }

  /// The labels of images: whole numbers, in one column, or as many columns as there are classes
  /// with a 1 in one of them.
  /// - Throws: ``Failure`` of kind `badData` for anything else.
  func labels() throws -> [UInt8] {
    func failure(_ problem: String) -> Failure {
      Failure(
        .badData, name, problem,
        advice: "number the classes from 0 to 255 at most: y.astype('uint8')")
    }
    let columns = shape.rank == 2 ? shape[1] : 1
    guard shape.rank == 1 || shape.rank == 2 && (1...256).contains(columns) else {
      throw failure("labels are a list of numbers, and the shape is \(shape)")
    }
    let strides = strides
    return try withNumbers { number in
      try (0..<shape[0]).map { row in
        if columns == 1 {
          let value = number(row * strides[0])
          guard let label = UInt8(exactly: value) else {
            throw failure("label \(row) is \(value)")
          }
          return label
        }
        let values = (0..<columns).map { number(row * strides[0] + $0 * strides[1]) }
        guard let label = values.firstIndex(of: 1),
          values.enumerated().allSatisfy({ $0.offset == label || $0.element == 0 })
        else { throw failure("row \(row) of the labels has not one 1 beside zeros") }
        return UInt8(label)
      }
    }
  }

  // MARK: Numbers

  /// Hands out a function from a number's place, counted as they lie in the file, to the number.
  private func withNumbers<Result>(
    _ body: ((Int) -> Double) throws -> Result
  ) rethrows -> Result {
    try values.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1) else {
        return try body { _ in 0 }
      }
      let isBig = header.isBigEndian
      func integer<T: FixedWidthInteger>(_ type: T.Type) -> (Int) -> Double {
        { index in
          let value = base.loadUnaligned(fromByteOffset: index * T.bitWidth / 8, as: T.self)
          return Double(isBig ? T(bigEndian: value) : T(littleEndian: value))
        }
      }
      func bits<T: FixedWidthInteger>(_ index: Int, _ type: T.Type) -> T {
        let value = base.loadUnaligned(fromByteOffset: index * T.bitWidth / 8, as: T.self)
        return isBig ? T(bigEndian: value) : T(littleEndian: value)
      }
      switch header.element {
      case .bool:
        return try body { base.load(fromByteOffset: $0, as: UInt8.self) == 0 ? 0 : 1 }
      case .unsigned(bytes: 1): return try body(integer(UInt8.self))
      case .unsigned(bytes: 2): return try body(integer(UInt16.self))
      case .unsigned(bytes: 4): return try body(integer(UInt32.self))
      case .unsigned: return try body(integer(UInt64.self))
      case .signed(bytes: 1): return try body(integer(Int8.self))
      case .signed(bytes: 2): return try body(integer(Int16.self))
      case .signed(bytes: 4): return try body(integer(Int32.self))
      case .signed: return try body(integer(Int64.self))
      case .float(bytes: 2): return try body { Self.half(bits($0, UInt16.self)) }
      case .float(bytes: 4): return try body { Double(Float(bitPattern: bits($0, UInt32.self))) }
      case .float: return try body { Double(bitPattern: bits($0, UInt64.self)) }
      }
    }
  }

  /// A number of IEEE 754's 16-bit format, of which not every processor's Swift has a type.
  private static func half(_ bits: UInt16) -> Double {
    let sign = bits >> 15 == 0 ? 1.0 : -1.0
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
