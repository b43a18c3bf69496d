import AECore

/// A run as a document: a title page, each figure that the run has the data for, and a connectivity
/// diagram of every convolution that is in the network.
public struct Report: PagedReport {
  /// A figure that the run lacks the data for.
  public struct Omission: Hashable, Sendable {
    /// The figure's name.
    public var figure: String
    /// Why it is not there.
    public var reason: String
  }

  /// The figures in order.
  public let figures: [any Figure]
  /// What was left out; named on the last page.
  public let omissions: [Omission]
  /// What stands at the foot of each page.
  public let name: String

  /// The report of `run`.
  /// - Parameters:
  ///   - run: what it is of.
  ///   - page: a slide shows encoder and decoder apart where paper shows them together.
  ///   - name: what stands at the foot of each page, the run's folder say; by default data and
  ///     model.
  ///   - options: which sample is followed through the network.
  public init(
    run: Run, page: PageSize, name: String? = nil,
    options: FigureCatalog.Options = FigureCatalog.Options()
  ) {
    var parts: [(name: String, make: @Sendable () throws(Failure) -> any Figure)] = []
    func add(_ name: String, _ make: @escaping @Sendable () throws(Failure) -> any Figure) {
      parts.append((name, make))
    }
    func add(_ names: [String]) {
      for entry in names.compactMap({ FigureCatalog.entry($0) }) {
        add(entry.name) { () throws(Failure) in
          let figure = try entry.make(run, options)
          // On paper a sentence is no figure.
          if !page.isSlide, let reason = (figure as? any ReachFigure)?.everywhere {
            throw Failure(.badData, nil, reason)
          }
          return figure
        }
      }
    }
    add(["title", "architecture", "loss", "reconstructions", "class-errors"])
    // Where the training was filmed, its last frame.
    if (try? TrainingFilm(of: run)) ?? nil != nil { add(["film"]) }
    add(["latent"] + (run.model.isVariational ? ["kl"] : []) + ["manifold", "interpolation"])
    add(page.isSlide ? ["feature-maps-encoder", "feature-maps-decoder"] : ["feature-maps"])
    add(["filters", "receptive-field", "footprint", "checkerboard"])
    for step in (try? ConnectivityFigure.convolutions(of: run)) ?? [] {
      add("connectivity of \(step.name)") { () throws(Failure) in
        try ConnectivityFigure(run: run, ConnectivityChoice(view: .maps, layer: step.name))
      }
    }
    // What it is good for; without a class that was left out there is nothing to tell it from.
    add(["denoising", "classification", "confusion", "generation", "anomalies"])
    if run.dataset.heldOutClass != nil { add(["held-out-class"]) }
    // What was not measured is told once, in place of the checkerboard.
    add(["verdict"] + (run.evaluation?.checkerboard == nil ? [] : ["spectra"]) + ["appendix"])
    let made = Parallel.map(parts.count) { [parts] in Result(catching: parts[$0].make) }
    var figures: [any Figure] = []
    var omissions: [Omission] = []
    for (part, figure) in zip(parts, made) {
      figures.add(part.name, or: &omissions) { () throws(Failure) in try figure.get() }
    }
    if !omissions.isEmpty { figures.append(OmissionsFigure(omissions: omissions)) }
    self.figures = figures
    self.omissions = omissions
    self.name =
      name ?? "\(run.model.name) on \(run.dataset.name), \(run.model.latentSize) values in the code"
  }
}
