import AENetwork

extension PixelRange: Codable {
  private enum CodingKeys: CodingKey {
    case mean, std
  }

  /// Reads `[low, high]`, or `{"mean": […], "std": […]}` with a number for each channel.
  public init(from decoder: any Decoder) throws {
    let range: PixelRange?
    if let container = try? decoder.container(keyedBy: CodingKeys.self) {
      range = PixelRange(
        mean: try container.decode([Double].self, forKey: .mean),
        deviation: try container.decode([Double].self, forKey: .std))
    } else {
      let bounds = try decoder.singleValueContainer().decode([Double].self)
      range = bounds.count == 2 ? PixelRange(low: bounds[0], high: bounds[1]) : nil
    }
    guard let range else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "expected [low, high] of pixels, or as many numbers from 1e-9 to 1e9 in std as in mean")
      )
    }
    self = range
  }

  /// Writes what was read.
  public func encode(to encoder: any Encoder) throws {
    if let bounds {
      var container = encoder.singleValueContainer()
      try container.encode([bounds.low, bounds.high])
    } else {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(mean, forKey: .mean)
      try container.encode(deviation, forKey: .std)
    }
  }
}

extension PixelRange: CustomStringConvertible {
  /// `[-1, 1]`, or `standardised by mean 0.48, 0.45, 0.41 and deviation 0.23, 0.22, 0.23`.
  public var description: String {
    func list(_ values: [Double]) -> String {
      values.map { $0 == $0.rounded() ? "\(Int(clamping: $0))" : "\(Float($0))" }
        .joined(separator: ", ")
    }
    if let bounds { return "[\(list([bounds.low, bounds.high]))]" }
    return "standardised by mean \(list(mean)) and deviation \(list(deviation))"
  }
}
