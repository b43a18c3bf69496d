import CFuzzer
import Foundation
import FuzzTargets

/// `aeviz-fuzz TARGET [libFuzzer's flags and folders]`, or `aeviz-fuzz seeds DIR`.
@main
struct FuzzMain {
  static func main() throws {
    var arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      print("targets: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
      exit(64)
    }
    let name = arguments.remove(at: 1)
    if name == "seeds", arguments.count > 1 {
      return try Seeds.write(to: URL(fileURLWithPath: arguments[1], isDirectory: true))
    }
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      print("no target \(name); there are \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
      exit(64)
    }
    var count = Int32(arguments.count)
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    exit(
      pointers.withUnsafeMutableBufferPointer { buffer in
        var start = buffer.baseAddress
        return LLVMFuzzerRunDriver(&count, &start, target.run)
      })
  }
}
