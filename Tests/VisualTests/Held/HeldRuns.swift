import AECore
import Foundation

/// The trained runs of Fixtures/runs, which Scripts/make_fixtures_runs.py makes.
enum HeldRuns: String, CaseIterable {
  /// The preset, a code of 8.
  case conv
  /// A small variational network, a code of 2.
  case vae
  /// A small dense network that learned to denoise, a code of 4.
  case noise
  /// A small network that upsamples and has never seen a 3, a code of 3.
  case held

  /// The run and the SHA-256 of its tensors.
  func open() throws -> (run: Run, tensorsSHA256: String) {
    switch self {
    case .conv: try Self.convFile.get()
    case .vae: try Self.vaeFile.get()
    case .noise: try Self.noiseFile.get()
    case .held: try Self.heldFile.get()
    }
  }

  /// The run alone.
  func run() throws -> Run { try open().run }

  // Each is read once.
  private static let convFile = read(.conv)
  private static let vaeFile = read(.vae)
  private static let noiseFile = read(.noise)
  private static let heldFile = read(.held)

  private static func read(
    _ run: HeldRuns
  ) -> Result<(run: Run, tensorsSHA256: String), any Error> {
    Result { try RunDirectory.open(HeldPicture.fixtures.url("runs/\(run.rawValue)/run.json")) }
  }
}
