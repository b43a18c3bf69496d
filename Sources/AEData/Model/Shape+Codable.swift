import AENetwork

extension Shape: Codable {
  /// Reads the shape from an array of extents.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let dimensions = try container.decode([Int].self)
    guard dimensions.allSatisfy({ $0 >= 0 }), Shape(dimensions).isHoldable else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the extents \(dimensions) make no shape")
    }
    self.init(dimensions)
  }

  /// Writes the shape as an array of extents.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(dimensions)
  }
}

extension Size2D: Codable {
  /// Reads `[h, w]`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let extents = try container.decode([Int].self)
    guard extents.count == 2 else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(extents) is not [height, width]")
    }
    self.init(height: extents[0], width: extents[1])
  }

  /// Writes `[h, w]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([height, width])
  }
}

extension ImageShape: Codable {
  /// Reads `[C, H, W]`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let extents = try container.decode([Int].self)
    guard extents.count == 3, extents.allSatisfy({ $0 > 0 }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(extents) is not [channels, height, width]")
    }
    guard Shape(extents).isHoldable else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(extents) has more values than can be held")
    }
    self.init(channels: extents[0], height: extents[1], width: extents[2])
  }

  /// Writes `[C, H, W]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([channels, height, width])
  }
}
