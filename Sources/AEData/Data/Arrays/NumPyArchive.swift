import AENetwork
import CZip
import Foundation

/// An archive of arrays, as `numpy.savez` writes it: a ZIP file with a `.npy` file for each.
///
/// What an entry takes once it is unpacked is held against what it is packed in before any memory
/// is taken.
final class NumPyArchive {
  /// The first bytes of a file.
  static let magic: [UInt8] = [0x50, 0x4B, 3, 4]

  /// The arrays' names, in the order of the archive.
  let names: [String]
  private let file: String
  private let archive: OpaquePointer
  private var entries: [String: Entry] = [:]

  private struct Entry {
    var index: UInt64
    var size: Int
    var packedSize: Int
  }

  /// So many arrays an archive may have.
  private static let mostEntries = 4096
  private static let advice = "write it anew by numpy.savez or numpy.savez_compressed"

  /// Opens the archive at `url`, of which libzip reads what is asked for.
  /// - Throws: ``Failure`` of kind `badData` for what is no such archive: damaged, with entries
  ///   that are encrypted, overlap, or claim to be larger than they can be; as ``InputFile`` for
  ///   what is no file.
  init(_ url: URL) throws {
    let file = url.relativePath
    self.file = file
    let size = try InputFile.reading(url, limit: NumPyArray.largestFile) { $0.size }
    func failure(_ place: String?, _ problem: String) -> Failure {
      Failure(.badData, file, at: place, problem, advice: Self.advice)
    }
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    func reason() -> String { String(cString: zip_error_strerror(&error)) }
    guard let source = zip_source_file_create(url.path, 0, Int64(size), &error) else {
      throw failure(nil, "cannot be opened: \(reason())")
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      let reason = reason()
      zip_source_free(source)
      throw failure(nil, "is no archive that can be read: \(reason)")
    }
    self.archive = archive
    do {
      entries = try Self.entries(archive, fileSize: size, failure)
      names = entries.sorted { $0.value.index < $1.value.index }.map(\.key)
    } catch {
      zip_discard(archive)
      throw error
    }
  }

  deinit { zip_discard(archive) }

  private static func entries(
    _ archive: OpaquePointer, fileSize: Int, _ failure: (String?, String) -> Failure
  ) throws -> [String: Entry] {
    let count = zip_get_num_entries(archive, 0)
    guard count <= mostEntries else { throw failure(nil, "has \(count) entries") }
    var result: [String: Entry] = [:]
    var packed = 0
    for index in 0..<UInt64(max(0, count)) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(archive, index, 0, &status) == 0, let text = status.name else {
        throw failure("entry \(index)", "cannot be read")
      }
      let name = String(cString: text)
      guard status.encryption_method == UInt16(ZIP_EM_NONE) else {
        throw failure(name, "is encrypted")
      }
      guard [UInt16(ZIP_CM_STORE), UInt16(ZIP_CM_DEFLATE)].contains(status.comp_method) else {
        throw failure(name, "is packed in a way that NumPy does not use")
      }
      guard let size = Int(exactly: status.size), size <= NumPyArray.largestFile,
        let packedSize = Int(exactly: status.comp_size), packedSize <= fileSize
      else { throw failure(name, "is larger than the file") }
      guard size / GzipReader.largestRatio <= packedSize,
        status.comp_method != UInt16(ZIP_CM_STORE) || size == packedSize
      else {
        throw failure(name, "claims to unpack to \(size) bytes from \(packedSize): it cannot")
      }
      // Each has a head of its own beside its bytes, and another in the list at the end.
      packed += packedSize + 30 + 46 + 2 * name.utf8.count
      guard packed <= fileSize else {
        throw failure(name, "overlaps another entry: together they are more than the file")
      }
      guard name.hasSuffix(".npy") else { continue }
      guard
        result.updateValue(
          Entry(index: index, size: size, packedSize: packedSize), forKey: String(name.dropLast(4)))
          == nil
      else { throw failure(name, "is there twice") }
    }
    return result
  }

  /// The array called `name`.
  /// - Throws: ``Failure`` of kind `badData` when there is none, or it is no array.
  func array(_ name: String) throws -> NumPyArray {
    let place = "\(file): \(name)"
    guard let entry = entries[name] else {
      throw Failure(.badData, file, "holds no array \(name)", advice: Self.advice)
    }
    try AvailableMemory.require(Double(entry.size)) { wanted, free in
      Failure(
        .inputOutput, place, "unpacked it takes \(wanted) of memory, and \(free) are free",
        advice: "end other programs, or give fewer images")
    }
    guard let packed = zip_fopen_index(archive, entry.index, 0) else {
      throw Failure(.badData, place, "cannot be unpacked: \(reason)", advice: Self.advice)
    }
    defer { zip_fclose(packed) }
    var filled = 0
    let array = try NumPyArray(size: entry.size, name: place) { buffer in
      var missing = buffer
      while !missing.isEmpty {
        let count = zip_fread(packed, missing.baseAddress, UInt64(missing.count))
        guard count > 0 else {
          throw Failure(
            .badData, place, "the packed data is damaged, or ends after \(filled) bytes",
            advice: Self.advice)
        }
        filled += Int(count)
        missing = UnsafeMutableRawBufferPointer(rebasing: missing.dropFirst(Int(count)))
      }
    }
    // The end is read, too, and with it the checksum.
    var extra: UInt8 = 0
    guard zip_fread(packed, &extra, 1) == 0 else {
      throw Failure(
        .badData, place, "the packed data is damaged, or longer than the archive says",
        advice: Self.advice)
    }
    return array
  }

  private var reason: String { String(cString: zip_strerror(archive)) }
}
