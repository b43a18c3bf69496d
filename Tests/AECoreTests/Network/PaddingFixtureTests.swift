import AECore
import Foundation
import Testing

/// Layers whose padding is not the same on all sides against what PyTorch and Keras compute; the
/// fixture is made by Scripts/make_fixtures_padding.py, which its metadata names with the versions
/// used.
struct PaddingFixtureTests {
  private let fixture: [String: Tensor]

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/padding", withExtension: "safetensors"))
    fixture = try Safetensors.decode(Data(contentsOf: url), name: url.lastPathComponent)
  }

  /// The numbers of a case's geometry, one after the other.
  private struct Numbers {
    private var values: ArraySlice<Float>

    init(_ values: [Float]) { self.values = values[...] }

    mutating func next() -> Int { Int(values.removeFirst()) }

    mutating func size() -> Size2D {
      let height = next()
      return Size2D(height: height, width: next())
    }

    mutating func ends() -> Padding.Ends {
      let before = next()
      return Padding.Ends(before: before, after: next())
    }

    mutating func padding() -> Padding {
      let vertical = ends()
      return Padding(vertical: vertical, horizontal: ends())
    }
  }

  private func numbers(_ name: String) throws -> Numbers {
    Numbers(try #require(fixture["\(name).geometry"]).values)
  }

  private func spec(_ name: String, _ geometry: ConvGeometry) throws -> LayerSpec {
    let (x, y) = (try #require(fixture["\(name).x"]), try #require(fixture["\(name).y"]))
    let spec = ConvolutionSpec(
      inChannels: x.shape[1], outChannels: y.shape[1], geometry: geometry)
    return name.contains("transpose") ? .convTranspose2d(spec) : .conv2d(spec)
  }

  private func pooling(_ name: String, _ spec: PoolingSpec) -> LayerSpec {
    name.contains("max") ? .maxPool2d(spec) : .averagePool2d(spec)
  }

  @Test(arguments: ["conv2d", "conv_transpose2d"], 0..<4)
  func pytorchWithPaddingOfItsOwnOnEachSide(_ kind: String, _ number: Int) throws {
    let name = "torch.\(kind).\(number)"
    var numbers = try numbers(name)
    let (kernel, stride, padding) = (numbers.size(), numbers.size(), numbers.padding())
    let (dilation, extra) = (numbers.size(), numbers.size())
    let geometry = try ConvGeometry(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation,
      outputPadding: kind == "conv2d" ? Size2D(0) : extra, groups: numbers.next())
    try compare(name, spec(name, geometry))
  }

  @Test(arguments: ["max_pool2d", "avg_pool2d"], 0..<3)
  func pytorchsPooling(_ kind: String, _ number: Int) throws {
    let name = "torch.\(kind).\(number)"
    var numbers = try numbers(name)
    let (kernel, stride) = (numbers.size(), numbers.size())
    try compare(
      name,
      pooling(name, PoolingSpec(kernel: kernel, stride: stride, padding: numbers.padding())))
  }

  @Test func pytorchsSame() throws {
    let name = "torch.same.0"
    let plain = try ConvGeometry(
      kernel: Size2D(height: 4, width: 3), dilation: Size2D(height: 1, width: 2))
    try compare(name, spec(name, plain.padded(.same, for: Size2D(height: 5, width: 6))))
  }

  @Test(arguments: ["conv2d", "conv_transpose2d"], 0..<6)
  func kerasByWord(_ kind: String, _ number: Int) throws {
    let name = "keras.\(kind).\(number)"
    guard let x = fixture["\(name).x"] else {
      #expect(kind == "conv_transpose2d" && number == 5)
      return
    }
    var numbers = try numbers(name)
    let (kernel, stride, dilation) = (numbers.size(), numbers.size(), numbers.size())
    let rule: PaddingRule = numbers.next() == 1 ? .same : .valid
    let plain = try ConvGeometry(kernel: kernel, stride: stride, dilation: dilation)
    let size = Size2D(height: x.shape[2], width: x.shape[3])
    let geometry =
      try kind == "conv2d"
      ? plain.padded(rule, for: size) : plain.transposedPadded(rule)
    try compare(name, spec(name, geometry))
  }

  /// Keras leaves the padding out of a mean.
  @Test(arguments: ["max_pool2d", "avg_pool2d"], 0..<3)
  func kerasPooling(_ kind: String, _ number: Int) throws {
    let name = "keras.\(kind).\(number)"
    let x = try #require(fixture["\(name).x"])
    var numbers = try numbers(name)
    let plain = try PoolingSpec(
      kernel: numbers.size(), stride: numbers.size(), countsPadding: false)
    let size = Size2D(height: x.shape[2], width: x.shape[3])
    try compare(name, pooling(name, plain.padded(.same, for: size)))
  }

  private func compare(_ name: String, _ spec: LayerSpec) throws {
    let x = try #require(fixture["\(name).x"])
    let layer = try spec.layer(for: Shape(Array(x.shape.dimensions.dropFirst())))
    let parameters = try spec.parameterShapes.map {
      let parameter = try #require(fixture["\(name).\($0.name)"])
      #expect(parameter.shape == $0.shape)
      return parameter
    }.flatMap(\.values)
    let y = try #require(fixture["\(name).y"])
    #expect(close(layer.forward(x, parameters: parameters), y, 1e-5), "\(name)")
    let dy = try #require(fixture["\(name).dy"])
    let (dx, dParameters) = layer.backward(x, dy: dy, parameters: parameters)
    #expect(close(dx, try #require(fixture["\(name).dx"]), 1e-5), "\(name)")
    let expected = try spec.parameterShapes.flatMap {
      try #require(fixture["\(name).d\($0.name)"]).values
    }
    #expect(
      close(Tensor([expected.count], dParameters), Tensor([expected.count], expected), 1e-5),
      "\(name)")
  }
}
