import AENetwork

/// A network as a PyTorch module: Python text whose parameters have the names that a run's tensors
/// have, so that its weights load as they are.
public struct PyTorchModule: Sendable {
  private let model: ModelDescription
  private let image: ImageShape
  private let weights: String

  /// The module of `run`.
  /// - Parameter weights: the name of the safetensors file that it loads by default.
  public init(_ run: Run, weights: String) {
    model = run.model
    image = run.dataset.imageShape
    self.weights = weights
  }

  /// The weights alone, by the names of the module's parameters.
  public static func weights(of run: Run) throws(Failure) -> [String: Tensor] {
    try Autoencoder(run.model, imageShape: run.dataset.imageShape, tensors: run.tensors).tensors
  }

  /// The whole file.
  public var text: String {
    let layers = model.encoder + model.decoder
    var text = """
      # \(Self.comment(model.name)): images (N, \(image.channels), \(image.height), \(image.width)) in [0, 1] \
      to codes of \(model.latentSize) values and back.
      # Written by aeviz \(Generator.current.version). Needs torch and safetensors.
      import torch
      from safetensors.torch import load_file
      from torch import nn



      """
    for helper in Helper.allCases where layers.contains(where: helper.serves) {
      text += helper.text + "\n\n\n"
    }
    text += """
      class Autoencoder(nn.Module):
          def __init__(self):
              super().__init__()
              self.encoder = nn.Sequential(
      \(list(model.encoder))
              )
              self.decoder = nn.Sequential(
      \(list(model.decoder))
              )

          def forward(self, images):
              return self.decoder(self.encoder(images))


      def load(path=\(Self.quoted(weights))):
          model = Autoencoder()

      """
    text +=
      layers.contains(where: { !$0.bufferShapes.isEmpty }) ? Self.loadingCounted : Self.loading
    return text
  }

  private static let loading = """
        model.load_state_dict(load_file(path))
        return model.eval()

    """
  /// PyTorch counts the steps of a batch normalisation and uses the count for nothing.
  private static let loadingCounted = """
        missing, unexpected = model.load_state_dict(load_file(path), strict=False)
        missing = [name for name in missing if not name.endswith("num_batches_tracked")]
        assert not missing and not unexpected, (missing, unexpected)
        return model.eval()

    """

  private func list(_ layers: [LayerSpec]) -> String {
    layers.map { "            \(Self.line($0))," }.joined(separator: "\n")
  }

  /// A name may hold anything, and a comment ends with its line.
  private static func comment(_ name: String) -> String {
    String(name.map { $0.isNewline ? " " : $0 }).visible
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

// MARK: - Layers

extension PyTorchModule {
  /// The expression that makes a layer.
  static func line(_ layer: LayerSpec) -> String {
    switch layer {
    case .conv2d(let spec): convolution("nn.Conv2d", spec)
    case .convTranspose2d(let spec): convolution("nn.ConvTranspose2d", spec)
    case .dense(let spec):
      call("nn.Linear", ["\(spec.inFeatures)", "\(spec.outFeatures)"], bias(spec.bias))
    case .relu: "nn.ReLU()"
    case .sigmoid: "nn.Sigmoid()"
    case .flatten: "nn.Flatten()"
    case .reshape(let image):
      "nn.Unflatten(1, (\(image.channels), \(image.height), \(image.width)))"
    case .maxPool2d(let spec): pooling("nn.MaxPool2d", spec)
    case .averagePool2d(let spec): pooling("nn.AvgPool2d", spec)
    case .upsample(let scale):
      "nn.Upsample(scale_factor=\(pair(scale)), mode=\"nearest\")"
    case .leakyReLU(let slope): "nn.LeakyReLU(\(slope))"
    case .tanh: "nn.Tanh()"
    case .softplus: "nn.Softplus()"
    case .dropout(let probability): "nn.Dropout(\(probability))"
    case .batchNorm2d(let spec):
      "nn.BatchNorm2d(\(spec.channels), eps=\(spec.epsilon), momentum=\(spec.momentum))"
    case .gaussianSampling: "\(Helper.sampling.rawValue)()"
    }
  }

  private static func convolution(_ name: String, _ spec: ConvolutionSpec) -> String {
    let geometry = spec.geometry
    var options = ["\(pair(geometry.kernel))"]
    func add(_ name: String, _ value: Size2D, unless usual: Size2D) {
      if value != usual { options.append("\(name)=\(pair(value))") }
    }
    add("stride", geometry.stride, unless: Size2D(1))
    add("padding", geometry.padding, unless: Size2D(0))
    add("output_padding", geometry.outputPadding, unless: Size2D(0))
    add("dilation", geometry.dilation, unless: Size2D(1))
    if geometry.groups != 1 { options.append("groups=\(geometry.groups)") }
    return call(
      name, ["\(spec.inChannels)", "\(spec.outChannels)"] + options, bias(spec.bias))
  }

  private static func pooling(_ name: String, _ spec: PoolingSpec) -> String {
    let geometry = spec.geometry
    return call(
      name, [pair(geometry.kernel), "stride=\(pair(geometry.stride))"],
      geometry.padding == Size2D(0) ? [] : ["padding=\(pair(geometry.padding))"])
  }

  private static func call(_ name: String, _ arguments: [String], _ options: [String]) -> String {
    "\(name)(\((arguments + options).joined(separator: ", ")))"
  }

  private static func bias(_ isThere: Bool) -> [String] { isThere ? [] : ["bias=False"] }

  private static func pair(_ size: Size2D) -> String { "(\(size.height), \(size.width))" }

  /// A class that PyTorch does not have.
  enum Helper: String, CaseIterable {
    case sampling = "GaussianSampling"

    /// Whether `layer` is made by it.
    func serves(_ layer: LayerSpec) -> Bool {
      switch self {
      case .sampling: layer == .gaussianSampling
      }
    }

    /// Its definition.
    var text: String {
      switch self {
      case .sampling:
        """
        class \(rawValue)(nn.Module):
            # (N, 2 L), means and log-variances, to codes (N, L): drawn in training, the mean in use.
            def forward(self, both):
                mean, log_variance = both.chunk(2, dim=1)
                if not self.training:
                    return mean
                return mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        """
      }
    }
  }
}
