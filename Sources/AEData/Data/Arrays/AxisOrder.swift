import AENetwork

/// Which axes of an array of images are channels, rows and columns.
struct AxisOrder: Hashable {
  /// How many images there are.
  let count: Int
  /// What each of them is.
  let image: ImageShape
  /// Whether the channels come last.
  let isChannelLast: Bool

  /// Channels that an image has, where sizes are to tell.
  private static let channels = [1, 3, 4]

  /// - Parameters:
  ///   - shape: `(N, H, W)`, `(N, C, H, W)`, `(N, H, W, C)`, or `(N, D)` with D values of a square.
  ///   - layout: which it is, where somebody has said so.
  ///   - usual: where the sizes fit neither; nil to refuse.
  ///   - name: of the file or array, for failures.
  /// - Throws: ``Failure`` of kind `badData` when there are no images, or the sizes do not tell.
  init(
    _ shape: Shape, layout: ImageReading.Layout?, usual: ImageReading.Layout? = nil, name: String
  ) throws {
    func unclear(_ why: String, _ advice: String) -> Failure {
      Failure(.badData, name, "the shape is \(shape): \(why)", advice: advice)
    }
    guard shape.count > 0 else {
      throw Failure(
        .badData, name, "there are no images: \(shape)",
        advice: "give at least one image of at least one pixel")
    }
    switch shape.rank {
    case 2:
      guard let image = Self.square(shape[1]) else {
        throw unclear(
          "\(shape[1]) values are no square of grey or RGB pixels",
          "give the array as images: x.reshape(n, height, width)")
      }
      let isLast = layout == .nhwc && image.channels > 1
      self.init(shape[0], image, isChannelLast: isLast)
    case 3:
      self.init(
        shape[0], ImageShape(channels: 1, height: shape[1], width: shape[2]),
        isChannelLast: false)
    case 4:
      let (first, last) = (Self.channels.contains(shape[1]), Self.channels.contains(shape[3]))
      let byThemselves: ImageReading.Layout? = first == last ? nil : first ? .nchw : .nhwc
      guard let layout = layout ?? byThemselves ?? (first ? nil : usual) else {
        throw unclear(
          first ? "the colours may come first or last" : "no axis is a colour's",
          first
            ? "say which by --layout nchw or --layout nhwc"
            : "give 1 or 3 channels, or say where they are by --layout")
      }
      self.init(
        shape[0],
        layout == .nchw
          ? ImageShape(channels: shape[1], height: shape[2], width: shape[3])
          : ImageShape(channels: shape[3], height: shape[1], width: shape[2]),
        isChannelLast: layout == .nhwc)
    default:
      throw unclear("images have 2 to 4 axes", "give (N, H, W), (N, C, H, W) or (N, H, W, C)")
    }
  }

  private init(_ count: Int, _ image: ImageShape, isChannelLast: Bool) {
    self.count = count
    self.image = image
    self.isChannelLast = isChannelLast
  }

  /// A square of `count` values, grey or of three channels; nil for any other number.
  static func square(_ count: Int) -> ImageShape? {
    for channels in [1, 3] where count % channels == 0 {
      let side = Int(clamping: Double(count / channels).squareRoot().rounded())
      if side > 0, side * side * channels == count {
        return ImageShape(channels: channels, height: side, width: side)
      }
    }
    return nil
  }
}
