import AECore
import Visual

/// The geometry that the numbers of `stride-demo` describe.
struct StrideDemoGeometry {
  private let command: StrideDemoCommand

  init(_ command: StrideDemoCommand) { self.command = command }

  private var isOneDimensional: Bool { command.dims == 1 }

  /// The pair of convolution and transposed convolution.
  /// - Throws: ``Failure`` of kind `usage` with the arithmetic that shows what is wrong.
  func pair() throws(Failure) -> ConvolutionPair {
    let channels = self.channels
    let input = try size(command.input, 5, flat: 1, "--input")
    let kernel = try size(command.kernel, 3, flat: 1, "--kernel")
    let stride = try size(command.stride, 2, flat: 1, "--stride")
    let padding = try size(command.padding, 1, flat: 0, "--padding")
    let dilation = try size(command.dilation, 1, flat: 1, "--dilation")
    var output = Size2D(0)
    if case .size(let given) = command.outputPadding {
      output = try size(given, 0, flat: 0, "--output-padding")
    }
    do throws(GeometryError) {
      var geometry = try ConvGeometry(
        kernel: kernel, stride: stride, padding: padding, dilation: dilation,
        outputPadding: output,
        groups: command.depthwise ? channels.large : command.groups ?? 1)
      if command.outputPadding ?? .automatic == .automatic {
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
  private var channels: ChannelsArgument {
    if let channels = command.channels { return channels }
    let standard = max(command.connectivity.view.standardMaps, command.depthwise ? 2 : 1)
    return ChannelsArgument(large: standard, small: standard)
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
