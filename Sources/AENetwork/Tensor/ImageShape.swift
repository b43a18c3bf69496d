/// The shape of one image or of one image's feature maps: channels, height, width.
public struct ImageShape: Hashable, Sendable {
  /// How many channels (of an image) or feature maps (of a layer).
  public var channels: Int
  /// Rows of one map.
  public var height: Int
  /// Columns of one map.
  public var width: Int

  /// A shape of `channels` maps of `height` rows and `width` columns.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// A tensor's shape `[C, H, W]` by its names.
  public init(_ shape: Shape) {
    precondition(shape.rank == 3, "an image has channels, height and width")
    self.init(channels: shape[0], height: shape[1], width: shape[2])
  }

  /// Height and width without the channels.
  public var size: Size2D { Size2D(height: height, width: width) }
  /// Values in one image. Of a shape from a file it is looked first whether it can be held.
  public var count: Int { channels * height * width }
  /// `[C, H, W]` as a tensor's shape.
  public var shape: Shape { [channels, height, width] }
}
