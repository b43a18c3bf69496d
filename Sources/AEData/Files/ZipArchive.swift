import CZip
import Foundation

/// Files packed into one, as NumPy's `.npz` and PowerPoint's `.pptx` are.
public enum ZipArchive {
  /// An archive of `files` in their order, which have no date of their own, so that the same files
  /// give the same bytes.
  /// - Parameters:
  ///   - files: their names and what is in them.
  ///   - isDeflated: whether they are made smaller; otherwise they are stored as they are.
  /// - Throws: ``Failure`` of kind `internal` when libzip has no memory for it.
  public static func encode(
    _ files: [(name: String, data: Data)], isDeflated: Bool = false
  ) throws(Failure) -> Data {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else {
      throw failure(&error)
    }
    defer { zip_source_free(target) }
    // The archive takes one reference when it opens, this function keeps the other.
    zip_source_keep(target)
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
      zip_source_free(target)
      throw failure(&error)
    }
    do {
      for (name, data) in files { try add(data, as: name, isDeflated: isDeflated, to: archive) }
    } catch {
      zip_discard(archive)
      throw error
    }
    guard zip_close(archive) == 0 else {
      let failure = failure(zip_get_error(archive))
      zip_discard(archive)
      throw failure
    }
    return try content(of: target)
  }

  private static func add(
    _ data: Data, as name: String, isDeflated: Bool, to archive: OpaquePointer
  ) throws(Failure) {
    // libzip reads the bytes when the archive is closed, and frees its own copy of them.
    let copy = malloc(max(1, data.count))
    guard let copy else { throw Failure(.internal, name, "there is no memory to pack it") }
    data.copyBytes(to: UnsafeMutableRawBufferPointer(start: copy, count: data.count))
    guard let source = zip_source_buffer(archive, copy, UInt64(data.count), 1) else {
      free(copy)
      throw failure(zip_get_error(archive))
    }
    let index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8)
    guard index >= 0 else {
      zip_source_free(source)
      throw failure(zip_get_error(archive))
    }
    let method = isDeflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    guard zip_set_file_compression(archive, UInt64(index), method, isDeflated ? 6 : 0) == 0 else {
      throw failure(zip_get_error(archive))
    }
    zip_file_set_dostime(archive, UInt64(index), 0, 1 << 5 | 1, 0)
  }

  private static func content(of source: OpaquePointer) throws(Failure) -> Data {
    var status = zip_stat_t()
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
      throw failure(zip_source_error(source))
    }
    defer { zip_source_close(source) }
    var data = Data(count: Int(clamping: status.size))
    let count = data.withUnsafeMutableBytes {
      zip_source_read(source, $0.baseAddress, UInt64($0.count))
    }
    guard count == data.count else { throw failure(zip_source_error(source)) }
    return data
  }

  private static func failure(_ error: UnsafeMutablePointer<zip_error_t>?) -> Failure {
    Failure(
      .internal, nil,
      "libzip could not pack it: \(error.map { String(cString: zip_error_strerror($0)) } ?? "?")")
  }
}
