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

extension ConvGeometry: CustomStringConvertible {
  /// `kernel 3×3, stride 2, padding 1`: what differs from the default, in PyTorch's words.
  public var description: String {
    func number(_ size: Size2D) -> String {
      size.height == size.width ? "\(size.height)" : "\(size.height)×\(size.width)"
    }
    var parts = ["kernel \(kernel.height)×\(kernel.width)", "stride \(number(stride))"]
    if padding != Size2D(0) { parts.append("padding \(number(padding))") }
    if dilation != Size2D(1) { parts.append("dilation \(number(dilation))") }
    if outputPadding != Size2D(0) { parts.append("output padding \(number(outputPadding))") }
    if groups != 1 { parts.append("groups \(groups)") }
    return parts.joined(separator: ", ")
  }
}

extension ConvGeometry {
  /// `3×3, stride 2`: kernel and stride, for a title.
  public var shortDescription: String {
    let s =
      stride.height == stride.width ? "\(stride.height)" : "\(stride.height)×\(stride.width)"
    return "\(kernel.height)×\(kernel.width), stride \(s)"
  }
}
