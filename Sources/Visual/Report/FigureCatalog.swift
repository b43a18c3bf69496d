import AECore

/// The figures that can be drawn from a run, by name: what `aeviz figure --list` names and
/// `aeviz figure NAME RUN.json` makes.
public enum FigureCatalog {
  /// What a figure may be asked for beside its run.
  public struct Options: Sendable {
    /// Which of the run's samples a figure of one image shows, from 0.
    public var sample: Int
    /// What a connectivity diagram shows; its sample is ``sample``.
    public var connectivity: ConnectivityChoice
    /// How the codes are mapped.
    public var latent: LatentChoice
    /// A second run to stand beside the first one, where a figure has room for it.
    public var twin: Run?
    /// The SHA-256 of the file that the run's tensors came from; nil when they came from none.
    public var tensorsSHA256: String?

    /// Options for a figure; the defaults are what the report uses.
    public init(
      sample: Int = 0, connectivity: ConnectivityChoice = ConnectivityChoice(),
      latent: LatentChoice = LatentChoice(), twin: Run? = nil, tensorsSHA256: String? = nil
    ) {
      self.sample = sample
      self.connectivity = connectivity
      self.latent = latent
      self.twin = twin
      self.tensorsSHA256 = tensorsSHA256
    }
  }

  /// One kind of figure.
  public struct Entry: Sendable {
    /// Its name on the command line.
    public let name: String
    /// What it shows, in a few words.
    public let summary: String
    /// Whether ``Options/sample`` chooses what it shows.
    public let showsOneSample: Bool
    /// Whether what it makes is a ``MovingFigure``.
    public let moves: Bool
    /// Whether ``Options/twin`` stands beside the run.
    public let showsTwin: Bool
    private let makeFigure: @Sendable (Run, Options) throws(Failure) -> any Figure

    init(
      _ name: String, _ summary: String, showsOneSample: Bool = false, moves: Bool = false,
      showsTwin: Bool = false,
      _ make: @escaping @Sendable (Run, Options) throws(Failure) -> any Figure
    ) {
      self.name = name
      self.showsOneSample = showsOneSample
      self.moves = moves
      self.showsTwin = showsTwin
      self.summary = summary
      makeFigure = make
    }

    /// The figure of `run`.
    /// - Throws: `Failure` that says what the run lacks.
    public func make(_ run: Run, _ options: Options = Options()) throws(Failure) -> any Figure {
      try makeFigure(run, options)
    }
  }

  /// Every figure, in the order of the report.
  public static let entries: [Entry] = [
    Entry("title", "what the run is, and its result in one sentence") { run, _ in
      TitleFigure(run: run)
    },
    Entry("architecture", "every stage with its shape and parameter count") {
      (run, _) throws(Failure) in try ArchitectureFigure(run: run)
    },
    Entry(
      "target", "why no labels are needed: the image on both ends of the arrow",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in try TargetFigure(run: run, sample: options.sample)
    },
    Entry("shapes", "the values after each stage as areas", showsOneSample: true) {
      (run, options) throws(Failure) in try ShapesFigure(run: run, sample: options.sample)
    },
    Entry(
      "connections", "the units of fully connected layers, and lines with learned weights",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in try ConnectionsFigure(run: run, sample: options.sample)
    },
    Entry("error", "the mean squared error, worked out on a few pixels", showsOneSample: true) {
      (run, options) throws(Failure) in try ErrorFigure(run: run, sample: options.sample)
    },
    Entry("loss", "training and test loss per epoch, beside PCA's error") {
      (run, _) throws(Failure) in try LossFigure(run: run)
    },
    Entry("reconstructions", "the best, median and worst test images with the signed error") {
      (run, _) throws(Failure) in try ReconstructionsFigure(run: run)
    },
    Entry("samples", "evenly chosen test images instead of ranked ones") {
      (run, _) throws(Failure) in try SamplesFigure(run: run)
    },
    Entry("class-errors", "each class's error: its mean and its quartiles") {
      (run, _) throws(Failure) in try ClassErrorsFigure(run: run)
    },
    Entry("latent", "the codes of the test images, by class", moves: true) {
      (run, options) throws(Failure) in try LatentFigure(run: run, options.latent)
    },
    Entry("kl", "what each dimension of a variational code tells, in nats") {
      (run, _) throws(Failure) in try KLFigure(run: run)
    },
    Entry("manifold", "codes that no image has, decoded: a grid, or one value at a time") {
      (run, _) throws(Failure) in try ManifoldFigure(run: run)
    },
    Entry(
      "interpolation", "the way between test images, through the code and by pixels", moves: true
    ) {
      (run, _) throws(Failure) in try InterpolationFigure(run: run)
    },
    Entry(
      "feature-maps", "what every stage makes of one test image",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in try FeatureMapsFigure(run: run, sample: options.sample)
    },
    Entry(
      "feature-maps-encoder", "the encoder's half of feature-maps, larger",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in
      try FeatureMapsFigure(run: run, sample: options.sample, halves: [.encoder])
    },
    Entry(
      "feature-maps-decoder", "the decoder's half of feature-maps, larger",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in
      try FeatureMapsFigure(run: run, sample: options.sample, halves: [.decoder])
    },
    Entry("filters", "the trained kernels, and what dense units at the image look at") {
      (run, _) throws(Failure) in try FiltersFigure(run: run)
    },
    Entry(
      "receptive-field", "what one cell sees of the image, layer by layer of the encoder",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in
      try ReceptiveFieldFigure(run: run, sample: options.sample)
    },
    Entry(
      "footprint", "what one cell of the decoder, or of the code, reaches in the image",
      showsOneSample: true
    ) {
      (run, options) throws(Failure) in try FootprintFigure(run: run, sample: options.sample)
    },
    Entry(
      "checkerboard", "an image enlarged in three ways, weights alike, and by the trained decoder",
      showsOneSample: true, showsTwin: true
    ) {
      (run, options) throws(Failure) in
      try CheckerboardFigure(run: run, twin: options.twin, sample: options.sample)
    },
    Entry(
      "connectivity", "a convolution of the network: what it joins, by --layer and --view",
      showsOneSample: true, moves: true
    ) {
      (run, options) throws(Failure) in
      var choice = options.connectivity
      choice.sample = options.sample
      return try ConnectivityFigure(run: run, choice)
    },
    Entry("denoising", "noisy test images restored by the network and by plain filters") {
      (run, _) throws(Failure) in try DenoisingFigure(run: run)
    },
    Entry("classification", "what classifiers find in the code, in PCA's and in the pixels") {
      (run, _) throws(Failure) in try ClassificationFigure(run: run)
    },
    Entry("confusion", "which classes are taken for which, from the code") {
      (run, _) throws(Failure) in try ConfusionFigure(run: run)
    },
    Entry("generation", "images from drawn codes, with the nearest training images") {
      (run, _) throws(Failure) in try GenerationFigure(run: run)
    },
    Entry("anomalies", "the test images of largest error, beside all errors") {
      (run, _) throws(Failure) in try AnomaliesFigure(run: run)
    },
    Entry("held-out-class", "how well the error tells a class left out of the training") {
      (run, _) throws(Failure) in try HeldOutClassFigure(run: run)
    },
    Entry("verdict", "what this autoencoder is good for, and what a plain method does better") {
      (run, _) throws(Failure) in try VerdictFigure(run: run)
    },
    Entry("spectra", "the spectra behind the checkerboard's shares", showsTwin: true) {
      (run, options) throws(Failure) in try SpectraFigure(run: run, twin: options.twin)
    },
    Entry("film", "the training, epoch by epoch, where it was filmed (train --film)", moves: true) {
      (run, _) throws(Failure) in try FilmFigure(run: run)
    },
    Entry("appendix", "configuration, digests, and the command that trains the run again") {
      AppendixFigure(run: $0, tensorsSHA256: $1.tensorsSHA256)
    },
  ]

  /// The figure called `name`; nil when there is none.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
