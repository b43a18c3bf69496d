import AECore
import ArgumentParser

/// What an `aeviz train` asks for: its arguments as values, for those who hold a printed command
/// against the run that it is to make.
package struct TrainingRequest: Equatable {
  package var data: String
  package var limit: Int?
  package var heldOutClass: String?
  package var preset: Preset?
  package var architecture: String?
  package var latentSize: Int?
  package var options: TrainingOptions

  /// The request in `arguments`, as they follow on `aeviz train`.
  /// - Throws: what the argument parser says of them.
  package init(parsing arguments: [String]) throws {
    let command = try TrainCommand.parse(arguments)
    data = command.data ?? "fashion"
    limit = command.limit
    heldOutClass = command.holdOutClass
    architecture = command.architecture
    preset = command.architecture == nil ? command.preset ?? .conv : nil
    latentSize = command.latent
    options = command.training.options()
  }
}
