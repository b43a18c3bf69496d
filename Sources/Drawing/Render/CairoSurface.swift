import AEData
import CCairo
import Foundation

/// A cairo surface and the one context that draws on it. Both live and die with this object.
final class CairoSurface {
  /// The surface; valid as long as this object.
  let surface: OpaquePointer
  /// The context that draws on it; valid as long as this object.
  let context: OpaquePointer

  /// Takes over what cairo made.
  /// - Throws: `Failure` of kind `internal`, when cairo could not make it.
  init(owning surface: OpaquePointer?, _ purpose: String) throws {
    guard let surface else { throw Failure(.internal, nil, "cairo made no surface for \(purpose)") }
    // A surface in an error state is still a surface, and must be given back.
    do {
      try check(cairo_surface_status(surface), purpose)
    } catch {
      cairo_surface_destroy(surface)
      throw error
    }
    guard let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      throw Failure(.internal, nil, "cairo made no context for \(purpose)")
    }
    self.surface = surface
    self.context = context
    try check(cairo_status(context), purpose)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Brings everything drawn so far into the surface's memory.
  /// - Throws: `Failure` of kind `internal`, when something on the way failed.
  func flush(_ purpose: String) throws {
    try check(cairo_status(context), purpose)
    cairo_surface_flush(surface)
    try check(cairo_surface_status(surface), purpose)
  }

  /// Ends the document: the last bytes go to its stream.
  /// - Throws: `Failure` of kind `internal`, when something on the way failed.
  func finish(_ purpose: String) throws {
    try flush(purpose)
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface), purpose)
  }
}

/// Turns a status of cairo into an error.
func check(_ status: cairo_status_t, _ purpose: String) throws {
  guard status == CAIRO_STATUS_SUCCESS else {
    let words = cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown status"
    throw Failure(.internal, nil, "\(purpose): cairo says “\(words)”")
  }
}

/// Collects the bytes that cairo writes.
final class ByteSink {
  /// What came so far.
  private(set) var data = Data()

  /// For cairo's `closure`: this object, which the caller keeps alive until the surface is
  /// finished.
  var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// For cairo's `write_func`.
  static let write: cairo_write_func_t = { closure, bytes, count in
    guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().data
      .append(bytes, count: Int(count))
    return CAIRO_STATUS_SUCCESS
  }
}
