import AECore
import Foundation
import Testing

/// The gzip reader, through the files that it reads.
@Suite struct GzipTests {
  private let plain = idxBytes([2, 2, 3], Array(1...12))

  @Test func unpacksWhateverTheNameEndsIn() throws {
    let folder = try TemporaryFolder()
    for name in ["images.gz", "images"] {
      let idx = try IDX(try folder.write(gzipStored(plain), to: name), ranks: 3...3)
      #expect(idx.shape == [2, 2, 3])
      #expect(idx.values == Array(1...12))
    }
  }

  @Test func cutOffAnywhere() throws {
    let folder = try TemporaryFolder()
    let packed = gzipStored(plain)
    for count in 2..<packed.count {
      let url = try folder.write(packed.prefix(count), to: "images.gz")
      expectFailure(.badData, "images.gz", "offset \(count)", "cut off") {
        _ = try IDX(url, ranks: 3...3)
      }
    }
  }

  @Test func bytesAfterTheEnd() throws {
    try refuses(gzipStored(plain) + [1, 2, 3], "3 bytes follow the end of the gzip data")
    try refuses(gzipStored(plain) + gzipStored(plain), "bytes follow the end")
  }

  @Test func damage() throws {
    var packed = gzipStored(plain)
    packed[35] ^= 1
    try refuses(packed, "incorrect data check")
    try refuses([0x1F, 0x8B] + [UInt8](repeating: 0xFF, count: 40), "the gzip data is damaged")
  }

  @Test func fewerOrMoreValuesThanDeclared() throws {
    try refuses(
      gzipStored(idxBytes([2, 2, 4], Array(1...12))),
      "offset 28, unpacked: the data ends after 12 bytes, but 2 × 2 × 4 values take 16")
    try refuses(
      gzipStored(idxBytes([2, 2, 2], Array(1...12))), "more data than the header declares")
  }

  /// 4 GiB are declared in a file of forty bytes: no memory may be taken for them.
  @Test func declaredSizeIsHeldAgainstTheFile() throws {
    try refuses(
      gzipStored(idxBytes([65536, 256, 256], [1])), "more than 40 packed bytes can hold")
    try refuses(
      gzipStored(idxBytes([0xFFFF_FFFF, 0xFFFF_FFFF, 9], [1])), "more than a file can hold")
  }

  @Test func wrongMagicInside() throws {
    try refuses(gzipStored(idxBytes([3], [1, 2, 3])), "0x00000801, expected 0x00000803")
    try refuses(gzipStored([0, 0]), "only 2 bytes")
    try refuses(gzipStored([0, 0, 8, 3, 0, 0, 0]), "3 bytes follow, but 3 extents take 12")
  }

  private func refuses(
    _ bytes: [UInt8], _ problem: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(bytes, to: "images.gz")
    expectFailure(.badData, "images.gz", problem, location: location) {
      _ = try IDX(url, ranks: 3...3)
    }
  }
}
