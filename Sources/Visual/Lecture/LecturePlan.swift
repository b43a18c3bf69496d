import AECore

/// A slide that is still to be drawn: what it says, and what it shows of which run.
struct LecturePlan: Sendable {
  /// The part of the lecture.
  let chapter: String
  /// What the slide says.
  let statement: String
  /// What holds of every such network, for the speaker.
  let talk: String
  let figure: @Sendable ([LectureNetwork.Role: Run]) throws(Failure) -> any Figure

  /// A slide with a figure of the catalogue, of one run.
  private init(
    _ chapter: String, _ statement: String, _ name: String,
    of role: LectureNetwork.Role = .convolutional, talk: String
  ) {
    self.init(chapter, statement, talk: talk) { (runs) throws(Failure) in
      guard let entry = FigureCatalog.entry(name) else {
        throw Failure(.internal, nil, "there is no figure \(name)")
      }
      return try entry.make(Self.run(role, in: runs))
    }
  }

  private static func run(
    _ role: LectureNetwork.Role, in runs: [LectureNetwork.Role: Run]
  ) throws(Failure) -> Run {
    guard let run = runs[role] else {
      throw Failure(.internal, nil, "there is no \(role.rawValue) network")
    }
    return run
  }

  private init(
    _ chapter: String, _ statement: String, talk: String,
    _ figure: @escaping @Sendable ([LectureNetwork.Role: Run]) throws(Failure) -> any Figure
  ) {
    (self.chapter, self.statement, self.talk) = (chapter, statement, talk)
    self.figure = figure
  }

  /// A slide with a view of a convolution of stride 2 that belongs to no network.
  private init(
    _ chapter: String, _ statement: String, view: ConnectivityFigure.View, side: Int = 5,
    talk: String
  ) {
    self.init(chapter, statement, talk: talk) { (_) throws(Failure) in
      do {
        let pair = try ConvolutionPair(
          geometry: ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1)),
          largeShape: ImageShape(channels: view.standardMaps, height: side, width: side),
          smallChannels: view.standardMaps)
        return ConnectivityFigure(pair, view: view)
      } catch {
        throw Failure(.internal, nil, "\(error)")
      }
    }
  }

  /// The whole lecture.
  static let slides = autoencoders + convolutions + training + uses

  private static let autoencoders = [
    LecturePlan(
      "Autoencoders", "How an autoencoder works",
      talk: "Everything in this lecture is drawn from networks that were trained for it, on these "
        + "images."
    ) { (runs) throws(Failure) in
      try TitleFigure(opening: LecturePlan.run(.convolutional, in: runs))
    },
    LecturePlan(
      "Autoencoders", "An autoencoder needs no labels: the input is the target", "target",
      talk:
        "A classifier has to be told what is right, image by image. An autoencoder is asked for "
        + "the image that it was given, so every image brings its own answer. That would be trivial "
        + "if there were not a narrow place on the way."),
    LecturePlan(
      "Autoencoders", "The encoder compresses, the decoder reconstructs", "architecture",
      of: .fullyConnected,
      talk:
        "Two networks, often mirror images of each other. Between them is the code, also called "
        + "latent representation: all that the decoder ever learns of the image."),
    LecturePlan(
      "Autoencoders", "The simplest autoencoder is fully connected", "connections",
      of: .fullyConnected,
      talk: "Every unit looks at every unit before it. Nothing tells the network which pixels are "
        + "neighbours: it has to find that out from the images."),
    LecturePlan(
      "Autoencoders", "The encoder shrinks, the decoder grows", "shapes",
      talk: "For images, convolutions are the better encoder: height and width shrink, while the "
        + "number of feature maps may grow. Then the decoder needs a layer that makes maps larger. "
        + "What could that be?"),
  ]

  private static let convolutions = [
    LecturePlan(
      "Convolutions", "A convolution connects many cells with one", view: .convolution,
      talk:
        "Each cell of the output collects a window of the input. With stride 2 the window moves "
        + "by two cells, so that the output has about half as many rows and columns."),
    LecturePlan(
      "Convolutions", "A transposed convolution connects one cell with many",
      view: .transposed,
      talk:
        "Each cell of the input gives to a window of the output. With stride 2 the window moves "
        + "by two cells for each cell of the input, so that the output has about twice as many rows "
        + "and columns."),
    LecturePlan(
      "Convolutions", "They are one object, seen from two sides", view: .pair,
      talk: "The same cells are joined by the same weights. What one reads, the other writes: the "
        + "forward pass of one is the backward pass of the other."),
    LecturePlan(
      "Convolutions", "Stride 2, two maps: read it down, or read it up", view: .maps,
      talk: "Every map of one side is joined with every map of the other. Read from the top down "
        + "it is a transposed convolution, from the bottom up a regular one."),
    LecturePlan(
      "Convolutions", "Where windows overlap, their values add up", view: .overlap, side: 9,
      talk:
        "In a transposed convolution, windows that overlap are added. Where the stride does not "
        + "divide the kernel’s size, some cells receive more than others: a checkerboard that "
        + "training has to undo."),
    LecturePlan(
      "Convolutions", "Uneven overlap draws a grid that training has to undo", "checkerboard",
      talk: "An image is made smaller and enlarged again, with all weights alike: whatever repeats "
        + "comes from the way to enlarge and from nothing else. At the right is what the trained "
        + "decoder gives of the same image."),
    LecturePlan(
      "Convolutions", "Output padding chooses the size to come back to", view: .sizes,
      talk:
        "With a stride, inputs of several sizes shrink to the same size. On the way back one of "
        + "them has to be chosen; output padding does that. It adds no zeros around the output."),
    LecturePlan(
      "Convolutions", "Put together: a convolutional autoencoder", "architecture",
      talk: "On the way in, convolutions with stride 2 halve height and width; on the way out, "
        + "transposed ones double them again."),
  ]

  private static let training = [
    LecturePlan(
      "Training", "Training makes one number small: the mean squared error", "error",
      talk: "The error of a pixel is the difference between output and target. Squares make every "
        + "error positive, and large ones count more. Their mean over all pixels and images is what "
        + "gradient descent lowers."),
    LecturePlan(
      "Training", "What becomes of the error, epoch by epoch", "loss",
      talk:
        "The curve of images that were never trained on tells whether the network has learned or "
        + "memorised. Principal components with as many numbers are the plain method beside it."),
    LecturePlan(
      "Training", "What comes back, from the best image to the worst", "reconstructions",
      talk: "An average hides what a network cannot do: look at the worst images, too."),
  ]

  private static let uses = [
    LecturePlan(
      "Uses", "Denoising: noisy images in, clean ones as the target", "denoising",
      of: .denoising,
      talk: "The encoder sees the corrupted image, and is asked for the clean one. Beside it stand "
        + "filters that have learned nothing."),
    LecturePlan(
      "Uses", "Generation: codes that no image has, decoded", "manifold", of: .variational,
      talk: "A variational autoencoder keeps its codes close together, so that what lies between "
        + "them decodes to something as well."),
    LecturePlan(
      "Uses", "Classification on top of the code", "classification",
      talk:
        "The code was learned without labels. A plain classifier on top of it shows how much of "
        + "the classes is in there, and the same classifier on the pixels how much that is worth."),
    LecturePlan(
      "Limits", "Honest limits: a plain method beside every use",
      talk:
        "Autoencoders are not necessarily very good at these uses. So each one is held against a "
        + "method that is simpler. Denoising and generation are those of the networks that were "
        + "trained for them, the others the convolutional network's."
    ) { (runs) throws(Failure) in
      var judged = try LecturePlan.run(.convolutional, in: runs)
      judged.evaluation?.denoising = runs[.denoising]?.evaluation?.denoising
      judged.evaluation?.generation = runs[.variational]?.evaluation?.generation
      return try VerdictFigure(measuredOf: judged)
    },
  ]
}
