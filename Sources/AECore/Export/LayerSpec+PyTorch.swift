import AENetwork

extension LayerSpec {
  /// The Python expression that makes the layer: a class of `torch.nn`, or a ``PyTorchClass``.
  var pyTorch: String {
    if let own = PyTorchClass.allCases.first(where: { $0.makes(self) }) {
      return Self.call(own.rawValue, own.arguments(self))
    }
    return switch self {
    case .conv2d(let spec): Self.call("nn.Conv2d", Self.arguments(spec))
    case .convTranspose2d(let spec): Self.call("nn.ConvTranspose2d", Self.arguments(spec))
    case .dense(let spec):
      Self.call("nn.Linear", ["\(spec.inFeatures)", "\(spec.outFeatures)"] + Self.bias(spec.bias))
    case .relu: "nn.ReLU()"
    case .sigmoid: "nn.Sigmoid()"
    case .flatten: "nn.Flatten()"
    case .reshape(let image):
      "nn.Unflatten(1, (\(image.channels), \(image.height), \(image.width)))"
    case .maxPool2d(let spec): Self.call("nn.MaxPool2d", Self.arguments(spec))
    case .averagePool2d(let spec):
      Self.call(
        "nn.AvgPool2d",
        Self.arguments(spec) + (spec.countsPadding ? [] : ["count_include_pad=False"]))
    case .upsample(let scale): "nn.Upsample(scale_factor=\(Self.pair(scale)), mode=\"nearest\")"
    case .leakyReLU(let slope): "nn.LeakyReLU(\(slope))"
    case .tanh: "nn.Tanh()"
    case .softplus: "nn.Softplus()"
    case .dropout(let probability): "nn.Dropout(\(probability))"
    case .batchNorm2d(let spec): Self.call("nn.BatchNorm2d", Self.arguments(spec))
    case .batchNorm1d(let spec): Self.call("nn.BatchNorm1d", Self.arguments(spec))
    case .gaussianSampling: "\(PyTorchClass.sampling.rawValue)()"
    case .elu(let alpha): "nn.ELU(\(alpha))"
    case .selu: "nn.SELU()"
    case .preLU(let channels): "nn.PReLU(\(channels))"
    case .gelu(let form): form == .exact ? "nn.GELU()" : "nn.GELU(approximate=\"tanh\")"
    case .silu: "nn.SiLU()"
    case .hardSigmoid: "nn.Hardsigmoid()"
    case .layerNorm(let spec):
      "nn.LayerNorm(\(spec.weightShape.dimensions), eps=\(spec.epsilon))"
    case .groupNorm(let spec):
      "nn.GroupNorm(\(spec.groups), \(spec.channels), eps=\(spec.epsilon))"
    case .upsampleBilinear(let spec):
      "nn.Upsample(\(Self.extent(spec)), mode=\"bilinear\", "
        + "align_corners=\(spec.alignsCorners ? "True" : "False"))"
    case .pixelShuffle(let factor): "nn.PixelShuffle(\(factor))"
    case .pad2d(let spec):
      switch spec.fill {
      case .zero: "nn.ZeroPad2d(\(Self.sides(spec.padding)))"
      case .reflection: "nn.ReflectionPad2d(\(Self.sides(spec.padding)))"
      case .replication: "nn.ReplicationPad2d(\(Self.sides(spec.padding)))"
      }
    // Less than nothing is put around: what PyTorch calls cropping.
    case .cropping2d(let cropping): "nn.ZeroPad2d(\(Self.sides(cropping, sign: -1)))"
    }
  }

  // MARK: Arguments

  fileprivate static func arguments(
    _ spec: ConvolutionSpec, padding: Size2D? = nil
  ) -> [String] {
    let geometry = spec.geometry
    var arguments = ["\(spec.inChannels)", "\(spec.outChannels)", pair(geometry.kernel)]
    func add(_ name: String, _ value: Size2D, unless usual: Int) {
      if value != Size2D(usual) { arguments.append("\(name)=\(pair(value))") }
    }
    add("stride", geometry.stride, unless: 1)
    add("padding", padding ?? geometry.padding.symmetric ?? Size2D(0), unless: 0)
    add("output_padding", geometry.outputPadding, unless: 0)
    add("dilation", geometry.dilation, unless: 1)
    if geometry.groups != 1 { arguments.append("groups=\(geometry.groups)") }
    return arguments + bias(spec.bias)
  }

  fileprivate static func arguments(_ spec: PoolingSpec) -> [String] {
    let padding = spec.geometry.padding.symmetric ?? Size2D(0)
    return [pair(spec.geometry.kernel), "stride=\(pair(spec.geometry.stride))"]
      + (padding == Size2D(0) ? [] : ["padding=\(pair(padding))"])
  }

  private static func arguments(_ spec: BatchNormSpec) -> [String] {
    ["\(spec.channels)", "eps=\(spec.epsilon)", "momentum=\(spec.momentum)"]
  }

  private static func extent(_ spec: BilinearSpec) -> String {
    switch spec.extent {
    case .scale(let height, let width): "scale_factor=(\(height), \(width))"
    case .size(let size): "size=\(pair(size))"
    }
  }

  private static func call(_ name: String, _ arguments: [String]) -> String {
    "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private static func bias(_ isThere: Bool) -> [String] { isThere ? [] : ["bias=False"] }

  private static func pair(_ size: Size2D) -> String { "(\(size.height), \(size.width))" }

  /// Left, right, top, bottom: the last axis first, as PyTorch pads.
  fileprivate static func sides(_ padding: Padding, sign: Int = 1) -> String {
    let ends = [padding.horizontal, padding.vertical].flatMap { [$0.before, $0.after] }
    return "(\(ends.map { "\(sign * $0)" }.joined(separator: ", ")))"
  }
}

/// A layer that `torch.nn` does not have; its parameters have the names of the one that it extends.
enum PyTorchClass: String, CaseIterable {
  case sampling = "GaussianSampling"
  case convolution = "PaddedConv2d"
  case transposedConvolution = "CroppedConvTranspose2d"
  case maximum = "PaddedMaxPool2d"
  case mean = "PaddedAvgPool2d"
  case hardSigmoid = "ScaledHardSigmoid"
  case channelNorm = "ChannelLayerNorm"

  /// Whether `layer` is one: PyTorch pads both ends of an axis alike, its hard sigmoid has one
  /// slope, its layer normalisation takes the last axes.
  func makes(_ layer: LayerSpec) -> Bool {
    switch (self, layer) {
    case (.sampling, .gaussianSampling): true
    case (.convolution, .conv2d(let spec)), (.transposedConvolution, .convTranspose2d(let spec)):
      spec.geometry.padding.symmetric == nil
    case (.maximum, .maxPool2d(let spec)), (.mean, .averagePool2d(let spec)):
      spec.geometry.padding.symmetric == nil
    case (.hardSigmoid, .hardSigmoid(let line)): line != HardSigmoidSpec()
    case (.channelNorm, .layerNorm(let spec)):
      if case .channels = spec.extent { true } else { false }
    default: false
    }
  }

  /// What the class is called with to make `layer`.
  func arguments(_ layer: LayerSpec) -> [String] {
    switch layer {
    case .conv2d(let spec), .convTranspose2d(let spec):
      ["\(LayerSpec.sides(spec.geometry.padding))"]
        + LayerSpec.arguments(spec, padding: Size2D(0))
    case .maxPool2d(let spec):
      [LayerSpec.sides(spec.geometry.padding)] + LayerSpec.arguments(spec)
    case .averagePool2d(let spec):
      [LayerSpec.sides(spec.geometry.padding), spec.countsPadding ? "True" : "False"]
        + LayerSpec.arguments(spec)
    case .hardSigmoid(let line): ["\(line.slope)", "\(line.offset)"]
    case .layerNorm(let spec): ["\(spec.weightShape.count)", "eps=\(spec.epsilon)"]
    default: []
    }
  }

  /// Its definition.
  var text: String {
    switch self {
    case .sampling:
      """
      class \(rawValue)(nn.Module):
          # (N, 2 L, …), means and log-variances, to codes (N, L, …): drawn in training, the mean in use.
          def forward(self, both):
              mean, log_variance = both.chunk(2, dim=1)
              if not self.training:
                  return mean
              return mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
      """
    case .convolution:
      """
      class \(rawValue)(nn.Conv2d):
          # sides: zeros at the left, right, top and bottom.
          def __init__(self, sides, *arguments, **options):
              super().__init__(*arguments, **options)
              self.sides = sides

          def forward(self, x):
              return super().forward(functional.pad(x, self.sides))
      """
    case .transposedConvolution:
      """
      class \(rawValue)(nn.ConvTranspose2d):
          # sides: what is left out at the left, right, top and bottom.
          def __init__(self, sides, *arguments, **options):
              super().__init__(*arguments, **options)
              self.sides = [-side for side in sides]

          def forward(self, x):
              return functional.pad(super().forward(x), self.sides)
      """
    case .maximum:
      """
      class \(rawValue)(nn.MaxPool2d):
          def __init__(self, sides, *arguments, **options):
              super().__init__(*arguments, **options)
              self.sides = sides

          def forward(self, x):
              return super().forward(functional.pad(x, self.sides, value=float("-inf")))
      """
    case .mean:
      """
      class \(rawValue)(nn.AvgPool2d):
          # counts: whether the zeros at the sides are part of the mean.
          def __init__(self, sides, counts, *arguments, **options):
              super().__init__(*arguments, **options)
              self.sides, self.counts = sides, counts

          def forward(self, x):
              mean = super().forward(functional.pad(x, self.sides))
              if self.counts:
                  return mean
              return mean / super().forward(functional.pad(torch.ones_like(x), self.sides))
      """
    case .hardSigmoid:
      """
      class \(rawValue)(nn.Module):
          def __init__(self, slope, offset):
              super().__init__()
              self.slope, self.offset = slope, offset

          def forward(self, x):
              return torch.clamp(self.slope * x + self.offset, 0, 1)
      """
    case .channelNorm:
      """
      class \(rawValue)(nn.LayerNorm):
          # The values of all maps at one cell are normalised together.
          def forward(self, x):
              return super().forward(x.movedim(1, -1)).movedim(-1, 1)
      """
    }
  }
}
