import AENetwork

extension Shape: CustomStringConvertible {
  /// `16 × 14 × 14`, as it is printed on figures.
  public var description: String { dimensions.map(String.init).joined(separator: " × ") }
}

extension Size2D: CustomStringConvertible {
  /// `3 × 3`.
  public var description: String { "\(height) × \(width)" }
}

extension ImageShape: CustomStringConvertible {
  /// `1 × 28 × 28`.
  public var description: String { "\(channels) × \(height) × \(width)" }
}

extension Padding: CustomStringConvertible {
  /// `1`, or `1×2` for height and width; with `0:1` for what lies before and behind a map.
  public var description: String { words(between: "×") }

  /// The same with another sign between height and width.
  package func words(between sign: String) -> String {
    func words(_ ends: Ends) -> String {
      symmetric == nil ? "\(ends.before):\(ends.after)" : "\(ends.before)"
    }
    return vertical == horizontal
      ? words(vertical) : words(vertical) + sign + words(horizontal)
  }
}

extension ConvGeometry: CustomStringConvertible {
  /// `kernel 3×3, stride 2, padding 1`: what differs from the default, in PyTorch's words.
  public var description: String {
    func number(_ size: Size2D) -> String {
      size.height == size.width ? "\(size.height)" : "\(size.height)×\(size.width)"
    }
    var parts = ["kernel \(kernel.height)×\(kernel.width)", "stride \(number(stride))"]
    if padding != .zero { parts.append("padding \(padding)") }
    if dilation != Size2D(1) { parts.append("dilation \(number(dilation))") }
    if outputPadding != Size2D(0) { parts.append("output padding \(number(outputPadding))") }
    if groups != 1 { parts.append("groups \(groups)") }
    return parts.joined(separator: ", ")
  }
}

extension ConvGeometry {
  /// `3×3, stride 2`, with dilation and groups where there are any: for a title.
  public var shortDescription: String {
    var parts = [
      "\(kernel.height)×\(kernel.width)", "stride \(Self.factor(stride))",
    ]
    if dilation != Size2D(1) { parts.append("dilation \(Self.factor(dilation))") }
    if groups != 1 { parts.append("groups \(groups)") }
    return parts.joined(separator: ", ")
  }

  private static func factor(_ size: Size2D) -> String {
    size.height == size.width ? "\(size.height)" : "\(size.height)×\(size.width)"
  }
}
