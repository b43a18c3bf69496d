import AENetwork
import Foundation

/// What the first bytes of a `.npy` file say: the kind of its numbers, their extents, their order.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays"; versions 1 to 3.
struct NumPyHeader: Hashable {
  /// What a number is.
  enum Element: Hashable {
    case bool
    case unsigned(bytes: Int)
    case signed(bytes: Int)
    case float(bytes: Int)

    /// Bytes of one.
    var size: Int {
      switch self {
      case .bool: 1
      case .unsigned(let bytes), .signed(let bytes), .float(let bytes): bytes
      }
    }
  }

  let element: Element
  let isBigEndian: Bool
  /// Whether the first axis runs fastest.
  let isFortran: Bool
  let shape: Shape
  /// Where the numbers begin.
  let offset: Int
  /// As NumPy writes the kind: `<f4`.
  let descr: String

  /// Bytes that the numbers take.
  let byteCount: Int

  /// Bytes that say where the numbers begin: the magic number, the version, the header's length.
  static let startSize = 12

  /// Where the numbers begin, and so how much there is to read before them.
  /// - Parameters:
  ///   - start: the file's first ``startSize`` bytes, or all of it.
  ///   - size: the file's, in bytes.
  ///   - name: of the file or the array in it, for failures.
  /// - Throws: ``Failure`` of kind `badData`.
  static func end(of start: UnsafeRawBufferPointer, size: Int, name: String) throws -> Int {
    func failure(_ problem: String) -> Failure {
      Failure(.badData, name, problem, advice: "save it anew by numpy.save")
    }
    guard start.count >= 10, start.starts(with: NumPyArray.magic) else {
      throw failure("is no NumPy array")
    }
    let version = start[6]
    guard (1...3).contains(version) else {
      throw failure("is of version \(version) of NumPy's format, and 1 to 3 are known")
    }
    let first = version == 1 ? 10 : 12
    guard start.count >= first else { throw failure("the header is cut off") }
    let length =
      version == 1
      ? Int(UInt16(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
      : Int(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    guard length <= 1 << 16, first + length <= size else {
      throw failure("the header of \(length) bytes is cut off")
    }
    return first + length
  }

  /// - Parameters:
  ///   - bytes: all before the numbers, or more.
  ///   - name: of the file or the array in it, for failures.
  /// - Throws: ``Failure`` of kind `badData`.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    func failure(_ problem: String, _ advice: String = "save it anew by numpy.save") -> Failure {
      Failure(.badData, name, problem, advice: advice)
    }
    offset = try Self.end(of: bytes, size: bytes.count, name: name)
    let start = bytes[6] == 1 ? 10 : 12
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    let dictionary = PythonDictionary(text)
    guard
      let order = dictionary.value("fortran_order").flatMap({ ["True": true, "False": false][$0] })
    else { throw failure("the header does not say in which order the numbers are") }
    isFortran = order
    guard let shape = dictionary.extents("shape") else {
      throw failure("the header has no shape that makes sense")
    }
    self.shape = shape
    guard let kind = dictionary.value("descr") else {
      throw failure("the header does not say what the numbers are")
    }
    guard let descr = PythonDictionary.text(kind) else {
      throw failure(
        "its entries are records (\(kind.prefix(60)))",
        "save one array for each field: numpy.savez('new.npz', images=x['image'])")
    }
    guard descr.last != "O", !descr.hasSuffix("|O") else {
      throw failure(
        "holds pickled Python objects, which can run programs",
        "save numbers: numpy.savez('new.npz', images=numpy.stack(list(x)).astype('uint8'))")
    }
    guard let (element, isBig) = Self.element(descr) else {
      throw failure(
        "its entries are of type '\(descr)', and images and labels are numbers",
        "convert them: x.astype('float32')")
    }
    (self.element, isBigEndian, self.descr) = (element, isBig, descr)
    guard let count = shape.checkedCount, let bytes = Int(product: [count, element.size]),
      bytes <= 1 << 40
    else { throw failure("\(shape) numbers are more than a file can hold") }
    byteCount = bytes
  }

  /// What `<f4`, `|u1`, `>i2` mean; nil for anything that is no number.
  private static func element(_ descr: String) -> (Element, isBigEndian: Bool)? {
    var text = Substring(descr)
    var isBig = false
    if let order = text.first, "<>=|".contains(order) {
      isBig = order == ">"
      text = text.dropFirst()
    }
    guard let kind = text.first, let size = Int(text.dropFirst()) else { return nil }
    switch (kind, size) {
    case ("b", 1): return (.bool, false)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return (.unsigned(bytes: size), isBig)
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): return (.signed(bytes: size), isBig)
    case ("f", 2), ("f", 4), ("f", 8): return (.float(bytes: size), isBig)
    default: return nil
    }
  }
}

/// As much of a Python dictionary, written out, as NumPy's headers need: keys in quotes, and values
/// that end at a comma outside of brackets and quotes. Nothing of it is run.
private struct PythonDictionary {
  private var values: [String: String] = [:]

  init(_ text: String) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard trimmed.hasPrefix("{"), trimmed.hasSuffix("}") else { return }
    for entry in Self.parts(trimmed.dropFirst().dropLast()) {
      guard let colon = entry.firstIndex(of: ":"), let key = Self.text(String(entry[..<colon]))
      else { continue }
      values[key] = entry[entry.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
  }

  func value(_ key: String) -> String? { values[key] }

  /// `(60000, 28, 28)`; nil for anything else.
  func extents(_ key: String) -> Shape? {
    guard let value = values[key], value.hasPrefix("("), value.hasSuffix(")") else { return nil }
    var numbers: [Int] = []
    for part in value.dropFirst().dropLast().split(separator: ",") {
      // Python 2 wrote long numbers as 60000L.
      let digits = part.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "L", with: "")
      if digits.isEmpty { continue }
      guard let number = Int(digits), number >= 0, numbers.count < 32 else { return nil }
      numbers.append(number)
    }
    return Shape(numbers)
  }

  /// What stands between quotes; nil when there are none.
  static func text(_ value: String) -> String? {
    let value = value.trimmingCharacters(in: .whitespaces)
    guard value.utf8.count >= 2, let quote = value.first, "'\"".contains(quote),
      value.last == quote
    else { return nil }
    return String(value.dropFirst().dropLast())
  }

  private static func parts(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var (depth, start) = (0, text.startIndex)
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if "'\"".contains(character) {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
      } else if character == ",", depth == 0 {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }
}
