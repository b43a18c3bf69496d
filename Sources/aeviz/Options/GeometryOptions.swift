import AECore
import ArgumentParser
import Visual

/// The numbers of `stride-demo`, which describe a convolution and its transpose. All are optional,
/// so that a layer of a run, which has its own, can refuse them.
struct GeometryOptions: ParsableArguments {
  @Option(
    help: sizeHelp("The size of the convolution's input, which the transposed one returns to.", 5))
  var input: Size2D?
  @Option(help: sizeHelp("The size of the kernel.", 3))
  var kernel: Size2D?
  @Option(help: sizeHelp("Cells of the input from one window to the next.", 2))
  var stride: Size2D?
  @Option(
    help: ArgumentHelp(
      "Zeros around the input: 1, 1x2 for rows and columns, 0:1 for before and behind it "
        + "(0:1x2:2), or what Keras calls same and valid. (default: 1)",
      valueName: "N|HxW|B:A|same|valid"))
  var padding: PaddingArgument?
  @Option(
    help: ArgumentHelp(
      "What the transposed convolution adds at the end; auto returns to the input's size. "
        + "(default: auto)", valueName: "auto|N|HxW"))
  var outputPadding: OutputPaddingArgument?
  @Option(help: sizeHelp("Cells of the input from one tap of the kernel to the next.", 1))
  var dilation: Size2D?
  @Option(
    help: ArgumentHelp("Parts that the channels are split into. (default: 1)", valueName: "N"))
  var groups: Int?
  @Option(
    help: ArgumentHelp(
      "Channels of the input and of the output. (default: 1:1; for maps 2:2)",
      valueName: "C:O"))
  var channels: ChannelsArgument?
  @Flag(help: "Each map by itself: as many groups as the input has channels.")
  var depthwise = false
  @Option(
    help: ArgumentHelp("1 for PyTorch's Conv1d, 2 for Conv2d. (default: 2)", valueName: "1|2"))
  var dims: Int?

  /// The help of a number that may be two.
  private static func sizeHelp(_ text: String, _ standard: Int) -> ArgumentHelp {
    ArgumentHelp("\(text) (default: \(standard))", valueName: "N|HxW")
  }

  /// Whether any of them was given.
  var isUsed: Bool {
    input != nil || kernel != nil || stride != nil || padding != nil || outputPadding != nil
      || dilation != nil || groups != nil || channels != nil || depthwise || dims != nil
  }

  /// Whether the maps have a width only.
  var isOneDimensional: Bool { dims == 1 }

  /// - Throws: `ValidationError` for what cannot be meant.
  func check() throws {
    if depthwise, groups != nil {
      throw ValidationError("--depthwise chooses the --groups: give one of them.")
    }
    guard [nil, 1, 2].contains(dims) else {
      throw ValidationError("--dims is 1 or 2.")
    }
  }

  /// The pair of convolution and transposed convolution.
  /// - Throws: ``Failure`` of kind `usage` with the arithmetic that shows what is wrong.
  func pair(shownAs view: ConnectivityFigure.View) throws(Failure) -> ConvolutionPair {
    let channels = channels(for: view)
    let input = try size(input, view.standardSize, flat: 1, "--input")
    let kernel = try size(kernel, 3, flat: 1, "--kernel")
    let stride = try size(stride, 2, flat: 1, "--stride")
    let dilation = try size(dilation, 1, flat: 1, "--dilation")
    if isOneDimensional, case .numbers(let given) = padding, given.vertical != given.horizontal {
      throw Failure(
        .usage, "--padding", "is \(given.words(between: "x")), but --dims 1 has no height",
        advice: "give one number, or two as in 0:1")
    }
    var output = Size2D(0)
    if case .size(let given) = outputPadding {
      output = try size(given, 0, flat: 0, "--output-padding")
    }
    do throws(GeometryError) {
      var geometry = try ConvGeometry(
        kernel: kernel, stride: stride, dilation: dilation, outputPadding: output,
        groups: depthwise ? channels.large : groups ?? 1)
      geometry = try padded(geometry, over: input)
      if outputPadding ?? .automatic == .automatic {
        geometry = try geometry.with(outputPadding: geometry.outputPadding(restoring: input))
      }
      return try ConvolutionPair(
        geometry: geometry,
        largeShape: ImageShape(
          channels: channels.large, height: input.height, width: input.width),
        smallChannels: channels.small)
    } catch {
      throw Failure(.usage, "stride-demo", "\(error)")
    }
  }

  /// The lecture's figure has two maps of each layer; so has what is convolved map by map. The
  /// other views show one.
  private func channels(for view: ConnectivityFigure.View) -> ChannelsArgument {
    if let channels { return channels }
    let standard = max(view.standardMaps, depthwise ? 2 : 1)
    return ChannelsArgument(large: standard, small: standard)
  }

  /// `geometry` with its padding; in one dimension there is none above and below.
  private func padded(
    _ geometry: ConvGeometry, over input: Size2D
  ) throws(GeometryError) -> ConvGeometry {
    switch padding ?? .numbers(Padding(Size2D(1))) {
    case .rule(let rule): return try geometry.padded(rule, for: input)
    case .numbers(var padding):
      if isOneDimensional { padding.vertical = Padding.Ends(0) }
      return try geometry.with(padding: padding)
    }
  }

  /// A size as it was given; in one dimension its width alone, the height being `flat`.
  private func size(
    _ given: Size2D?, _ standard: Int, flat: Int, _ option: String
  ) throws(Failure) -> Size2D {
    let size = given ?? Size2D(standard)
    guard isOneDimensional else { return size }
    guard size.height == size.width else {
      throw Failure(
        .usage, option, "is \(size.height)x\(size.width), but --dims 1 has no height",
        advice: "give one number")
    }
    return Size2D(height: flat, width: size.width)
  }
}
