/// Images of one shape, kept in 8 bits a pixel; they become `Float` a batch at a time.
public struct ImageSet: Sendable {
  /// The shape of every image, `(C, H, W)`.
  public let shape: ImageShape
  /// How many there are.
  public private(set) var count: Int
  /// `count` images, each row-major `(C, H, W)`.
  public private(set) var pixels: [UInt8]
  /// The pixel that stands for 1; 255 in most sets, 16 in `digits`.
  public let white: UInt8
  /// A label for each image; nil when there are none.
  public private(set) var labels: [UInt8]?

  /// `pixels.count / shape.count` images.
  public init(shape: ImageShape, pixels: [UInt8], white: UInt8 = 255, labels: [UInt8]?) {
    precondition(white > 0 && pixels.count % shape.count == 0, "pixels do not fill whole images")
    precondition(labels.map { $0.count * shape.count == pixels.count } ?? true, "labels differ")
    self.shape = shape
    self.count = pixels.count / shape.count
    self.pixels = pixels
    self.white = white
    self.labels = labels
  }

  /// The images at `indices` as `(n, C, H, W)` in [0, 1].
  public func images(_ indices: some Collection<Int>) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(indices.count * shape.count)
    let scale = 1 / Float(white)
    for index in indices {
      for pixel in pixels[index * shape.count..<(index + 1) * shape.count] {
        values.append(Float(pixel) * scale)
      }
    }
    return Tensor([indices.count, shape.channels, shape.height, shape.width], values)
  }

  /// The images at `indices`, in their order; no copy when these are all.
  public func selecting(_ indices: [Int]) -> ImageSet {
    guard !indices.elementsEqual(0..<count) else { return self }
    var chosen: [UInt8] = []
    chosen.reserveCapacity(indices.count * shape.count)
    for index in indices { chosen += pixels[index * shape.count..<(index + 1) * shape.count] }
    return ImageSet(
      shape: shape, pixels: chosen, white: white,
      labels: labels.map { labels in indices.map { labels[$0] } })
  }

  /// Takes images out, where `isTaken` says so; both sets keep the order. Of the images that stay
  /// no second copy is made: they move together.
  package mutating func takeOut(_ isTaken: [Bool]) -> ImageSet {
    let taken = selecting(isTaken.indices.filter { isTaken[$0] })
    let (size, stay) = (shape.count, isTaken.indices.filter { !isTaken[$0] })
    pixels.withUnsafeMutableBufferPointer { pixels in
      for (place, index) in stay.enumerated() where place != index {
        _ = pixels[place * size..<(place + 1) * size]
          .update(fromContentsOf: pixels[index * size..<(index + 1) * size])
      }
    }
    pixels.removeLast(pixels.count - stay.count * size)
    labels = labels.map { labels in stay.map { labels[$0] } }
    count = stay.count
    return taken
  }

  /// The first `limit` images; all of them when there are fewer.
  public func prefix(_ limit: Int) -> ImageSet {
    guard limit < count else { return self }
    return ImageSet(
      shape: shape, pixels: Array(pixels.prefix(limit * shape.count)), white: white,
      labels: labels.map { Array($0.prefix(limit)) })
  }
}
