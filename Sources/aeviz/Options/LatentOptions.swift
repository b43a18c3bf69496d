import AECore
import ArgumentParser
import Visual

/// What `figure latent` may be asked for.
struct LatentOptions: ParsableArguments {
  @Option(
    help: """
      How codes of more than two values become a plane: pca or tsne. (default: tsne where the run \
      has such a map)
      """)
  var projection: LatentProjection?

  @Option(
    help: ArgumentHelp(
      "How many test images stand at their codes; 0 for none. (default: one a class)",
      valueName: "N"))
  var thumbnails: Int?

  func validate() throws {
    if let thumbnails, thumbnails < 0 {
      throw ValidationError("--thumbnails \(thumbnails): give 0 or more.")
    }
  }

  /// Whether any of them was given.
  var isUsed: Bool { projection != nil || thumbnails != nil }

  /// The same as a value.
  var choice: LatentChoice { LatentChoice(projection: projection, thumbnails: thumbnails) }
}

extension LatentProjection: NamedChoice {}
