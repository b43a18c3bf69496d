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

extension Padding: Codable {
  /// Reads `[h, w]`, or `[[top, bottom], [left, right]]`.
  public init(from decoder: any Decoder) throws {
    var list = try? decoder.unkeyedContainer()
    guard (try? list?.nestedUnkeyedContainer()) != nil else {
      self.init(try Size2D(from: decoder))
      return
    }
    let container = try decoder.singleValueContainer()
    let ends = try container.decode([[Int]].self)
    guard ends.map(\.count) == [2, 2] else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(ends) is not [[top, bottom], [left, right]]")
    }
    self.init(
      vertical: Ends(before: ends[0][0], after: ends[0][1]),
      horizontal: Ends(before: ends[1][0], after: ends[1][1]))
  }

  /// Writes `[h, w]` where that says it all, else `[[top, bottom], [left, right]]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let symmetric {
      try container.encode(symmetric)
    } else {
      try container.encode([vertical, horizontal].map { [$0.before, $0.after] })
    }
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
