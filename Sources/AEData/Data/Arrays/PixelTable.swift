import Foundation

/// The numbers of a table of pixels, and its labels.
struct PixelTable {
  /// Pixels in a line.
  private(set) var columns = 0
  /// One a line; nil without a column of labels.
  private(set) var labels: [UInt8]?
  /// The least and the greatest pixel.
  private(set) var range = 0.0...0.0
  /// Whether no pixel has a fraction.
  private(set) var areWhole = true
  /// Of all lines. One of the two is filled: most tables have only small whole numbers.
  private var bytes: [UInt8] = []
  private var numbers: [Float] = []

  private static let labelNames = ["label", "labels", "class", "target", "y"]
  private static let advice = "give a line for each image: its label, then its pixels"

  /// - Throws: ``Failure`` of kind `badData`, with the line.
  init(_ url: URL, limit: Int) throws {
    // Before the rest is read, which may be much.
    guard !(try InputFile.start(of: url, count: 4096)).contains(0) else {
      throw Failure(
        .badData, url.relativePath, "has zero bytes in it, as no text in UTF-8 has",
        advice: "save it as CSV in UTF-8")
    }
    let data = try InputFile.read(url, limit: limit)
    try data.withUnsafeBytes { try read($0.bindMemory(to: UInt8.self), url.relativePath) }
  }

  /// The pixels in 8 bits.
  func pixels(_ scale: PixelScale) -> [UInt8] {
    guard numbers.isEmpty else {
      return numbers.map { UInt8(clamping: Double($0) * scale.factor + 0.5) }
    }
    return scale.factor == 1
      ? bytes : bytes.map { UInt8(clamping: Double($0) * scale.factor + 0.5) }
  }

  private mutating func read(_ text: UnsafeBufferPointer<UInt8>, _ name: String) throws {
    func failure(_ line: Int, _ problem: String) -> Failure {
      Failure(.badData, name, at: "line \(line)", problem, advice: Self.advice)
    }
    var fields = FieldReader(text)
    guard let first = fields.line() else {
      throw Failure(.badData, name, "is empty", advice: Self.advice)
    }
    let names = first.map { fields.text($0) }
    let hasNames = names.contains { Double($0) == nil && !$0.isEmpty }
    var label =
      hasNames ? names.firstIndex { Self.labelNames.contains($0.lowercased()) } : nil
    if !hasNames, AxisOrder.square(names.count) == nil, AxisOrder.square(names.count - 1) != nil {
      label = 0
    }
    let width = names.count
    columns = label == nil ? width : width - 1
    guard columns > 0 else { throw failure(1, "has no pixels") }
    if !hasNames { fields.restart() }
    var found: [UInt8] = []
    var (low, high) = (Double.infinity, -Double.infinity)
    // An estimate from the first line's length; what is more is found as it comes.
    bytes.reserveCapacity(text.count / 3)
    while let line = fields.line() {
      guard line.count == width else {
        throw failure(fields.number, "\(line.count) fields, and the first line has \(width)")
      }
      for (column, field) in line.enumerated() {
        guard let value = fields.value(field), value.isFinite else {
          throw failure(
            fields.number, "field \(column + 1) is no number: '\(fields.text(field).prefix(20))'")
        }
        if column == label {
          guard let label = UInt8(exactly: value) else {
            throw failure(fields.number, "the label \(value) is no whole number from 0 to 255")
          }
          found.append(label)
          continue
        }
        low = min(low, value)
        high = max(high, value)
        add(value)
      }
    }
    guard low <= high else { throw failure(fields.number, "there are no images") }
    range = low...high
    if label != nil { labels = found }
  }

  private mutating func add(_ value: Double) {
    if numbers.isEmpty, let byte = UInt8(exactly: value) {
      bytes.append(byte)
      return
    }
    if numbers.isEmpty {
      numbers = bytes.map(Float.init)
      bytes = []
    }
    numbers.append(Float(value))
    if value != value.rounded() { areWhole = false }
  }
}

/// Cuts a table into lines and fields: commas, semicolons or tabs, quotes around a field, lines
/// that end as on any system; empty ones are passed over.
private struct FieldReader {
  private let text: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private let start: Int
  private var place: Int
  /// Of the line that was read last, from 1.
  private(set) var number = 0
  private var fields: [Range<Int>] = []

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    // The mark of UTF-8, which spreadsheets write.
    start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    place = start
    let line = text.prefix { $0 != 10 && $0 != 13 }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    separator = candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
  }

  mutating func restart() { (place, number) = (start, 0) }

  /// The fields of the next line; nil at the end.
  mutating func line() -> [Range<Int>]? {
    while place < text.count {
      number += 1
      fields.removeAll(keepingCapacity: true)
      var begin = place
      while place < text.count, text[place] != 10, text[place] != 13 {
        if text[place] == separator {
          fields.append(begin..<place)
          begin = place + 1
        }
        place += 1
      }
      let end = place
      if place + 1 < text.count, text[place] == 13, text[place + 1] == 10 { place += 1 }
      place += 1
      guard begin < end || !fields.isEmpty else { continue }
      fields.append(begin..<end)
      return fields
    }
    return nil
  }

  /// A field without its quotes and spaces.
  private func trimmed(_ field: Range<Int>) -> Range<Int> {
    func isAround(_ byte: UInt8) -> Bool { byte == 32 || byte == 34 }
    var field = field
    while let first = field.first, isAround(text[first]) { field = first + 1..<field.upperBound }
    while let last = field.last, isAround(text[last]) { field = field.lowerBound..<last }
    return field
  }

  func text(_ field: Range<Int>) -> String {
    String(decoding: text[trimmed(field)], as: UTF8.self)
  }

  /// The number in a field; nil when it is none.
  func value(_ field: Range<Int>) -> Double? {
    // Up to three digits, the usual case, without a string for each.
    if (1...3).contains(field.count) {
      var value = 0
      var isPlain = true
      for byte in text[field] {
        guard (48...57).contains(byte) else {
          isPlain = false
          break
        }
        value = value &* 10 &+ Int(byte &- 48)
      }
      if isPlain { return Double(value) }
    }
    return Double(text(field))
  }
}
