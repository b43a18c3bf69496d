import AEData
import AENetwork
import Foundation

/// Writes a run's network, or a half of it, as an ONNX file that takes any number of images.
package struct ONNXExport {
  /// What is written.
  package enum Part: String, CaseIterable, Sendable {
    /// From the image to its reconstruction; the code comes out as well.
    case whole
    /// From the image to the code, and to its log-variance where it has one.
    case encoder
    /// From the code to the image.
    case decoder
  }

  private let run: Run
  private var graph = ONNXGraphWriter()

  /// An export of `run`, which has its weights.
  package init(_ run: Run) { self.run = run }

  /// The file.
  /// - Throws: `Failure` of kind `badData` when weights are missing.
  package func file(_ part: Part) throws -> Data {
    // Whatever is missing is told as everywhere.
    _ = try Autoencoder(run.model, imageShape: run.dataset.imageShape, tensors: run.tensors)
    var copy = self
    return try copy.write(part)
  }

  private mutating func write(_ part: Part) throws -> Data {
    var value = (name: "image", shape: run.dataset.imageShape.shape)
    var outputs: [(name: String, shape: Shape)] = []
    let first = value
    if part != .decoder {
      let end = run.model.encoder.count - 1
      for (index, layer) in run.model.encoder.enumerated() {
        let name = index == end ? "code" : "encoder.\(index)"
        if layer == .gaussianSampling { outputs.append(logVariance(of: value)) }
        value = try append(layer, .encoder, index, to: value, name: name)
      }
      outputs.insert(value, at: 0)
    } else {
      value = ("code", try codeShape())
    }
    let start = part == .decoder ? value : first
    if part != .encoder {
      let end = run.model.decoder.count - 1
      for (index, layer) in run.model.decoder.enumerated() {
        value = try append(
          layer, .decoder, index, to: value, name: index == end ? "output" : "decoder.\(index)")
      }
      outputs.insert(value, at: 0)
    }
    return graph.file(name: run.model.name, input: start, outputs: outputs)
  }

  private func codeShape() throws -> Shape {
    try run.model.encoder.reduce(run.dataset.imageShape.shape) { try $1.outputShape(for: $0) }
  }

  private typealias Value = (name: String, shape: Shape)

  /// The second half of what a variational encoder ends in.
  private mutating func logVariance(of value: Value) -> Value {
    let half = value.shape[0] / 2
    slice(value.name, from: [half], to: [2 * half], axes: [1], as: "log_variance")
    return ("log_variance", Shape([half] + value.shape.dimensions.dropFirst()))
  }

  /// Adds the nodes of a layer.
  private mutating func append(
    _ layer: LayerSpec, _ half: TensorName.Half, _ index: Int, to input: Value, name: String
  ) throws -> Value {
    let shape = try layer.outputShape(for: input.shape)
    let x = input.name
    var stored = layer.storedShapes
    // Of a group normalisation's numbers others are made, a rectifier's get the shape of maps.
    switch layer {
    case .groupNorm, .preLU: stored = []
    default: break
    }
    let weights = stored.compactMap { entry in
      let key = TensorName.parameter(half, index, entry.name)
      return run.tensors[key].map { graph.weights(key, $0) }
    }
    switch layer {
    case .conv2d(let spec):
      graph.node("Conv", [x] + weights, to: name, Self.windows(spec.geometry, spec.geometry.groups))
    case .convTranspose2d(let spec): transposed(spec, [x] + weights, name)
    case .dense:
      graph.node("Gemm", [x] + weights, to: name, ["transB": .integer(1)])
    case .relu: graph.node("Relu", [x], to: name)
    case .sigmoid: graph.node("Sigmoid", [x], to: name)
    case .tanh: graph.node("Tanh", [x], to: name)
    case .softplus: graph.node("Softplus", [x], to: name)
    case .leakyReLU(let slope): graph.node("LeakyRelu", [x], to: name, ["alpha": .float(slope)])
    case .elu(let alpha): graph.node("Elu", [x], to: name, ["alpha": .float(alpha)])
    case .selu: graph.node("Selu", [x], to: name)
    case .preLU: slopes(input, half, index, name)
    case .gelu(let form):
      graph.node("Gelu", [x], to: name, ["approximate": .text(form.rawValue)])
    case .silu:
      graph.node("Sigmoid", [x], to: "\(name).gate")
      graph.node("Mul", [x, "\(name).gate"], to: name)
    case .hardSigmoid(let spec):
      graph.node(
        "HardSigmoid", [x], to: name, ["alpha": .float(spec.slope), "beta": .float(spec.offset)])
    case .flatten: graph.node("Flatten", [x], to: name, ["axis": .integer(1)])
    case .reshape(let image): reshape(x, to: [0] + image.shape.dimensions, as: name)
    case .maxPool2d(let spec):
      graph.node("MaxPool", [x], to: name, Self.windows(spec.geometry, nil))
    case .averagePool2d(let spec): average(spec, x, name)
    case .upsample(let scale): upsample(x, shape, scale, name)
    case .upsampleBilinear(let spec): bilinear(spec, x, shape, name)
    case .pixelShuffle(let factor):
      graph.node(
        "DepthToSpace", [x], to: name, ["blocksize": .integer(factor), "mode": .text("CRD")])
    case .pad2d(let spec): pad(spec, x, name)
    case .cropping2d(let cut):
      slice(
        x, from: [cut.vertical.before, cut.horizontal.before],
        to: [input.shape[1] - cut.vertical.after, input.shape[2] - cut.horizontal.after],
        axes: [2, 3], as: name)
    case .batchNorm1d(let spec), .batchNorm2d(let spec):
      graph.node(
        "BatchNormalization", [x] + weights, to: name,
        ["epsilon": .float(spec.epsilon), "momentum": .float(1 - spec.momentum)])
    case .layerNorm(let spec): layerNorm(spec, x, weights, name)
    case .groupNorm(let spec): groupNorm(spec, input, half, index, name)
    case .gaussianSampling:
      slice(x, from: [0], to: [input.shape[0] / 2], axes: [1], as: name)
    case .dropout: graph.node("Identity", [x], to: name)
    }
    return (name, shape)
  }

  // MARK: Layers of several numbers

  private static func windows(
    _ geometry: ConvGeometry, _ groups: Int?
  ) -> KeyValuePairs<String, ONNXGraphWriter.Attribute> {
    let padding = geometry.padding
    let pads = [
      padding.vertical.before, padding.horizontal.before, padding.vertical.after,
      padding.horizontal.after,
    ]
    guard let groups else {
      return [
        "kernel_shape": .integers(geometry.kernel.list), "strides": .integers(geometry.stride.list),
        "pads": .integers(pads),
      ]
    }
    return [
      "kernel_shape": .integers(geometry.kernel.list), "strides": .integers(geometry.stride.list),
      "pads": .integers(pads), "dilations": .integers(geometry.dilation.list),
      "group": .integer(groups),
    ]
  }

  private mutating func transposed(_ spec: ConvolutionSpec, _ inputs: [String], _ name: String) {
    let geometry = spec.geometry
    let padding = geometry.padding
    graph.node(
      "ConvTranspose", inputs, to: name,
      [
        "kernel_shape": .integers(geometry.kernel.list),
        "strides": .integers(geometry.stride.list),
        "pads": .integers([
          padding.vertical.before, padding.horizontal.before, padding.vertical.after,
          padding.horizontal.after,
        ]),
        "dilations": .integers(geometry.dilation.list),
        "output_padding": .integers(geometry.outputPadding.list),
        "group": .integer(geometry.groups),
      ])
  }

  private mutating func average(_ spec: PoolingSpec, _ x: String, _ name: String) {
    let padding = spec.geometry.padding
    graph.node(
      "AveragePool", [x], to: name,
      [
        "kernel_shape": .integers(spec.geometry.kernel.list),
        "strides": .integers(spec.geometry.stride.list),
        "pads": .integers([
          padding.vertical.before, padding.horizontal.before, padding.vertical.after,
          padding.horizontal.after,
        ]),
        "count_include_pad": .integer(spec.countsPadding ? 1 : 0),
      ])
  }

  private mutating func upsample(_ x: String, _ shape: Shape, _ scale: Size2D, _ name: String) {
    let scales = graph.weights(
      "\(name).scales", Tensor([4], [1, 1, Float(scale.height), Float(scale.width)]))
    graph.node(
      "Resize", [x, "", scales], to: name,
      [
        "mode": .text("nearest"), "nearest_mode": .text("floor"),
        "coordinate_transformation_mode": .text("asymmetric"),
      ])
  }

  private mutating func bilinear(
    _ spec: BilinearSpec, _ x: String, _ shape: Shape, _ name: String
  ) {
    let sizes = graph.integers([shape[1], shape[2]], for: name)
    graph.node(
      "Resize", [x, "", "", sizes], to: name,
      [
        "mode": .text("linear"), "axes": .integers([2, 3]),
        "coordinate_transformation_mode": .text(
          spec.alignsCorners ? "align_corners" : "half_pixel"),
      ])
  }

  private mutating func pad(_ spec: PaddingSpec, _ x: String, _ name: String) {
    let padding = spec.padding
    let pads = graph.integers(
      [
        0, 0, padding.vertical.before, padding.horizontal.before, 0, 0, padding.vertical.after,
        padding.horizontal.after,
      ], for: name)
    let mode =
      switch spec.fill {
      case .zero: "constant"
      case .reflection: "reflect"
      case .replication: "edge"
      }
    graph.node("Pad", [x, pads], to: name, ["mode": .text(mode)])
  }

  private mutating func layerNorm(
    _ spec: LayerNormSpec, _ x: String, _ weights: [String], _ name: String
  ) {
    let epsilon = ONNXGraphWriter.Attribute.float(spec.epsilon)
    switch spec.extent {
    case .lastAxes(let shape):
      graph.node(
        "LayerNormalization", [x] + weights, to: name,
        ["axis": .integer(-shape.rank), "epsilon": epsilon])
    case .channels:
      graph.node("Transpose", [x], to: "\(name).last", ["perm": .integers([0, 2, 3, 1])])
      graph.node(
        "LayerNormalization", ["\(name).last"] + weights, to: "\(name).normal",
        ["axis": .integer(-1), "epsilon": epsilon])
      graph.node("Transpose", ["\(name).normal"], to: name, ["perm": .integers([0, 3, 1, 2])])
    }
  }

  /// Groups are laid into one row each and normalised there; each map then gets its own numbers.
  private mutating func groupNorm(
    _ spec: GroupNormSpec, _ input: Value, _ half: TensorName.Half, _ index: Int, _ name: String
  ) {
    let shape = input.shape.dimensions
    reshape(input.name, to: [0, spec.groups, -1], as: "\(name).rows")
    let ones = graph.weights("\(name).ones", Tensor([spec.groups], repeating: 1))
    let zeros = graph.weights("\(name).zeros", Tensor([spec.groups]))
    graph.node(
      "InstanceNormalization", ["\(name).rows", ones, zeros], to: "\(name).normal",
      ["epsilon": .float(spec.epsilon)])
    reshape("\(name).normal", to: [0] + shape, as: "\(name).maps")
    func each(_ parameter: String) -> Tensor {
      let key = TensorName.parameter(half, index, parameter)
      let tensor = run.tensors[key] ?? Tensor([spec.channels], repeating: 1)
      return tensor.reshaped(Shape([spec.channels] + shape.dropFirst().map { _ in 1 }))
    }
    let scale = graph.weights("\(name).scale", each("weight"))
    let shift = graph.weights("\(name).shift", each("bias"))
    graph.node("Mul", ["\(name).maps", scale], to: "\(name).scaled")
    graph.node("Add", ["\(name).scaled", shift], to: name)
  }

  /// A slope for each map has to stand where the maps do.
  private mutating func slopes(
    _ input: Value, _ half: TensorName.Half, _ index: Int, _ name: String
  ) {
    let key = TensorName.parameter(half, index, "weight")
    let slopes = run.tensors[key] ?? Tensor([1])
    let ones = input.shape.dimensions.dropFirst().map { _ in 1 }
    let weight = graph.weights(key, slopes.reshaped(Shape([slopes.count] + ones)))
    graph.node("PRelu", [input.name, weight], to: name)
  }

  private mutating func reshape(_ x: String, to shape: [Int], as name: String) {
    graph.node("Reshape", [x, graph.integers(shape, for: name)], to: name)
  }

  private mutating func slice(
    _ x: String, from starts: [Int], to ends: [Int], axes: [Int], as name: String
  ) {
    let inputs = [starts, ends, axes].map { graph.integers($0, for: name) }
    graph.node("Slice", [x] + inputs, to: name)
  }
}

extension Size2D {
  /// Rows first, as in every list of ONNX.
  fileprivate var list: [Int] { [height, width] }
}
