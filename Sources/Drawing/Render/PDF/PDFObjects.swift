import AEData
import Foundation

/// The objects of a PDF as cairo writes it (ISO 32000-1, 7.5), which can be added to and written
/// again. Those without a stream are packed together then (7.5.7), which saves more than the
/// descriptions and the metadata take.
///
/// Cairo has no call for what is added here. A whole PDF library would take as long to load as a
/// diagram to draw.
struct PDFObjects {
  /// What stands between `obj` and `endobj`, by the object's number.
  private var bodies: [Int: Data] = [:]
  private let root: Int
  private let info: Int
  /// Numbers that are taken end before this one.
  private var end: Int

  /// - Parameter file: a PDF with one classical table of its objects, as cairo writes up to version
  ///   1.4 of the format; nil for any other.
  init?(_ file: Data) {
    guard
      let mark = file.range(of: Data("startxref\n".utf8), options: .backwards),
      let table = Self.number(in: file[mark.upperBound...].prefix { $0 != newline }),
      table < mark.lowerBound, file.count <= UInt32.max,
      let trailer = file[table..<mark.lowerBound].range(of: Data("trailer\n".utf8)),
      let root = Self.references(in: file[trailer.upperBound..<mark.lowerBound], after: "/Root"),
      let info = Self.references(in: file[trailer.upperBound..<mark.lowerBound], after: "/Info")
    else { return nil }
    self.root = root[0]
    self.info = info[0]

    // Two lines of heading, then a line of twenty bytes for each object.
    let lines = file[table..<trailer.lowerBound].split(separator: newline)
    end = lines.count - 2
    guard lines.starts(with: [Data("xref".utf8), Data("0 \(end)".utf8)]) else { return nil }
    var places: [(offset: Int, number: Int)] = []
    for (number, line) in lines.dropFirst(2).enumerated() where line.contains(UInt8(ascii: "n")) {
      guard let offset = Self.number(in: line.prefix(10)) else { return nil }
      places.append((offset, number))
    }
    places.sort { $0.offset < $1.offset }
    for (index, place) in places.enumerated() {
      let next = index + 1 < places.count ? places[index + 1].offset : table
      guard
        next <= table,
        let body = Self.body(of: file[place.offset..<next], number: place.number)
      else { return nil }
      bodies[place.number] = body
    }
  }

  /// The dictionary that all others hang on (7.7.2).
  var catalog: Int { root }

  /// The structure elements of a type, in the order of reading (14.7.2).
  func elements(_ type: String) -> [Int] {
    var found: [Int] = []
    var seen: Set<Int> = []
    func visit(_ number: Int) {
      guard let body = bodies[number], seen.insert(number).inserted else { return }
      if Self.contains(body, "/S /\(type)\n") { found.append(number) }
      for child in Self.references(in: body, after: "/K") ?? []
      where bodies[child].map({ Self.contains($0, "/Type /StructElem") }) == true { visit(child) }
    }
    for tree in bodies[root].flatMap({ Self.references(in: $0, after: "/StructTreeRoot") }) ?? []
    where seen.isEmpty { visit(tree) }
    return found
  }

  /// Puts `entries` at the end of the dictionary that is object `number`.
  mutating func extend(_ number: Int, by entries: String) {
    guard let body = bodies[number],
      let close = body.range(of: Data(">>".utf8), options: .backwards)
    else { return }
    bodies[number] = body[..<close.lowerBound] + Data("\(entries)\n>>\n".utf8)
  }

  /// An image as an object.
  struct Image {
    var number: Int
    /// In pixels.
    var width: Int
    var height: Int
    /// The image that says how opaque this one is; nil for an opaque one.
    var mask: Int?
  }

  /// The images, with those that are others' masks, in no order.
  var images: [Image] {
    bodies.compactMap { number, body in
      guard Self.isStream(body), let head = Self.dictionary(of: body),
        Self.contains(head, "/Subtype /Image"),
        let width = Self.count(in: head, after: "/Width"),
        let height = Self.count(in: head, after: "/Height")
      else { return nil }
      return Image(
        number: number, width: width, height: height,
        mask: Self.references(in: head, after: "/SMask")?.first)
    }
  }

  /// Puts another stream into an object that has one.
  /// - Parameter entries: of its dictionary, beside its length.
  mutating func replaceStream(_ number: Int, by content: Data, _ entries: String) {
    // The object that holds the length of cairo's goes with it.
    if let body = bodies[number] { _ = Self.withItsLength(body, &bodies) }
    bodies[number] = Self.stream(content, entries)
  }

  /// A new object with a stream that is not packed; its number.
  /// - Parameter entries: of its dictionary, beside its length.
  mutating func addStream(_ content: Data, _ entries: String) -> Int {
    defer { end += 1 }
    bodies[end] = Self.stream(content, entries)
    return end
  }
}

// MARK: - Writing

extension PDFObjects {
  /// The file, with the objects that have no stream in one that is packed, and a packed table
  /// (7.5.8): version 1.5 of the format.
  func file() -> Data {
    var bodies = bodies
    var file = Data("%PDF-1.5\n%µ¶\n".utf8)
    // Of each object what kind of place it has, where, and as which of those in one stream.
    var table = Array(repeating: (kind: 0, place: 0, index: 0), count: end + 2)

    file.reserveCapacity(self.bodies.values.reduce(0) { $0 + $1.count + 32 })
    func append(_ number: Int, _ body: Data) {
      table[number] = (1, file.count, 0)
      file.append(contentsOf: "\(number) 0 obj\n".utf8)
      file.append(body)
      file.append(contentsOf: "endobj\n".utf8)
    }

    for (number, body) in self.bodies.sorted(by: { $0.key < $1.key }) where Self.isStream(body) {
      append(number, Self.withItsLength(body, &bodies))
      bodies[number] = nil
    }

    let (packed, cross) = (end, end + 1)
    var numbers = ""
    var content = Data()
    for (index, (number, body)) in bodies.sorted(by: { $0.key < $1.key }).enumerated() {
      table[number] = (2, packed, index)
      numbers += "\(number) \(content.count) "
      content += body
    }
    append(
      packed,
      Self.stream(
        (Data(numbers.utf8) + content).packed(level: 6),
        "/Type /ObjStm /N \(bodies.count) /First \(numbers.utf8.count) /Filter /FlateDecode"))

    let start = file.count
    table[cross] = (1, start, 0)
    let rows = table.reduce(into: Data()) { rows, entry in
      rows.append(UInt8(entry.kind))
      for value in [entry.place, entry.index] {
        withUnsafeBytes(of: UInt32(clamping: value).bigEndian) { rows.append(contentsOf: $0) }
      }
    }
    append(
      cross,
      Self.stream(
        rows.packed(level: 6),
        "/Type /XRef /Size \(table.count) /W [ 1 4 4 ] /Root \(root) 0 R /Info \(info) 0 R"
          + " /Filter /FlateDecode"))
    file.append(contentsOf: "startxref\n\(start)\n%%EOF\n".utf8)
    return file
  }

  private static func stream(_ content: Data, _ entries: String) -> Data {
    var stream = Data("<< \(entries) /Length \(content.count) >>\nstream\n".utf8)
    stream.reserveCapacity(stream.count + content.count + 16)
    stream.append(content)
    stream.append(contentsOf: "\nendstream\n".utf8)
    return stream
  }

  private static func isStream(_ body: Data) -> Bool {
    body.suffix(10) == Data("endstream\n".utf8)
  }

  /// Cairo says how long a stream is in an object of its own, which follows it. That is taken out
  /// of `bodies`, and the length put where it belongs.
  private static func withItsLength(_ body: Data, _ bodies: inout [Int: Data]) -> Data {
    guard let head = dictionary(of: body), let key = head.place(of: "/Length ")
    else { return body }
    let holder = body[key.upperBound...].prefix { $0 != UInt8(ascii: " ") }
    let rest = body[holder.endIndex...]
    let reference = Data(" 0 R".utf8)
    guard rest.starts(with: reference), let holder = number(in: holder),
      let length = bodies[holder].flatMap({ number(in: $0.dropLast()) })
    else { return body }
    bodies[holder] = nil
    return body[..<key.upperBound] + Data("\(length)".utf8) + rest.dropFirst(reference.count)
  }
}

// MARK: - Reading

extension PDFObjects {
  /// What stands in an object, which `bytes` are.
  private static func body(of bytes: Data, number: Int) -> Data? {
    let (head, foot) = (Data("\(number) 0 obj\n".utf8), Data("endobj\n".utf8))
    guard bytes.starts(with: head),
      let close = bytes.range(of: foot, options: .backwards),
      close.lowerBound >= bytes.startIndex + head.count
    else { return nil }
    return bytes[(bytes.startIndex + head.count)..<close.lowerBound]
  }

  private static func number(in digits: Data) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }

  /// What stands before an object's stream; nil where it has none.
  private static func dictionary(of body: Data) -> Data? {
    body.place(of: "\nstream\n").map { body[..<$0.lowerBound] }
  }

  /// The number after a key.
  private static func count(in dictionary: Data, after key: String) -> Int? {
    dictionary.place(of: "\(key) ").flatMap { key in
      number(in: dictionary[key.upperBound...].prefix { (0x30...0x39).contains($0) })
    }
  }

  private static func contains(_ body: Data, _ words: String) -> Bool {
    body.place(of: words) != nil
  }

  /// The objects that are named after a key, `17 0 R` each; nil when there is none.
  private static func references(in dictionary: Data, after key: String) -> [Int]? {
    guard let key = dictionary.place(of: "\(key) ") else { return nil }
    let words = String(decoding: dictionary[key.upperBound...], as: UTF8.self)
      .split(whereSeparator: { $0.isWhitespace || "[]<>".contains($0) })
    let numbers = words.indices.dropLast(2)
      .filter { words[$0 + 1] == "0" && words[$0 + 2] == "R" }.compactMap { Int(words[$0]) }
    return numbers.isEmpty ? nil : numbers
  }
}

extension Data {
  /// Where `words` stand for the first time. Foundation's search takes longer to begin than most
  /// objects are long.
  fileprivate func place(of words: String) -> Range<Int>? {
    let words = Array(words.utf8)
    return withUnsafeBytes { bytes in
      (0..<Swift.max(0, bytes.count - words.count + 1)).first { start in
        words.indices.allSatisfy { bytes[start &+ $0] == words[$0] }
      }
    }.map { startIndex + $0..<startIndex + $0 + words.count }
  }
}

/// Ends a line of cairo's.
private let newline = UInt8(ascii: "\n")
