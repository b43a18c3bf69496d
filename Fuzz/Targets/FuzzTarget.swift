import AECore
import Foundation

/// One reader or drawing that is fed with anything. Whatever comes, it answers with a value or with
/// a `Failure`; libFuzzer reports what traps, hangs, or takes more memory than it may.
package struct FuzzTarget: Sendable {
  /// What `make fuzz` and the folder of its inputs call it.
  package let name: String
  /// libFuzzer's callback: C, so that it captures nothing.
  package let run: @Sendable @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

  package static let all: [FuzzTarget] = [
    FuzzTarget(name: "run-json") { FuzzTarget.feed($0, $1, ReaderTargets.run) },
    FuzzTarget(name: "safetensors") { FuzzTarget.feed($0, $1, ReaderTargets.safetensors) },
    FuzzTarget(name: "idx") { FuzzTarget.feed($0, $1, ReaderTargets.idx) },
    FuzzTarget(name: "architecture") { FuzzTarget.feed($0, $1, ReaderTargets.architecture) },
    FuzzTarget(name: "checkpoint") { FuzzTarget.feed($0, $1, ReaderTargets.checkpoint) },
    FuzzTarget(name: "picture") { FuzzTarget.feed($0, $1, ImageTargets.picture) },
    FuzzTarget(name: "array") { FuzzTarget.feed($0, $1, ImageTargets.array) },
    FuzzTarget(name: "archive") { FuzzTarget.feed($0, $1, ImageTargets.archive) },
    FuzzTarget(name: "table") { FuzzTarget.feed($0, $1, ImageTargets.table) },
    FuzzTarget(name: "onnx") { FuzzTarget.feed($0, $1, ReaderTargets.onnx) },
    FuzzTarget(name: "geometry") { FuzzTarget.feed($0, $1, DrawingTargets.geometry) },
    FuzzTarget(name: "figures") { FuzzTarget.feed($0, $1, DrawingTargets.figures) },
  ]

  /// Calls `body` with the bytes. A `Failure` is an answer, and so are the errors that the command
  /// line words as one; any other error is a hole in what is told to users.
  private static func feed(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int, _ body: (Data) throws -> Void
  ) -> Int32 {
    let data = Data(UnsafeBufferPointer(start: bytes, count: count))
    do { try body(data) } catch is Failure {} catch is ArchitectureError {} catch is GeometryError {
    } catch { fatalError("not worded for users: \(type(of: error)) \(error)") }
    return 0
  }
}
