import AECore
import Foundation
import Testing

@Suite struct NumPyFileTests {
  /// The header's text, and the bytes behind it.
  private func parts(_ file: NumPyFile) throws -> (header: String, values: Data) {
    let data = file.data
    #expect(data.prefix(8) == Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0]))
    let length = Int(data[8]) | Int(data[9]) << 8
    let end = 10 + length
    #expect(end % 64 == 0)
    let header = String(decoding: data[10..<end], as: UTF8.self)
    #expect(header.hasSuffix("\n"))
    return (header.trimmingCharacters(in: .whitespacesAndNewlines), Data(data[end...]))
  }

  @Test func numbersAreAsNumPyWritesThem() throws {
    let matrix = try parts(NumPyFile(Tensor([2, 3], [0, 1, 2, 3, 4, -5.5])))
    #expect(matrix.header == "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
    #expect(matrix.values.count == 24)
    #expect(matrix.values.suffix(4) == Data([0, 0, 0xB0, 0xC0]))
    let row = try parts(NumPyFile([Int64(1), -1]))
    #expect(row.header == "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }")
    #expect(row.values == Data([1, 0, 0, 0, 0, 0, 0, 0]) + Data(repeating: 255, count: 8))
    #expect(try parts(NumPyFile([0.5])).header.contains("'<f8'"))
  }

  @Test func textsAreAsLongAsTheLongest() throws {
    let texts = try parts(NumPyFile(["β", "abc", ""]))
    #expect(texts.header == "{'descr': '<U3', 'fortran_order': False, 'shape': (3,), }")
    #expect(texts.values.count == 36)
    #expect(texts.values.prefix(4) == Data([0xB2, 0x03, 0, 0]))
    #expect(texts.values.suffix(12) == Data(count: 12))
  }

  @Test func archivesAreTheSameEveryTime() throws {
    let files = [("a.npy", NumPyFile([1.5]).data), ("ü.npy", Data())]
    let archive = try ZipArchive.encode(files.map { (name: $0.0, data: $0.1) })
    #expect(try ZipArchive.encode(files.map { (name: $0.0, data: $0.1) }) == archive)
    #expect(archive.prefix(4) == Data("PK\u{3}\u{4}".utf8))
    // Stored as they are, with their names.
    #expect(archive.range(of: files[0].1) != nil)
    #expect(archive.range(of: Data("ü.npy".utf8)) != nil)
  }
}
