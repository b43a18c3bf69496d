import AECore
import Drawing
import Foundation
import PageModule
import Visual

/// A run as one file for a browser: its report, and under it what computes, the network itself.
public struct RunPage: Sendable {
  private let run: Run
  private let dataset: Dataset?
  private let command: String
  private let options: FigureCatalog.Options

  /// - Parameters:
  ///   - run: what the page is of.
  ///   - dataset: its images; nil when they are not there: then the run's samples take their place.
  ///   - command: what the reader is told made it.
  ///   - options: as in a `Report`.
  public init(
    _ run: Run, dataset: Dataset?, command: String,
    options: FigureCatalog.Options = FigureCatalog.Options()
  ) {
    (self.run, self.dataset, self.command, self.options) = (run, dataset, command, options)
  }

  /// The whole page.
  /// - Throws: `Failure` when the run lacks its weights, or the parts of a page are not there.
  public func html() throws -> Data {
    var page = HTMLPage(title: title, parts: HTMLPage.Part.allCases)
    page.report = try report(&page.colors)
    let autoencoder = try Autoencoder(
      run.model, imageShape: run.dataset.imageShape, tensors: run.tensors)
    page.blobs["weights"] = PackedData(autoencoder.parameters)
    let images = try pageImages()
    page.blobs["images"] = PackedData(Data(images.pixels))
    var content = PageContent(title: title, command: command, run: runContent(images))
    content.markers = Marker.allCases.map { $0.corners.flatMap { [$0.x, $0.y] } }
    if let labels = images.labels { page.blobs["labels"] = PackedData(Data(labels)) }
    if let codes = run.tensors[TensorName.testLatents], codes.shape.rank == 2,
      codes.shape[1] == run.model.latentSize, dataset != nil, codes.shape[0] > 0
    {
      let count = min(codes.shape[0], images.count)
      page.blobs["codes"] = PackedData(Array(codes.rows(0..<count).values))
      content.run?.codeCount = count
      page.blobs["plane"] = PackedData(Self.plane(codes))
    }
    addTraining(&page, &content)
    page.content = content
    return try page.html()
  }

  private var title: String {
    "\(run.model.name) on \(run.dataset.name), \(run.model.latentSize) values in the code"
  }

  // MARK: What the scripts are told

  /// Of the test images and of those to train on, in bytes before they are packed, which more than
  /// halves them: a page is to stay below three megabytes.
  private static let (mostPixels, mostTrainingPixels) = (620_000, 430_000)

  /// The first test images, or the samples of the run as images of 8 bits.
  private func pageImages() throws -> ImageSet {
    let shape = run.dataset.imageShape
    if let test = dataset?.test, test.count > 0 {
      return test.prefix(max(1, Self.mostPixels / shape.count))
    }
    let samples = try run.images(TensorName.sampleInput)
    let labels = run.tensors[TensorName.sampleLabel]?.values.map {
      UInt8(clamping: Int(clamping: $0))
    }
    return ImageSet(
      shape: shape,
      pixels: samples.values.map { UInt8(clamping: Int(clamping: ($0 * 255).rounded())) },
      labels: labels?.count == samples.shape[0] ? labels : nil)
  }

  private func runContent(_ images: ImageSet) -> PageContent.RunContent {
    let layers = run.model.halves.flatMap { half, layers in
      layers.enumerated().map { index, layer in
        PageContent.LayerContent(
          name: "\(half.rawValue).\(index)", title: layer.title, type: layer.type)
      }
    }
    let corruption = run.training?.corruption
    return PageContent.RunContent(
      dataset: run.dataset.name, classNames: run.dataset.classNames ?? [],
      shape: run.dataset.imageShape.shape.dimensions, latentSize: run.model.latentSize,
      model: run.model.name, encoderCount: run.model.encoder.count,
      layerNumbers: LayerNumbers.of(run.model.encoder + run.model.decoder), layers: layers,
      isVariational: run.model.isVariational, pixelMean: run.dataset.pixelRange?.mean ?? [],
      pixelDeviation: run.dataset.pixelRange?.deviation ?? [], imageCount: images.count,
      white: Int(images.white), codeCount: 0, hasLabels: images.labels != nil,
      noiseKind: corruption?.name ?? "gaussian", noise: corruption?.amount ?? 0,
      seed: run.training?.seed ?? 1)
  }

  /// The plane that the map of codes shows: centre and two directions, `L` numbers each. A code of
  /// one value has but one direction, one of two is a plane already.
  private static func plane(_ codes: Tensor) -> [Float] {
    let size = codes.shape[1]
    let isFinite = codes.values.allSatisfy { $0.isFinite }
    guard size > 2, isFinite else {
      let unit = { (place: Int) in (0..<size).map { $0 == place ? 1 as Float : 0 } }
      return [Float](repeating: 0, count: size) + unit(0) + unit(1)
    }
    let fit = PCA.fit(codes, components: 2)
    let missing = [Float](repeating: 0, count: 2 * size - fit.components.count)
    return fit.mean.values + fit.components.values + missing
  }

  /// The digits, and of the run's own images as many as there is room for.
  private func addTraining(_ page: inout HTMLPage, _ content: inout PageContent) {
    var sets: [Dataset] = []
    if let dataset, dataset.name != "digits", dataset.train.count > 1 { sets.append(dataset) }
    if let digits = try? DatasetCatalog.load("digits") { sets.append(digits) }
    for set in sets {
      let limit = max(2, Self.mostTrainingPixels / set.imageShape.count)
      content.sets.append(PageContent.TrainingSet(set, limit: limit))
      let (name, images) = ("train-\(content.sets.count - 1)", set.train.prefix(limit))
      page.blobs[name] = PackedData(Data(images.pixels))
      if let labels = images.labels { page.blobs["\(name)-labels"] = PackedData(Data(labels)) }
    }
  }

  // MARK: The report

  /// Its figures; what the page shows alive, layer by layer, is not among them.
  private func report(_ colors: inout FigureColors) throws -> [FigureMarkup] {
    let measurer = PangoMeasurer()
    let live: Set = ["connectivity", "feature-maps-encoder", "feature-maps-decoder", "appendix"]
    var defined: Set<String> = []
    return try Report(run: run, page: .slide, options: options).figures
      .filter { !live.contains($0.name) }
      .map {
        try FigureMarkup($0, measurer: measurer, defined: &defined, colors: &colors)
      }
  }
}
