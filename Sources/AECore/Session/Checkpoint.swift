import AEData
import AENetwork
import Foundation

/// A training that can be gone on with: the state, and all that it was started with.
///
/// On disk it is one safetensors file, put in place in one step: the weights under the names that
/// they have in a run, what the optimiser remembers as `optimizer.<name>.<weight>`, the weights of
/// early stopping's best epoch as `best.<weight>`, and the rest as JSON in the header's metadata.
public struct Checkpoint: Hashable, Sendable {
  /// What wrote it.
  public var generator: Generator
  /// The images: a name of `DatasetCatalog`, or a folder.
  public var data: String
  /// How many of the training images were used; nil for all.
  public var limit: Int?
  /// What is known of the images, to recognise them.
  public var dataset: DatasetSummary
  /// The layers.
  public var model: ModelDescription
  /// How it is trained.
  public var options: TrainingOptions
  /// Where it stands.
  public var state: TrainingState

  /// A checkpoint of a training.
  public init(
    data: String, limit: Int?, dataset: DatasetSummary, model: ModelDescription,
    options: TrainingOptions, state: TrainingState
  ) {
    generator = .current
    self.data = data
    self.limit = limit
    self.dataset = dataset
    self.model = model
    self.options = options
    self.state = state
  }

  // MARK: The file

  /// The part that is no tensor. Its keys, and those of the options within it, are spelled as in
  /// Swift, as they have been since the first version.
  private struct Document: Codable, VerbatimKeys {
    var version: Int
    var generator: Generator
    var data: String
    var limit: Int?
    var dataset: DatasetSummary
    var model: ModelDescription
    var options: TrainingOptions
    var epoch: Int
    var batch: Int
    var sums: LossParts
    var seen: Int
    var seconds: Double
    var optimizerTime: Int
    var history: [EpochRecord]
    var stopping: EarlyStopping?
  }

  private static let metadataKey = "aeviz-checkpoint"
  private static let version = 1

  /// The file's bytes; the same checkpoint gives the same.
  func encoded() throws -> Data {
    let document = Document(
      version: Self.version, generator: generator, data: data, limit: limit, dataset: dataset,
      model: model, options: options, epoch: state.epoch, batch: state.batch, sums: state.sums,
      seen: state.seen, seconds: state.seconds, optimizerTime: state.optimizerTime,
      history: state.history, stopping: state.stopping)
    var tensors = named(state.parameters, "")
    for (name, values) in state.optimizerState {
      tensors.merge(named(values, "optimizer.\(name).")) { $1 }
    }
    if let best = state.bestParameters { tensors.merge(named(best, "best.")) { $1 } }
    return Safetensors.encode(
      tensors, metadata: [Self.metadataKey: try JSONValue(encoding: document).line])
  }

  /// Numbers as long as the weights, by the names of these.
  private func named(_ values: [Float], _ prefix: String) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    var offset = 0
    for (name, shape) in model.storedShapes {
      result[prefix + name] = Tensor(shape, Array(values[offset..<offset + shape.count]))
      offset += shape.count
    }
    return result
  }

  /// The checkpoint in the file at `url`.
  /// - Throws: `Failure`: `noInput` when there is none, `badData` when it is not whole.
  public init(reading url: URL) throws {
    let name = url.relativePath
    let data = try InputFile.read(
      url, limit: 1 << 36, missing: "only `aeviz train` leaves one; train anew with -o")
    guard let text = try Safetensors.metadata(data, name: name)[Self.metadataKey] else {
      throw Failure(
        .badData, name, "is no checkpoint of aeviz", advice: "give the folder of a training")
    }
    func failure(_ place: String?, _ problem: String) -> Failure {
      Failure(.badData, name, at: place, problem, advice: "train anew with -o")
    }
    let document: Document
    do {
      let json = try StrictJSON.parse(Data(text.utf8))
      guard json["version"]?.integer == Self.version else {
        throw failure(
          "version",
          "expected \(Self.version), found \(json["version"]?.described ?? "nothing")")
      }
      document = try json.decoded(as: Document.self)
    } catch let error as DecodingError {
      throw failure(error.place.map { "header: \($0)" } ?? "header", error.problem)
    } catch let error as StrictJSON.Problem {
      throw failure("header, \(error.place)", error.problem)
    }
    generator = document.generator
    self.data = document.data
    limit = document.limit
    dataset = document.dataset
    model = document.model
    options = document.options
    state = TrainingState(parameters: [], stopping: document.stopping)
    state.epoch = document.epoch
    state.batch = document.batch
    state.sums = document.sums
    state.seen = document.seen
    state.seconds = document.seconds
    state.optimizerTime = document.optimizerTime
    state.history = document.history
    // Before any of the numbers is counted with.
    if let (place, problem) = contradiction() { throw failure("header: \(place)", problem) }
    let tensors = try Safetensors.decode(data, name: name)
    func values(_ prefix: String) throws -> [Float] {
      try document.model.storedShapes.flatMap { part, shape in
        guard let tensor = tensors[prefix + part], tensor.shape == shape else {
          throw failure(prefix + part, "the numbers are missing, or of another shape")
        }
        return tensor.values
      }
    }
    state.parameters = try values("")
    for memory in Optimizer.memories(of: options.optimizer) where document.optimizerTime > 0 {
      state.optimizerState[memory] = try values("optimizer.\(memory).")
    }
    if document.stopping?.bestEpoch != nil { state.bestParameters = try values("best.") }
  }
}
