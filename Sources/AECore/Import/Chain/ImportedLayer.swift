import AEData
import AENetwork

/// A layer that was found in a file, with its weights in PyTorch's layouts.
package struct ImportedLayer {
  /// What it is.
  package var spec: LayerSpec
  /// `weight`, `bias` …, by the names of ``LayerSpec/storedShapes``.
  package var tensors: [String: Tensor] = [:]
  /// Where in the order of the file's nodes it comes from.
  var origin = 0
}

extension ImportedLayer {
  /// Whether both are the same layer of the file, and still give the same: the weights of one may
  /// have taken in a factor that the other chain has not. What only reshapes is no node.
  func isSame(as other: ImportedLayer) -> Bool {
    spec == other.spec && tensors == other.tensors
      && (origin == other.origin || spec.isReshaping)
  }

  /// A layer that multiplies by weights and adds a bias: what scales or shifts its output, or puts
  /// it into another order, can be done to its weights instead.
  var isLinear: Bool {
    switch spec {
    case .conv2d, .convTranspose2d, .dense: true
    default: false
    }
  }

  /// Whether it is a batch normalisation that changes nothing: numbers of two nodes cancelled out.
  var isIdle: Bool {
    switch spec {
    case .batchNorm1d(let spec), .batchNorm2d(let spec):
      func all(_ name: String, _ value: Float) -> Bool {
        tensors[name]?.values.allSatisfy { abs($0 - value) < 1e-6 } ?? false
      }
      return all("weight", 1) && all("bias", 0) && all("running_mean", 0)
        && all("running_var", 1 - Float(spec.epsilon))
    default: return false
    }
  }

  /// Whether its own numbers can scale and shift each map, or each value of a list, that it gives.
  var isScaling: Bool {
    switch spec {
    case .batchNorm1d, .batchNorm2d, .groupNorm: true
    default: isLinear
    }
  }

  /// Whether it does the same to each number, whatever stands beside it.
  var isElementwise: Bool {
    switch spec {
    case .relu, .sigmoid, .leakyReLU, .tanh, .softplus, .dropout, .elu, .selu, .gelu, .silu,
      .hardSigmoid:
      true
    default: false
    }
  }

  /// How many maps or values a linear layer gives.
  private var outputs: Int {
    switch spec {
    case .conv2d(let spec), .convTranspose2d(let spec): spec.outChannels
    case .dense(let spec): spec.outFeatures
    default: tensors["weight"]?.count ?? 0
    }
  }

  /// Which output each weight of a linear layer belongs to: `body` is called with an output and the
  /// places of its weights.
  private func forEachOutput(_ body: (_ output: Int, _ places: [Range<Int>]) -> Void) {
    guard let weight = tensors["weight"] else { return }
    if case .convTranspose2d(let spec) = spec {
      // (C, O/groups, KH, KW): an output's taps lie apart, one run for each input of its group.
      let (groups, taps) = (spec.geometry.groups, spec.geometry.kernel.count)
      let (own, inputs) = (spec.outChannels / groups, spec.inChannels / groups)
      for output in 0..<spec.outChannels {
        let (group, within) = (output / own, output % own)
        body(
          output,
          (0..<inputs).map { input in
            let start = ((group * inputs + input) * own + within) * taps
            return start..<start + taps
          })
      }
    } else {
      let each = weight.count / max(1, outputs)
      for output in 0..<outputs { body(output, [output * each..<(output + 1) * each]) }
    }
  }

  /// The layer whose output `o` is this one's times `scale[o]` plus `shift[o]`.
  func scaled(by scale: [Float], shiftedBy shift: [Float]) -> ImportedLayer {
    var layer = self
    guard var weight = tensors["weight"] else { return self }
    forEachOutput { output, places in
      for place in places.joined() { weight.values[place] *= scale[output] }
    }
    let bias = tensors["bias"]?.values
    layer.tensors["weight"] = weight
    if bias != nil || shift.contains(where: { $0 != 0 }) {
      let values = shift.indices.map { (bias?[$0] ?? 0) * scale[$0] + shift[$0] }
      layer.tensors["bias"] = Tensor([values.count], values)
      layer.spec = layer.spec.withBias
    }
    return layer
  }

  /// The layer normalisation that gives this one's output times `scale` plus `shift`, a number each
  /// for every one that comes out; nil for another layer, and where it has one weight for several
  /// that differ.
  func normalScaled(by scale: [Float], shiftedBy shift: [Float]) -> ImportedLayer? {
    guard case .layerNorm(let norm) = spec, var weight = tensors["weight"],
      var bias = tensors["bias"]
    else { return nil }
    let count = weight.count
    func each(_ values: [Float]) -> [Float]? {
      var own = [Float?](repeating: nil, count: count)
      for (place, value) in values.enumerated() {
        let index =
          if case .channels = norm.extent { place / (values.count / count) } else { place % count }
        guard own[index] ?? value == value else { return nil }
        own[index] = value
      }
      return own.compactMap { $0 }
    }
    guard let scale = each(scale), let shift = each(shift) else { return nil }
    for index in 0..<count {
      weight.values[index] *= scale[index]
      bias.values[index] = bias.values[index] * scale[index] + shift[index]
    }
    var layer = self
    layer.tensors = ["weight": weight, "bias": bias]
    return layer
  }

  /// The fully connected or ungrouped convolutional layer that gives outputs `chosen` of this one
  /// alone, in that order; nil for any other.
  func choosing(_ chosen: [Int]) -> ImportedLayer? {
    var layer = self
    guard let weight = tensors["weight"] else { return nil }
    switch spec {
    case .dense(var spec):
      spec.outFeatures = chosen.count
      layer.spec = .dense(spec)
    case .conv2d(var spec):
      guard spec.geometry.groups == 1 else { return nil }
      spec.outChannels = chosen.count
      layer.spec = .conv2d(spec)
    default: return nil
    }
    layer.tensors["weight"] = weight.selecting(chosen)
    layer.tensors["bias"] = tensors["bias"]?.selecting(chosen)
    return layer
  }

  /// The layer that gives what this one gives, and behind it what `other` gives; nil when they are
  /// not of the same kind. Both take the same input.
  func followed(by other: ImportedLayer) -> ImportedLayer? {
    guard var weight = tensors["weight"], let behind = other.tensors["weight"] else { return nil }
    var layer = self
    switch (spec, other.spec) {
    case (.dense(var a), .dense(let b)) where a.inFeatures == b.inFeatures:
      a.outFeatures += b.outFeatures
      a.bias = true
      layer.spec = .dense(a)
    case (.conv2d(var a), .conv2d(let b))
    where a.geometry == b.geometry && a.geometry.groups == 1 && a.inChannels == b.inChannels:
      a.outChannels += b.outChannels
      a.bias = true
      layer.spec = .conv2d(a)
    default: return nil
    }
    weight = Tensor(
      Shape([weight.shape[0] + behind.shape[0]] + weight.shape.dimensions.dropFirst()),
      weight.values + behind.values)
    layer.tensors["weight"] = weight
    let biases = biasValues + other.biasValues
    layer.tensors["bias"] = Tensor([biases.count], biases)
    return layer
  }

  private var biasValues: [Float] {
    tensors["bias"]?.values ?? [Float](repeating: 0, count: outputs)
  }
}

extension LayerSpec {
  /// The same layer with a bias.
  fileprivate var withBias: LayerSpec {
    switch self {
    case .conv2d(var spec):
      spec.bias = true
      return .conv2d(spec)
    case .convTranspose2d(var spec):
      spec.bias = true
      return .convTranspose2d(spec)
    case .dense(var spec):
      spec.bias = true
      return .dense(spec)
    default: return self
    }
  }
}
