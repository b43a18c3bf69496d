import AENetwork

/// Takes the numbers of a layer one after the other; a number that is not there is 0.
struct NumberReader {
  private var rest: ArraySlice<Double>

  init(_ numbers: ArraySlice<Double>) { rest = numbers }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number() -> Double { rest.popFirst() ?? 0 }

  mutating func whole() -> Int { Int(clamping: number()) }

  /// A number of values or maps, from 1 to the most that any shape has.
  mutating func count() -> Int? {
    let count = whole()
    return count >= 1 && count <= ConvGeometry.largestNumber ? count : nil
  }

  mutating func share() -> Double? {
    let share = number()
    return share >= 0 && share < 1 ? share : nil
  }

  mutating func size() -> Size2D { Size2D(height: whole(), width: whole()) }

  mutating func image() -> ImageShape? {
    guard let channels = count(), let height = count(), let width = count() else { return nil }
    return ImageShape(channels: channels, height: height, width: width)
  }

  /// Each side from 0 to ``ConvGeometry/largestNumber``.
  mutating func padding() -> Padding? {
    let sides = [whole(), whole(), whole(), whole()]
    guard sides.allSatisfy({ $0 >= 0 && $0 <= ConvGeometry.largestNumber }) else { return nil }
    return Padding(
      vertical: Padding.Ends(before: sides[0], after: sides[1]),
      horizontal: Padding.Ends(before: sides[2], after: sides[3]))
  }

  mutating func convolution() -> ConvolutionSpec? {
    let (kernel, stride) = (size(), size())
    guard let padding = padding() else { return nil }
    let (dilation, outputPadding, groups) = (size(), size(), whole())
    guard let inputs = count(), let outputs = count() else { return nil }
    let bias = whole() != 0
    guard
      let geometry = try? ConvGeometry(
        kernel: kernel, stride: stride, padding: padding, dilation: dilation,
        outputPadding: outputPadding, groups: groups)
    else { return nil }
    return ConvolutionSpec(
      inChannels: inputs, outChannels: outputs, geometry: geometry, bias: bias)
  }

  mutating func pooling() -> PoolingSpec? {
    let (kernel, stride) = (size(), size())
    guard let padding = padding() else { return nil }
    return try? PoolingSpec(
      kernel: kernel, stride: stride, padding: padding, countsPadding: whole() != 0)
  }

  mutating func layerNorm() -> LayerNormSpec? {
    let (epsilon, isOfChannels) = (number(), whole() == 1)
    if isOfChannels { return count().map { LayerNormSpec(.channels($0), epsilon: epsilon) } }
    var dimensions: [Int] = []
    while !isAtEnd {
      guard let extent = count() else { return nil }
      dimensions.append(extent)
    }
    guard !dimensions.isEmpty, Shape(dimensions).isHoldable else { return nil }
    return LayerNormSpec(.lastAxes(Shape(dimensions)), epsilon: epsilon)
  }

  mutating func bilinear() -> BilinearSpec? {
    let (corners, isSize) = (whole() != 0, whole() == 1)
    if isSize { return BilinearSpec(.size(size()), alignsCorners: corners) }
    let (height, width) = (number(), number())
    guard height.isFinite, width.isFinite else { return nil }
    return BilinearSpec(.scale(height: height, width: width), alignsCorners: corners)
  }

  mutating func padding2d() -> PaddingSpec? {
    let fills: [PaddingSpec.Fill] = [.zero, .reflection, .replication]
    let fill = whole()
    guard fills.indices.contains(fill) else { return nil }
    return padding().map { PaddingSpec(fills[fill], $0) }
  }
}
