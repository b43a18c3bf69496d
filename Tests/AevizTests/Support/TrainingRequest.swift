import AECore
import aeviz

/// What an `aeviz train` asks for: its arguments as values, for those who hold a printed command
/// against the run that it is to make.
struct TrainingRequest: Equatable {
  var data: String
  var limit: Int?
  var heldOutClass: String?
  var reading: ImageReading
  var preset: Preset?
  var architecture: String?
  var latentSize: Int?
  var options: TrainingOptions

  /// The request in `arguments`, as they follow on `aeviz train`.
  /// - Throws: what the argument parser says of them.
  init(parsing arguments: [String]) throws {
    let command = try TrainCommand.parse(arguments)
    data = command.data ?? "fashion"
    limit = command.limit
    heldOutClass = command.holdOutClass
    reading = command.images.reading()
    architecture = command.architecture
    preset = command.architecture == nil ? command.preset ?? .conv : nil
    latentSize = command.latent
    options = command.training.options()
  }
}
