import AENetwork

/// A network as a PyTorch module: Python text whose parameters have the names that a run's tensors
/// have, so that its weights load as they are.
public struct PyTorchModule: Sendable {
  private let model: ModelDescription
  private let image: ImageShape
  private let weights: String

  /// The module of `run`.
  /// - Parameters:
  ///   - run: the run with the network.
  ///   - weights: the name of the safetensors file that it loads by default.
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
      from torch.nn import functional



      """
    for helper in PyTorchClass.allCases where layers.contains(where: { helper.makes($0) }) {
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
    layers.map { "            \($0.pyTorch)," }.joined(separator: "\n")
  }

  /// A name may hold anything, and a comment ends with its line.
  private static func comment(_ name: String) -> String {
    String(name.map { $0.isNewline ? " " : $0 }).visible
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
