import AECore
import Foundation
import Testing

/// Where Debian puts them.
private let standardCases = "/usr/share/libonnx-testdata/data"

/// ONNX's own test cases, as Debian's package `libonnx-testdata` has them: every case of an
/// operator that is read goes through the importer, or is refused for a reason that is known.
@Suite(
  .enabled(if: FileManager.default.fileExists(atPath: standardCases), "libonnx-testdata is missing")
)
struct ONNXStandardTests {
  private static let folder = standardCases

  /// How the names of the cases begin.
  private static let operators = [
    "basic_conv_", "conv_", "convtranspose", "maxpool", "averagepool", "globalaveragepool",
    "globalmaxpool", "batchnorm", "gemm", "matmul_2d", "resize", "upsample", "relu", "sigmoid",
    "tanh", "softplus", "leakyrelu", "elu", "selu", "hardsigmoid", "prelu", "AvgPool", "BatchNorm",
    "ConstantPad2d", "Conv", "ELU", "LeakyReLU", "Linear", "MaxPool", "PReLU", "PixelShuffle",
    "ReLU", "ReflectionPad2d", "ReplicationPad2d", "Sigmoid", "Softplus", "Tanh", "ZeroPad2d",
    "operator_conv", "operator_convtranspose", "operator_flatten", "operator_maxpool",
    "operator_addmm", "operator_view", "instancenorm", "layer_normalization_2d_axis1",
    "layer_normalization_4d_axis1", "layer_normalization_default", "depthtospace", "gelu",
    "celu", "clip",
    "dropout_default", "flatten_", "edge_pad", "reflect_pad", "constant_pad",
  ]

  /// Why cases are no layers of a chain, by what the failure says.
  private static let reasons = [
    "has no windows along 3 axes", "has slopes of", "has the numbers 2.0 and 3.0",
    "slopes that differ from cell to cell",
    "so that images would be mixed",
    "by cubic", "cells stand oftener", "(Resize): resizes linearly by", "flattens from axis",
    "which is not the same for every image", "dilations", "is in training", "counts its cells",
    "turns its input", "is no operator", "pads with", "images or maps beside",
    "in an order that no convolution", "tf_crop_and_resize", "puts images",
    "takes maps, (N, C, H, W)",
    "its output 2 is not read", "normalises images together", "is an operator that no layer does",
    "is more than half of the window", "takes the mean over the axes", "where a layer has weights",
    "whole numbers", "counts its padding, but not",
  ]

  @Test func casesGiveWhatTheyShould() throws {
    var (passed, refused) = (0, [String: Int]())
    for part in ["node", "pytorch-converted", "pytorch-operator"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(part)")
      for name in names.sorted()
      where Self.operators.contains(where: {
        name.hasPrefix("test_\($0)")
      }) {
        do {
          try check("\(Self.folder)/\(part)/\(name)", name)
          passed += 1
        } catch let failure as Failure {
          let line = failure.description
          let reason = Self.reasons.first { line.contains($0) }
          #expect(reason != nil, "\(name): \(line)")
          refused[reason ?? line, default: 0] += 1
        }
      }
    }
    print("ONNX's own cases: \(passed) pass, refused: \(refused.sorted { $0.key < $1.key })")
    #expect(passed >= 100)
  }

  private func check(_ folder: String, _ name: String) throws {
    let folder = URL(fileURLWithPath: folder, isDirectory: true)
    let file = try ONNXFile(folder.appendingPathComponent("model.onnx"))
    let graph = try ONNXGraph(file)
    func array(_ kind: String, _ index: Int) throws -> ConstantArray? {
      let url = folder.appendingPathComponent("test_data_set_0/\(kind)_\(index).pb")
      guard let data = try? Data(contentsOf: url) else { return nil }
      return try ONNXTensor(data, name: url.path).constant()
    }
    let x = try #require(try array("input", 0), "\(name)")
    var constants: [String: ConstantArray] = [:]
    for (index, input) in graph.inputs.enumerated().dropFirst() {
      constants[input] = try array("input", index)
    }
    let example = Array(x.shape.dropFirst())
    let inner: Shape =
      example.count == 3 ? Shape(example) : [example.reduce(1, *)]
    let signal = Signal(dimensions: x.shape, inner: inner)
    let values = graph.values(try #require(graph.inputs.first), signal, constants: constants)
    let result = try values.signal(graph.outputs[0])
    let expected = try #require(try array("output", 0), "\(name)")
    #expect(result.dimensions == expected.shape, "\(name)")
    let images = Tensor(Shape([x.shape[0]] + inner.dimensions), x.floats)
    let found = try result.output(of: images, inner: inner)
    #expect(difference(found, expected.tensor) < 1e-5, "\(name)")
  }
}
