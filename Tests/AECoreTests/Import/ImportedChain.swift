import AECore
import Foundation
import Testing

/// ONNX files that `Scripts/make_fixtures_onnx.py` has written, and what comes out of them.
struct ONNXFixtures {
  let values: [String: Tensor]

  init() throws {
    values = try Safetensors.decode(
      Data(contentsOf: Self.url("values.safetensors")), name: "values")
  }

  static func url(_ name: String) throws -> URL {
    try #require(
      Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures/onnx"),
      "there is no fixture \(name)")
  }

  /// The shape of the images of a network.
  func imageShape(_ name: String) throws -> ImageShape {
    ImageShape(Shape(Array(try #require(values["\(name).images"]).shape.dimensions.dropFirst())))
  }
}

/// The greatest difference of two tensors, relative where they are large.
func difference(_ a: Tensor, _ b: Tensor) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a.values, b.values).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
}

extension Signal {
  /// What the layers make of `x`, `(N, …)` in the order of the network; in the file's order again.
  func output(of x: Tensor, inner: Shape) throws -> Tensor {
    var (value, shape) = (x, inner)
    for layer in layers {
      let parameters = layer.spec.storedShapes.flatMap { layer.tensors[$0.name]?.values ?? [] }
      value = try layer.spec.layer(for: shape).forward(value, parameters: parameters)
      shape = try layer.spec.outputShape(for: shape)
    }
    let n = x.shape[0]
    let each = value.count / n
    let places = order ?? Array(0..<each)
    return Tensor(
      Shape(dimensions), (0..<n).flatMap { row in places.map { value.values[row * each + $0] } })
  }
}
