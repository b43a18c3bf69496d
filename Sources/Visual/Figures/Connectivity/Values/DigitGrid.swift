import AECore
import Foundation

/// How the numbers of a worked example are written.
enum ExampleText {
  /// A whole number without a point, any other with two decimals; a true minus.
  static func number(_ value: Float) -> String {
    guard value.isFinite else { return "–" }
    let whole = value.rounded()
    if value == whole, abs(whole) < 1e7 { return "\(Int(whole))".replacing("-", with: "−") }
    return NumberText.fixed(Double(value), decimals: abs(value) < 99.5 ? 2 : 0)
  }

  /// The same in two digits, where room is scarce: `−0.28`, `1.9`, `12`.
  static func short(_ value: Float) -> String {
    guard value.isFinite, value != value.rounded() || abs(value) >= 1e7 else {
      return number(value)
    }
    let size = abs(value)
    return NumberText.fixed(
      Double(value), decimals: size < 0.995 ? 2 : size < 9.95 ? 1 : 0)
  }

  /// The same in a cell, without the zero before the point: `−.28`.
  static func cell(_ value: Float) -> String {
    let text = short(value)
    return abs(value) < 0.995 ? text.replacing("0.", with: ".", maxReplacements: 1) : text
  }

  /// The same as a factor: in brackets when it has a sign.
  static func factor(_ value: Float, as text: (Float) -> String = number) -> String {
    value < 0 ? "(\(text(value)))" : text(value)
  }

  /// Whether every number is whole, so that printed products add up to the printed sum.
  static func areWhole(_ values: some Sequence<Float>) -> Bool {
    values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e7 }
  }
}

extension ExampleText {
  /// A value of `maps`, (C, H, W), in a cell.
  static func cell(_ maps: Tensor, _ channel: Int, _ y: Int, _ x: Int) -> String {
    cell(WorkedExample.value(maps, channel, y, x))
  }
}

extension WorkedExample {
  /// The weight of a tap between a small and a large map of one group.
  func weight(small: Int, large: Int, _ y: Int, _ x: Int) -> Float {
    weights[small, large % weights.shape[1], y, x]
  }
}

extension Style {
  /// How wide a cell must be for the numbers of `tensors`; a sample tells of those that are long.
  func cellWidth(for tensors: [Tensor], _ font: Font) -> Double {
    cellWidth(for: Set(tensors.flatMap { $0.values.prefix(4096).map(ExampleText.cell) }), font)
  }
}

extension Range where Bound == Int {
  /// At most `most` of `0..<size`: the first ones where `place` is among them, else some around
  /// it, with `lead` of them before it (half of them, unless told otherwise).
  static func part(of size: Int, most: Int, around place: Int, lead: Int? = nil) -> Range {
    let count = Swift.min(size, most)
    let first = Swift.max(0, Swift.min(place - (lead ?? count / 2), size - count))
    return place < count ? 0..<count : first..<first + count
  }
}

/// The numbers behind the worked examples, as the layers computed them.
public struct ExampleData: Encodable, Sendable {
  let schemaVersion = 1
  /// The part of the geometry's maps that is worked, and the values in it; nil when it is too
  /// large.
  public let example: Values?

  /// A worked example's tensors, row-major, with their shapes.
  public struct Values: Encodable, Sendable {
    /// (O, C/groups, KH, KW).
    public let kernel: Values.Array
    /// The convolution's input and output.
    public let convolution: Direction
    /// The transposed convolution's input and output.
    public let transposedConvolution: Direction

    /// A tensor.
    public struct Array: Encodable, Sendable {
      let shape: [Int]
      let values: [Float]
      init(_ tensor: Tensor) { (shape, values) = (tensor.shape.dimensions, tensor.values) }
    }

    /// What goes in, what comes out.
    public struct Direction: Encodable, Sendable {
      let input: Array
      let bias: [Float]
      let output: Array
    }
  }

  init(_ example: WorkedExample?) {
    self.example = example.map {
      Values(
        kernel: .init($0.weights),
        convolution: .init(
          input: .init($0.large), bias: $0.convolutionBias, output: .init($0.convolved)),
        transposedConvolution: .init(
          input: .init($0.small), bias: $0.transposedBias, output: .init($0.restored)))
    }
  }
}

extension ConvolutionPair {
  /// The same geometry over a map with no more than `cells` small cells along an axis: the upper
  /// left part of a map that is too large to be worked in numbers.
  public func part(_ cells: Int) -> ConvolutionPair? {
    var size = largeShape.size
    for axis in Size2D.Axis.allCases where smallShape.size[axis] > cells {
      size[axis] = max(
        1, (cells - 1) * geometry.stride[axis] + geometry.span(axis) - 2 * geometry.padding[axis])
    }
    return try? ConvolutionPair(
      geometry: geometry,
      largeShape: ImageShape(channels: largeShape.channels, height: size.height, width: size.width),
      smallChannels: smallShape.channels)
  }
}

extension ConnectivityFigure {
  /// The example that is shown: the one that was given, or one of seeded small numbers.
  var workedExample: WorkedExample? { example }

  /// An example of small numbers over the maps, or over their upper left part when there are too
  /// many products to be worked for a picture; nil when even that part is too large.
  public static func seededExample(_ pair: ConvolutionPair, seed: UInt64) -> WorkedExample? {
    let count = pair.geometry.connectionCount(large: pair.largeShape, small: pair.smallShape)
    if let count, count <= 1 << 20, let whole = try? WorkedExample.seeded(pair, seed: seed) {
      return whole
    }
    return [12, 5, 3].lazy.compactMap { pair.part($0) }
      .filter { part in
        (part.geometry.connectionCount(large: part.largeShape, small: part.smallShape) ?? Int.max)
          <= 1 << 22
      }
      .compactMap { try? WorkedExample.seeded($0, seed: seed) }.first
  }

  /// The small cell that the example's eye is led to.
  func exampleFocus(_ example: WorkedExample) -> Cell { exampleCell(focus, example) }

  /// The cell that the layout is made for, wherever a moving window stands.
  func exampleStage(_ example: WorkedExample) -> Cell { exampleCell(stage, example) }

  private func exampleCell(_ focus: ConnectivityFocus, _ example: WorkedExample) -> Cell {
    let shape = example.pair.smallShape
    let cell = focus.first
    return cell.y < shape.height && cell.x < shape.width
      ? cell : ConnectivityFocus(for: example.pair).first
  }

  /// A cell of the transposed convolution's output under the focus cell's window to which the most
  /// small cells contribute.
  func exampleTarget(_ example: WorkedExample) -> Cell {
    let pair = example.pair
    let focus = exampleFocus(example)
    func best(_ axis: Size2D.Axis, _ small: Int) -> Int {
      let size = pair.restoredShape.size[axis]
      let start = max(0, pair.geometry.large(small: small, tap: 0, axis))
      let end = min(size, start + min(pair.geometry.span(axis), 64))
      guard start < end else { return max(0, min(start, size - 1)) }
      return (start..<end).max { a, b in
        pair.geometry.contributions(to: a, axis, small: pair.smallShape.size[axis])
          < pair.geometry.contributions(to: b, axis, small: pair.smallShape.size[axis])
      } ?? start
    }
    return Cell(
      channel: largeChannel, y: best(.vertical, focus.y), x: best(.horizontal, focus.x))
  }

  /// What a view of numbers shows when there are too many of them.
  func tooLarge(in frame: Rect, _ style: Style) -> [Mark] {
    style.block(
      style.lines(
        of: "These maps and kernels are too large to be worked in numbers.", style.font(.body),
        width: frame.width), style.font(.body), in: frame, color: style.theme.mutedText)
  }
}
