import AECore
import Foundation
import Visual

/// What `inspect` tells of a run, as values: `--json` writes them, the text sets them in columns.
struct RunSummary: Encodable {
  struct Layer: Encodable {
    var name: String
    var type: String
    var title: String
    var outputShape: Shape
    var parameters: Int
  }

  struct Model: Encodable {
    var name: String
    var latentSize: Int
    var parameters: Int
    var layers: [Layer]
  }

  var generator: Generator
  var created: String
  var dataset: DatasetSummary
  var model: Model
  var training: TrainingRecord?
  var evaluation: Evaluation?
  /// The name and the shape of every tensor.
  var tensors: [String: Shape]
  /// Nil when the layers have their weights.
  private let missing: MissingWeights?

  /// What `--json` writes.
  private enum CodingKeys: CodingKey {
    case generator, created, dataset, model, training, evaluation, tensors
  }

  /// - Throws: ``Failure`` when the layers do not go together.
  init(_ run: Run) throws {
    generator = run.generator
    created = run.created
    dataset = run.dataset
    model = Model(
      name: run.model.name, latentSize: run.model.latentSize,
      parameters: run.model.parameterCount,
      layers: try run.model.steps(imageShape: run.dataset.imageShape).map {
        Layer(
          name: $0.name, type: $0.layer.type, title: $0.layer.title, outputShape: $0.output,
          parameters: $0.layer.parameterCount)
      })
    training = run.training
    evaluation = run.evaluation
    tensors = run.tensors.mapValues(\.shape)
    missing = MissingWeights(run.model, in: run.tensors)
  }

  /// The summary for people.
  func text(path: String) -> String {
    [header(path), dataText, modelText, weightsText, trainingText, evaluationText]
      .compactMap { $0 }.joined(separator: "\n")
  }

  private func header(_ path: String) -> String {
    "\(path.visible)\n  "
      + "written by \(generator.name) \(generator.version), \(created)".visible + "\n"
  }

  private var dataText: String {
    var rows = [
      ("name", dataset.name),
      (
        "images",
        "\(NumberText.count(dataset.trainCount)) "
          + (training?.dataset == nil ? "trained on, " : "to compare with, ")
          + "\(NumberText.count(dataset.testCount)) held out, \(dataset.imageShape)"
      ),
    ]
    if let range = dataset.pixelRange {
      rows.append(("pixels", "in [0, 1]; the network has them in \(range)"))
    }
    if let reading = dataset.reading, !reading.arguments.isEmpty {
      rows.append(("read with", reading.arguments.joined(separator: " ")))
    }
    if let label = dataset.heldOutClass {
      let name = dataset.className(label)
      rows.append(("left out", "class \(name): no image of it was trained on"))
    }
    if let names = dataset.classNames { rows.append(("classes", names.joined(separator: ", "))) }
    if let source = dataset.source { rows.append(("source", source)) }
    if let license = dataset.license { rows.append(("licence", license)) }
    return TextTable.block("Data", rows)
  }

  private var modelText: String {
    let values = dataset.imageShape.count
    let heading =
      "Model \(model.name.visible): \(NumberText.count(values)) values to \(model.latentSize) "
      + "(\(NumberText.ratio(values, to: model.latentSize))), "
      + "\(NumberText.count(model.parameters)) parameters\n"
    let rows = model.layers.map {
      [
        $0.name, $0.title, $0.outputShape.description,
        $0.parameters > 0 ? NumberText.count($0.parameters) : "",
      ]
    }
    return heading
      + TextTable.columns([["layer", "what", "output", "parameters"]] + rows, right: [3])
  }

  private var weightsText: String? {
    missing.map {
      TextTable.block(
        "Weights that fit no layer",
        [
          ("wanted", MissingWeights.list($0.wanted)), ("there", MissingWeights.list($0.found)),
          ("advice", $0.advice),
        ])
    }
  }

  private var trainingText: String? {
    guard let training else { return nil }
    let texts = TrainingFacts(training)
    let images = texts.images.map { [("images", $0)] } ?? []
    var rows =
      images + [("loss", texts.loss), ("optimiser", texts.optimizer), ("steps", texts.steps)]
    if let noise = texts.noise { rows.append(("noise", noise)) }
    if let stopping = texts.stopping { rows.append(("stopping", stopping)) }
    let history = training.history
    var shown = [history.first, history.last].compactMap { $0 }
    if history.count < 2 { shown = history }
    // The parts of the test loss, where it has several.
    var parts: [(name: String, value: KeyPath<LossParts, Double>)] = []
    if training.loss.beta != nil { parts.append(("KL", \.kl)) }
    if training.loss.sparsity != nil { parts.append(("magnitudes", \.sparsity)) }
    if !parts.isEmpty { parts.insert(("reconstruction", \.reconstruction), at: 0) }
    let heading = ["epoch", "train loss", "test loss"] + parts.map(\.name) + ["seconds"]
    let table = shown.map { record in
      ["\(record.epoch)", Self.number(record.trainLoss), Self.number(record.testLoss)]
        + parts.map { Self.number(record.testParts?[keyPath: $0.value]) }
        + [Self.number(record.seconds, digits: 2)]
    }
    return TextTable.block("Training", rows)
      + (table.isEmpty
        ? "" : TextTable.columns([heading] + table, right: Set(heading.indices)))
  }

  private var evaluationText: String? {
    guard let evaluation else { return nil }
    var rows = [("MSE", Self.number(evaluation.mse))]
    if let psnr = evaluation.psnrDB { rows.append(("PSNR", "\(NumberText.short(psnr)) dB")) }
    if let ssim = evaluation.ssim { rows.append(("SSIM", NumberText.short(ssim))) }
    for baseline in evaluation.baselines ?? [] {
      let components = baseline.components.map { $0 > 0 ? " with \($0) components" : "" } ?? ""
      rows.append((baseline.name + components, "MSE " + Self.number(baseline.mse)))
    }
    let names = dataset.classNames ?? []
    let table = (evaluation.perClass ?? []).map { part in
      [
        names.indices.contains(part.label) ? names[part.label] : "\(part.label)",
        NumberText.count(part.count), Self.number(part.mse),
      ]
    }
    let scale = dataset.pixelRange == nil ? "" : ", of pixels in [0, 1]"
    return TextTable.block("Result on the images held out\(scale)", rows)
      + (table.isEmpty
        ? "" : TextTable.columns([["class", "images", "MSE"]] + table, right: [1, 2]))
  }

  private static func number(_ value: Double?, digits: Int = 4) -> String {
    value.map { NumberText.short($0, digits: digits) } ?? "–"
  }
}
